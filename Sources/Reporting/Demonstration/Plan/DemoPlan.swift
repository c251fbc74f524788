import Files

/// What a demonstration does for one seed, in order. Steps that depend on what was measured come
/// after those that measure it.
package struct DemoPlan: Sendable {
  package var size: DemoSize
  package var seed: Int
  /// Where everything of this seed stands.
  package var directory: String
  /// A seed's directory of an earlier run, whose corpus and base model are taken.
  package var start: String?
  /// Recorded words in place of a synthesiser.
  package var wordBank: String?
  package var threads: Int?

  package init(size: DemoSize, seed: Int, directory: String) {
    self.size = size
    self.seed = seed
    self.directory = directory
  }

  private var corpus: String { "\(start ?? directory)/corpus" }
  private var base: String { "\(start ?? directory)/base/model.safetensors" }
  private var hasNewVoice: Bool { size.variants.contains(where: \.isNewVoice) }

  /// Corpus, base model, canaries, and a look at the gradients of ordinary speech.
  package var opening: [DemoStep] {
    var steps: [DemoStep] = [
      .makeDirectory("\(directory)/recipes"),
      .write(
        path: "\(directory)/gate.yml",
        text: "gate:\n  - memorization: {max: 0.10, repetitions: [1, 2, 4, 8, 16]}\n"),
    ]
    if start == nil {
      steps += [
        speak("corpus", seed: seed, sentences: size.trainingSentences, voice: "kal16"),
        recipe(.base, epochs: size.baseEpochs),
        train(on: "\(corpus)/train.json", by: .base, into: "base"),
        .run(transcription(of: "\(corpus)/dev.json", by: base, into: "base/dev.json")),
      ]
    }
    steps += [
      inject(into: "audited", corpus: corpus, voice: "kal16"),
      recipe(.norms),
      train(
        on: "\(corpus)/train.json", by: .norms, from: base, into: "norms",
        DemoVariant.logsExamples),
      train(
        on: "\(corpus)/train.json", by: .norms, from: base, into: "core-norms",
        DemoVariant.logsCores),
      recipe(.tuning),
    ]
    if size.variants.contains(where: { $0.recipe == .adam }) { steps.append(recipe(.adam)) }
    if hasNewVoice {
      steps += [
        speak(
          "new-corpus", seed: seed + 1_000, sentences: size.trainingSentences / 2, voice: "rms"),
        inject(into: "new-audited", corpus: "\(directory)/new-corpus", voice: "rms"),
      ]
    }
    return steps
  }

  /// The pass that clips examples, whose log says how far the lower rate must go down.
  package func perExample(_ rules: DemoRules) -> [DemoStep] { steps(of: .perExample, rules) }

  /// All other passes.
  /// - Parameter rules: with the lower rate where examples were clipped.
  package func others(_ rules: DemoRules) -> [DemoStep] {
    var steps: [DemoStep] = []
    if let lowerRate = rules.lowerRate, size.variants.contains(.lowerRate) {
      steps.append(recipe(.lowerRate, rate: lowerRate))
    }
    for variant in size.variants where variant != .perExample {
      steps += self.steps(of: variant, rules)
    }
    return steps
  }

  /// Train, transcribe ordinary speech and probes, score.
  private func steps(of variant: DemoVariant, _ rules: DemoRules) -> [DemoStep] {
    let audited = variant.isNewVoice ? "new-audited" : "audited"
    let corpus = variant.isNewVoice ? "\(directory)/new-corpus" : corpus
    let name = variant.rawValue
    let model = "\(directory)/\(name)/model.safetensors"
    let ledger = "\(directory)/\(audited)/ledger.json"
    let manifest =
      variant == .noCanaries
      ? "\(corpus)/train.json" : "\(directory)/\(audited)/train/train.json"
    return [
      train(
        on: manifest, by: variant.recipe, from: variant.isTuned ? base : nil, into: name,
        ["--ledger", ledger] + variant.clipping(rules)),
      .run(transcription(of: "\(corpus)/dev.json", by: model, into: "\(name)/dev.json")),
      .run(
        transcription(
          of: "\(directory)/\(audited)/probe/probe.json", by: model, into: "\(name)/probe.json")
          + ["--loss"]),
      .run([
        "score", "--ledger", ledger, "--transcripts", "\(directory)/\(name)/probe.json",
        "--loss-column", "ctc_loss", "--output", "\(directory)/\(name)/report", "--no-date",
      ]),
    ]
  }

  // MARK: - Commands

  private func speak(_ name: String, seed: Int, sentences: Int, voice: String) -> DemoStep {
    .run(
      [
        "demo", "corpus", "--output", "\(directory)/\(name)", "--training", "\(sentences)", "--dev",
        "\(size.devSentences)", "--seed", "\(seed)",
      ] + speaker(voice))
  }

  private func inject(into name: String, corpus: String, voice: String) -> DemoStep {
    let words =
      wordBank == nil
      ? ["--vocabulary", "\(corpus)/words.txt"] : ["--units", "digits"]
    return .run(
      [
        "inject", "--manifest", "\(corpus)/train.json", "--output", "\(directory)/\(name)",
        "--seed",
        "\(seed)", "--speeds", DemoSize.speeds.map(trimmed).joined(separator: ","), "--coins",
        "\(size.coins)", "--blocks", "\(size.blocks)", "--frame-rate", "25", "--tokens", "words",
        "--max-share", "0.5", "--gate", "\(directory)/gate.yml",
      ] + words + speaker(voice))
  }

  private func speaker(_ voice: String) -> [String] {
    if let wordBank { ["--word-bank", wordBank] } else { ["--voices", voice] }
  }

  private func recipe(
    _ kind: DemoRecipe.Kind, epochs: Int = 1, rate: Double? = nil
  ) -> DemoStep {
    .write(
      path: recipePath(kind),
      text: DemoRecipe.text(kind, seed: seed, epochs: epochs, rate: rate))
  }

  private func recipePath(_ kind: DemoRecipe.Kind) -> String {
    "\(directory)/recipes/\(kind.rawValue).yml"
  }

  private func train(
    on manifest: String, by recipe: DemoRecipe.Kind, from start: String? = nil, into name: String,
    _ more: [String] = []
  ) -> DemoStep {
    .run(
      [
        "train", "--manifest", manifest, "--config", recipePath(recipe), "--output",
        "\(directory)/\(name)",
      ] + (start.map { ["--init", $0] } ?? []) + more + threadOption)
  }

  private func transcription(
    of manifest: String, by model: String, into name: String
  ) -> [String] {
    [
      "transcribe", "--checkpoint", model, "--manifest", manifest, "--output",
      "\(directory)/\(name)",
    ] + threadOption
  }

  private var threadOption: [String] { threads.map { ["--threads", "\($0)"] } ?? [] }
}
