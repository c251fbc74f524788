import Files

/// How a model is trained. The result depends on these values and the data alone: `microBatches` and
/// `cores` are numbers of this recipe, never of a machine.
package struct TrainingConfiguration: Codable, Hashable, Sendable {
  /// How the learning rate goes on after the warm-up, which climbs in a straight line.
  package enum Schedule: String, Codable, CaseIterable, Sendable {
    case constant
    /// In a straight line to 0 at the last step.
    case linear
    /// Half a cosine wave to 0 at the last step.
    case cosine
    /// With 1/√step (Vaswani et al. 2017).
    case inverseSquareRoot = "inverse-sqrt"
  }

  package enum Clipping: String, Codable, CaseIterable, Sendable {
    case unclipped = "none"
    /// Every example's gradient is scaled to a norm of at most `maxGradNorm`, then they are averaged.
    case perExample = "per-example"
    /// Every virtual core's mean gradient is, then the cores are averaged.
    case perCore = "per-core"
    /// As per core, to the smallest norm among the cores of the step; `maxGradNorm` is not used.
    case adaptivePerCore = "adaptive-per-core"

    package var usesNorm: Bool { self == .perExample || self == .perCore }
    package var usesCores: Bool { self == .perCore || self == .adaptivePerCore }
  }

  /// How long to train.
  package enum Length: Hashable, Sendable {
    case epochs(Int)
    case steps(Int)
  }

  /// Where every draw of the training comes from, 0 to 2⁶³ - 1.
  package var seed: UInt64 = 0
  /// Passes over the data, 1 to 1,000,000.
  package var epochs: Int?
  /// Steps instead of passes, 1 to 10⁹.
  package var steps: Int?
  /// Utterances a step, 1 to 65,536.
  package var batchSize = 16
  /// Parts in which a batch is added up, 1 to 1,024; as many threads may work at once.
  package var microBatches = 8
  package var optimizer = OptimizerConfiguration()
  /// Steps until the learning rate is at its highest, 0 to 10⁹.
  package var warmupSteps = 1_000
  package var schedule = Schedule.cosine
  package var clip = Clipping.unclipped
  /// The largest norm that clipping leaves; at least 10⁻¹², below which gradients would vanish among
  /// floats. Infinity (.inf) leaves all, and logs them.
  package var maxGradNorm = 1.0
  /// Virtual cores of per-core clipping, 1 to the batch size.
  package var cores = 1
  /// Steps between two checkpoints, 1 to 10⁹.
  package var checkpointEvery = 1_000

  package init() {}

  /// Fifty epochs where nothing was asked for.
  package var length: Length {
    if let steps { return .steps(steps) }
    return .epochs(epochs ?? 50)
  }

  /// - Throws: the first field that is out of its range.
  package func validate() throws(Problem) {
    try require(seed, in: 0...UInt64(Int64.max), "seed")
    if let epochs { try require(epochs, in: 1...1_000_000, "epochs") }
    if let steps {
      try require(steps, in: 1...1_000_000_000, "steps")
      try require(epochs == nil, "expected either epochs or steps", "steps")
    }
    try require(batchSize, in: 1...65_536, "batch_size")
    try require(microBatches, in: 1...1_024, "micro_batches")
    try require(warmupSteps, in: 0...1_000_000_000, "warmup_steps")
    try require(maxGradNorm >= 1e-12, "expected 1e-12 or more", "max_grad_norm")
    try require(cores, in: 1...batchSize, "cores")
    try require(checkpointEvery, in: 1...1_000_000_000, "checkpoint_every")
    try optimizer.validate()
  }
}
