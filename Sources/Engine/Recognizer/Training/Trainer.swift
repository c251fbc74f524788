import Files
import KernelInterface
import Kernels
import Randomness

/// Trains a model, one batch per step.
///
/// Every random number of a step depends only on the seed and the step's number, so the state of a
/// run is the weights, the optimizer's moments and the step.
package final class Trainer {
  package let model: Conformer
  package let optimizer: Optimizer
  private let configuration: TrainingConfiguration
  private let steps: Int
  private let prepared: PreparedWeights
  private let gradient: BatchGradient
  private let pool: WorkerPool

  /// The number of steps taken.
  package private(set) var step = 0

  /// - Parameters:
  ///   - steps: the number of steps of the whole run, which determines the learning rate.
  ///   - maxFrames: the number of output frames of the longest utterance.
  ///   - noise: the noise of DP-SGD; nil without noise.
  package init(
    _ architecture: Architecture, _ configuration: TrainingConfiguration, steps: Int,
    maxFrames: Int, noise: GradientNoise? = nil, kernels: any KernelSet.Type, pool: WorkerPool
  ) {
    model = Conformer(architecture, kernels: kernels)
    self.configuration = configuration
    self.steps = steps
    self.pool = pool
    prepared = PreparedWeights(model, maxFrames: maxFrames, threads: pool.threads)
    let hasExpectedSize = noise != nil || configuration.effectiveSampling == .poisson
    gradient = BatchGradient(
      model, clipping: configuration.clipping,
      microBatches: min(configuration.microBatches, configuration.batchSize),
      expectedUnits: hasExpectedSize
        ? configuration.clipping.units(of: configuration.batchSize) : nil,
      noise: noise, pool: pool)
    optimizer = Optimizer(
      configuration.optimizer.settings, model.layout, kernels: kernels)
  }

  /// All parameters in the order of the layout.
  package var values: Buffer { prepared.values }

  package func initialize(seed: Seed) { model.layout.initialize(values, seed: seed) }

  func continueAfter(step: Int) { self.step = step }

  /// The result of one step.
  package struct StepOutcome: Sendable {
    package let step: Int
    package let outcome: BatchGradient.Outcome
    package let learningRate: Double
    /// False if the step was skipped, because the batch's gradient was not finite or exceeded
    /// `Optimizer.largestNorm`. The weights did not change.
    package let changesWeights: Bool
  }

  /// The loss of each example of the last batch, in nats per token.
  package var losses: UnsafeMutableBufferPointer<Float> { gradient.losses.elements }
  /// The gradient norm of each clipping unit of the last batch, before clipping. Undefined without
  /// clipping.
  package var norms: UnsafeMutableBufferPointer<Double> { gradient.norms.elements }
  /// The examples of a clipping unit, as positions in the batch.
  package func examples(of unit: Int) -> StrideTo<Int> { gradient.examples(of: unit) }

  /// Takes the next step: forward, backward, clipping, optimizer. Apart from `source`, it allocates
  /// only while batches and utterances grow.
  package func takeStep(_ source: any BatchSource) throws(Problem) -> StepOutcome {
    let next = step + 1
    let rate = configuration.learningRate(step: next, of: steps)
    var frames = 1
    for position in 0..<source.count { frames = max(frames, source.frames(position)) }
    prepared.refresh(frames: model.architecture.outputFrames(frames), on: pool)
    let outcome = try gradient.compute(source, prepared.weights, step: next)
    let moves = outcome.norm <= Optimizer.largestNorm
    if moves {
      optimizer.move(
        values.base, along: gradient.gradient, rate: Float(rate), step: next, on: pool)
    }
    step = next
    return StepOutcome(
      step: next, outcome: outcome, learningRate: rate, changesWeights: moves)
  }
}
