/// The steps of a demonstration for one seed, in order.
///
/// Some settings are measured during the run, so the plan has parts: `opening`, `perExample` with the
/// norms that the opening measured, `others` with the lower learning rate as well, and `analyses`.
package struct DemoPlan: Sendable {
  package var size: DemoSize
  package var seed: Int
  /// The directory for all output of this seed.
  package var directory: String
  /// A seed's directory of an earlier run whose corpus and base model are used; nil to make new ones.
  package var start: String?
  /// A directory of recorded digits that replaces the synthesizer.
  package var wordBank: String?
  package var threads: Int?

  package init(size: DemoSize, seed: Int, directory: String) {
    self.size = size
    self.seed = seed
    self.directory = directory
  }

  var corpus: String { "\(start ?? directory)/corpus" }
  var base: String { "\(start ?? directory)/base/model.safetensors" }
  private var hasNewVoice: Bool { size.variants.contains(where: \.isNewVoice) }

  /// The corpus, the base model, the canaries, and a measurement of gradient norms.
  package var opening: [DemoStep] {
    var steps: [DemoStep] = [
      .makeDirectory(path("recipes")),
      .write(
        path: path("gate.yml"),
        text: "gate:\n  - memorization: {max: 0.10, repetitions: [1, 2, 4, 8, 16]}\n"),
    ]
    if start == nil {
      steps += [
        makeCorpus("corpus", seed: seed, sentences: size.trainingSentences, voice: "kal16"),
        recipe(.base, epochs: size.baseEpochs),
        train(on: "\(corpus)/train.json", by: .base, into: "base"),
        transcribe("\(corpus)/dev.json", by: base, into: "base/dev.json"),
      ]
    }
    steps += [
      inject(into: "audited", corpus: corpus, voice: "kal16"),
      recipe(.norms),
      // An infinite limit clips nothing, and the norms are in the log.
      train(
        on: "\(corpus)/train.json", by: .norms, from: base, into: "norms",
        clipping: .perExample(maxGradNorm: .infinity)),
      train(
        on: "\(corpus)/train.json", by: .norms, from: base, into: "core-norms",
        clipping: .perCore(maxGradNorm: .infinity)),
      recipe(.tuning),
    ]
    if size.variants.contains(where: { $0.recipe == .adam }) { steps.append(recipe(.adam)) }
    if hasNewVoice {
      steps += [
        makeCorpus(
          "new-corpus", seed: seed + 1_000, sentences: size.trainingSentences / 2, voice: "rms"),
        inject(into: "new-audited", corpus: path("new-corpus"), voice: "rms"),
      ]
    }
    return steps
  }

  /// The steps with per-example clipping. Its log determines the lower learning rate.
  package func perExample(_ rules: DemoRules) -> [DemoStep] { steps(of: .perExample, rules) }

  /// The steps of all other variants.
  ///
  /// - Parameter rules: has the lower rate if per-example clipping was run.
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

  /// Trains a variant, transcribes the dev set and the probe set, and scores.
  private func steps(of variant: DemoVariant, _ rules: DemoRules) -> [DemoStep] {
    let audited = variant.isNewVoice ? "new-audited" : "audited"
    let corpus = variant.isNewVoice ? path("new-corpus") : corpus
    let name = variant.rawValue
    let model = path("\(name)/model.safetensors")
    let ledger = path("\(audited)/ledger.json")
    let manifest =
      variant == .noCanaries ? "\(corpus)/train.json" : path("\(audited)/train/train.json")
    return [
      train(
        on: manifest, by: variant.recipe, from: variant.isFineTuned ? base : nil, into: name,
        clipping: variant.clipping(rules), ledger: ledger),
      transcribe("\(corpus)/dev.json", by: model, into: "\(name)/dev.json"),
      transcribe(
        path("\(audited)/probe/probe.json"), by: model, into: "\(name)/probe.json",
        hasLosses: true),
      .score(
        ScoreStep(
          ledger: ledger, transcripts: path("\(name)/probe.json"),
          output: path("\(name)/report"), hasLosses: true)),
    ]
  }

  // MARK: - Steps

  private func makeCorpus(
    _ name: String, seed: Int, sentences: Int, voice: String
  ) -> DemoStep {
    .makeCorpus(
      CorpusStep(
        output: path(name), training: sentences, dev: size.devSentences,
        voice: self.voice(voice), seed: seed))
  }

  private func inject(into name: String, corpus: String, voice: String) -> DemoStep {
    .inject(
      InjectStep(
        manifest: "\(corpus)/train.json", gate: path("gate.yml"), output: path(name),
        voice: self.voice(voice), vocabulary: wordBank == nil ? "\(corpus)/words.txt" : nil,
        seed: seed,
        design: DemoDesign(
          speeds: DemoSize.speeds, coins: size.coins, blocks: size.blocks, maxShare: 0.5)))
  }

  private func voice(_ name: String) -> DemoVoice {
    wordBank.map(DemoVoice.wordBank) ?? .flite(name)
  }

  func recipe(
    _ kind: DemoRecipe.Kind, epochs: Int = 1, rate: Double? = nil
  ) -> DemoStep {
    .write(
      path: recipePath(kind),
      text: DemoRecipe.text(kind, seed: seed, epochs: epochs, rate: rate))
  }

  private func train(
    on manifest: String, by recipe: DemoRecipe.Kind, from start: String? = nil, into name: String,
    clipping: DemoClipping = .none, ledger: String? = nil
  ) -> DemoStep {
    .train(
      TrainStep(
        manifest: manifest, recipe: recipePath(recipe), output: path(name), start: start,
        ledger: ledger, clipping: clipping, threads: threads))
  }

  private func transcribe(
    _ manifest: String, by model: String, into name: String, hasLosses: Bool = false
  ) -> DemoStep {
    .transcribe(
      TranscribeStep(
        checkpoint: model, manifest: manifest, output: path(name), hasLosses: hasLosses,
        threads: threads))
  }

  func recipePath(_ kind: DemoRecipe.Kind) -> String {
    path("recipes/\(kind.rawValue).yml")
  }

  func path(_ name: String) -> String { "\(directory)/\(name)" }
}
