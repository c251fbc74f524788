import Files
import KernelInterface
import Kernels
import Randomness

/// A model that learns, batch by batch.
///
/// Everything that a step draws at random is a function of the seed and the step's number, so the
/// state of a run is its weights, the optimizer's moments and the step.
package final class Trainer {
  package let model: Conformer
  package let optimizer: Optimizer
  private let configuration: TrainingConfiguration
  private let steps: Int
  private let prepared: PreparedWeights
  private let gradient: BatchGradient
  private let pool: WorkerPool

  /// Steps taken.
  package private(set) var step = 0

  /// - Parameters:
  ///   - steps: of the whole run; the learning rate depends on it.
  ///   - maxFrames: of the longest utterance, after subsampling.
  package init(
    _ architecture: Architecture, _ configuration: TrainingConfiguration, steps: Int,
    maxFrames: Int, kernels: any KernelSet.Type, pool: WorkerPool
  ) {
    model = Conformer(architecture, kernels: kernels)
    self.configuration = configuration
    self.steps = steps
    self.pool = pool
    prepared = PreparedWeights(model, maxFrames: maxFrames, threads: pool.threads)
    gradient = BatchGradient(
      model, clipping: configuration.clipping,
      microBatches: min(configuration.microBatches, configuration.batchSize), pool: pool)
    optimizer = Optimizer(
      configuration.optimizer.settings, model.layout, kernels: kernels)
  }

  /// All parameters, as the layout orders them.
  package var values: Buffer { prepared.values }

  package func initialize(seed: Seed) { model.layout.initialize(values, seed: seed) }

  func continueAfter(step: Int) { self.step = step }

  /// What one step did.
  package struct Report: Sendable {
    package let step: Int
    package let outcome: BatchGradient.Outcome
    package let learningRate: Double
    /// False where the batch's gradient was no number, or too large to be squared: the weights stayed
    /// as they were.
    package let movedWeights: Bool
  }

  /// Loss in nats a token of each example of the last batch.
  package var losses: UnsafeMutableBufferPointer<Float> { gradient.losses.elements }
  /// Of each unit's gradient, before clipping; of no use without clipping.
  package var norms: UnsafeMutableBufferPointer<Double> { gradient.norms.elements }
  /// The examples of one unit, as positions in the batch.
  package func examples(of unit: Int) -> StrideTo<Int> { gradient.examples(of: unit) }

  /// Takes the next step: forward, backward, clipping, optimizer. Allocates nothing, once batches
  /// and utterances have been as large as they get, but what `source` allocates.
  package func takeStep(_ source: any BatchSource) throws(Problem) -> Report {
    let next = step + 1
    let rate = configuration.learningRate(step: next, of: steps)
    var frames = 1
    for position in 0..<source.count { frames = max(frames, source.frames(position)) }
    prepared.refresh(frames: model.architecture.outputFrames(frames), on: pool)
    let outcome = try gradient.compute(source, prepared.weights)
    let moves = outcome.norm <= Optimizer.largestNorm
    if moves {
      optimizer.move(
        values.base, along: gradient.gradient, rate: Float(rate), step: next, on: pool)
    }
    step = next
    return Report(step: next, outcome: outcome, learningRate: rate, movedWeights: moves)
  }
}

extension TrainingConfiguration {
  package var clipping: Recognizer.Clipping {
    switch clip {
    case .unclipped: .none
    case .perExample: .perExample(bound: maxGradNorm)
    case .perCore: .perCore(bound: maxGradNorm, cores: cores)
    case .adaptivePerCore: .adaptivePerCore(cores: cores)
    }
  }
}
