import AuditModel

/// Two experiments of a few seconds whose outcome is known: a model that was shown canaries again and
/// again has to be caught, and one that never saw them has to be let go.
package struct ControlPlan: Sendable {
  package enum Control: String, CaseIterable, Sendable {
    case positive, negative

    /// What the verdict must be.
    package var expected: String {
      switch self {
      case .positive: "detected"
      case .negative: "not detected"
      }
    }
  }

  package var directory: String

  package init(directory: String) { self.directory = directory }

  /// A corpus of a hundred sentences, and canaries that stand in it 16 times each.
  package var opening: [DemoStep] {
    [
      .write(
        path: "\(directory)/gate.yml",
        text: "gate:\n  - memorization: {max: 0.20, repetitions: [16]}\n"),
      .run([
        "demo", "corpus", "--output", path("corpus"), "--training", "120", "--dev", "1", "--voices",
        "kal16", "--seed", "1",
      ]),
      .run([
        "inject", "--manifest", path("corpus/train.json"), "--output", path("audited"), "--seed",
        "1", "--vocabulary", path("corpus/words.txt"), "--voices", "kal16", "--coins", "0",
        "--repetitions", "16", "--blocks", "8", "--allocation", "3,3", "--words", "4",
        "--check-utterances", "40",
        "--frame-rate", "25", "--tokens", "words", "--max-share", "0.9", "--gate", path("gate.yml"),
      ]),
    ]
  }

  /// Both take as many steps.
  package func steps(of control: Control) -> [DemoStep] {
    let name = control.rawValue
    let manifest = control == .positive ? "audited/train/train.json" : "corpus/train.json"
    return [
      .write(path: path("\(name).yml"), text: Self.recipe),
      .run([
        "train", "--manifest", path(manifest), "--config", path("\(name).yml"), "--output",
        path(name),
      ]),
      .run([
        "transcribe", "--checkpoint", path("\(name)/model.safetensors"), "--manifest",
        path("audited/probe/probe.json"), "--output", path("\(name)/probe.json"),
      ]),
      .run([
        "score", "--ledger", path("audited/ledger.json"), "--transcripts",
        path("\(name)/probe.json"), "--output", path("\(name)/report"),
      ]),
    ]
  }

  private func path(_ name: String) -> String { "\(directory)/\(name)" }

  private static let recipe = """
    model: {width: 64, blocks: 2, heads: 4, taps: 15, subsampling: 4, expansion: 2, dropout: 0}
    tokens: {kind: words}
    training:
      seed: 1
      steps: 900
      batch_size: 4
      optimizer: {kind: adamw, learning_rate: 0.003}
      warmup_steps: 50
      schedule: linear
    augmentation: {frequency_masks: 0, time_masks: 0}

    """
}
