import Files

/// The settings of a training. The result depends on these values and the data alone: `microBatches`
/// and `virtualCores` are numbers of the recipe, not of the machine.
package struct TrainingConfiguration: Codable, Hashable, Sendable {
  /// The course of the learning rate after the warm-up. During the warm-up it rises linearly.
  package enum Schedule: String, Codable, CaseIterable, Sendable {
    case constant
    /// Decreases linearly to 0 at the last step.
    case linear
    /// Decreases along half a cosine wave to 0 at the last step.
    case cosine
    /// Decreases with 1/√step (Vaswani et al. 2017).
    case inverseSquareRoot = "inverse-sqrt"
  }

  /// Which gradients are clipped. `Clipping` holds the mode together with its numbers.
  package enum ClippingMode: String, Codable, CaseIterable, Sendable {
    case unclipped = "none"
    /// Each example's gradient is clipped to `maxGradNorm`, then they are averaged.
    case perExample = "per-example"
    /// Each virtual core's mean gradient is clipped to `maxGradNorm`, then they are averaged.
    case perCore = "per-core"
    /// Each virtual core's mean gradient is clipped to the smallest norm of any core at the step.
    /// `maxGradNorm` is not used.
    case adaptivePerCore = "adaptive-per-core"

    package var usesNorm: Bool { self == .perExample || self == .perCore }
    package var usesCores: Bool { self == .perCore || self == .adaptivePerCore }
  }

  /// The length of a training run.
  package enum Length: Hashable, Sendable {
    case epochs(Int)
    case steps(Int)
  }

  /// The seed of every random stream of the training, 0 to 2⁶³ - 1.
  package var seed: UInt64 = 0
  /// The number of passes over the data, 1 to 1,000,000.
  package var epochs: Int?
  /// The number of steps, in place of epochs, 1 to 10⁹.
  package var steps: Int?
  /// Utterances per step, 1 to 65,536.
  package var batchSize = 16
  /// The number of parts of a batch that are summed separately, 1 to 1,024. At most so many threads
  /// can work at once.
  package var microBatches = 8
  package var optimizer = OptimizerConfiguration()
  /// The number of steps until the learning rate reaches its maximum, 0 to 10⁹.
  package var warmupSteps = 1_000
  package var schedule = Schedule.cosine
  package var clip = ClippingMode.unclipped
  /// The norm that gradients are clipped to, at least 10⁻¹², below which gradients would lose their
  /// digits. Infinity (`.inf`) clips nothing but logs the norms.
  package var maxGradNorm = 1.0
  /// The number of virtual cores of per-core clipping, 1 to the batch size.
  package var virtualCores = 1
  /// The standard deviation of the noise that is added to the sum of clipped gradients, divided by
  /// `maxGradNorm`, 0.1 to 10,000; nil without noise, or if it is computed from `targetEpsilon`.
  package var noiseMultiplier: Double?
  /// The way in which the examples of a step are drawn; nil for the default: see `effectiveSampling`.
  package var sampling: Sampling?
  /// The epsilon that training does not exceed; above 0, finite.
  package var targetEpsilon: Double?
  /// The delta of differential privacy; at least 10⁻¹⁰, below 1 / utterances.
  package var delta: Double?
  /// The seed of the noise and of the batches that Poisson sampling draws for training with noise, 0 to
  /// 2⁶³ - 1. Whoever knows it can subtract the noise. Nil: a new run takes 256 secret bits from the
  /// operating system.
  package var noiseSeed: Int?
  /// Steps between two checkpoints, 1 to 10⁹.
  package var checkpointEvery = 1_000

  package init() {}

  /// The requested length, or 50 epochs.
  package var length: Length {
    if let steps { return .steps(steps) }
    return .epochs(epochs ?? 50)
  }

  /// - Throws: a problem with the first field that is out of its range.
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
    try require(virtualCores, in: 1...batchSize, "virtual_cores")
    try require(checkpointEvery, in: 1...1_000_000_000, "checkpoint_every")
    try validatePrivacy()
    try optimizer.validate()
  }
}
