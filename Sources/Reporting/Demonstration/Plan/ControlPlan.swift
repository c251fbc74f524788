/// Two short experiments with a known outcome: training on canaries must be detected, and training
/// without canaries must not.
package struct ControlPlan: Sendable {
  package enum Control: String, CaseIterable, Sendable {
    /// Trains on canaries.
    case positive
    /// Trains on the corpus alone.
    case negative
  }

  package var directory: String

  package init(directory: String) { self.directory = directory }

  /// Makes a corpus of 120 sentences, and an audit whose canaries have 16 repetitions.
  package var opening: [DemoStep] {
    [
      .write(
        path: path("gate.yml"),
        text: "gate:\n  - memorization: {max: 0.20, repetitions: [16]}\n"),
      .makeCorpus(
        CorpusStep(
          output: path("corpus"), training: 120, dev: 1, voice: .flite("kal16"), seed: 1)),
      .inject(
        InjectStep(
          manifest: path("corpus/train.json"), gate: path("gate.yml"), output: path("audited"),
          voice: .flite("kal16"), vocabulary: path("corpus/words.txt"), seed: 1,
          design: DemoDesign(
            repetitions: [16], coins: 0, blocks: 8, allocation: [3, 3], length: 4,
            checkUtterances: 40, maxShare: 0.9))),
    ]
  }

  /// Both controls train for the same number of steps.
  package func steps(of control: Control) -> [DemoStep] {
    let name = control.rawValue
    let manifest = control == .positive ? "audited/train/train.json" : "corpus/train.json"
    return [
      .write(path: path("\(name).yml"), text: Self.recipe),
      .train(
        TrainStep(manifest: path(manifest), recipe: path("\(name).yml"), output: path(name))),
      .transcribe(
        TranscribeStep(
          checkpoint: path("\(name)/model.safetensors"),
          manifest: path("audited/probe/probe.json"), output: path("\(name)/probe.json"))),
      .score(
        ScoreStep(
          ledger: path("audited/ledger.json"), transcripts: path("\(name)/probe.json"),
          output: report(of: control))),
    ]
  }

  /// The directory of a control's report.
  package func report(of control: Control) -> String { path("\(control.rawValue)/report") }

  private func path(_ name: String) -> String { "\(directory)/\(name)" }

  private static let recipe = """
    model:
      d_model: 64
      n_layers: 2
      n_heads: 4
      conv_kernel_size: 15
      subsampling_factor: 4
      ff_expansion_factor: 2
      dropout: 0
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
