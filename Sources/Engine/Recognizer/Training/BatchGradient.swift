import Files
import KernelInterface
import Kernels

/// The gradient of a batch: the forward and backward passes of all examples, clipped per unit and
/// averaged.
///
/// Each micro-batch is processed by one thread, example by example, and the micro-batches' sums are
/// added in a fixed order. The number of micro-batches is part of the recipe, so the result does
/// not depend on the number of threads. If a micro-batch holds several clipping units, each is
/// clipped before it is added to the micro-batch's sum; if micro-batches are divided among units, a
/// unit is clipped when its micro-batches are added.
package final class BatchGradient: PiecedWork, @unchecked Sendable {
  let model: Conformer
  let microBatches: Int
  private let clipping: Clipping
  /// The number of units that the sum is divided by; nil for the batch's own.
  private let expectedUnits: Int?
  private let noise: GradientNoise?
  private let pool: WorkerPool
  private let workspaces: [Workspace]
  /// One unit's gradient for each thread, if micro-batches hold several units that are clipped.
  private let unitGradients: [Buffer]
  /// The sum of each micro-batch.
  private let sums: [Buffer]
  private let factors: Buffer
  private let unitSum: UnitSum
  private let microBatchSum: MicroBatchSum
  private let assignment = MicroBatchAssignment()

  private var source: (any BatchSource)?
  private var weights: Weights?

  /// The loss of each example of the last batch, in nats per token.
  package let losses = Slots<Float>()
  /// The gradient norm of each clipping unit of the last batch, before clipping.
  package let norms = Slots<Double>()
  private let problems = Slots<Problem?>()

  /// - Parameters:
  ///   - expectedUnits: the number of clipping units that the sum is divided by, whatever the batch
  ///     has. DP-SGD needs it: the sum changes by at most C when an utterance is added or removed, but
  ///     a mean over the batch's own size would also scale all other gradients, and reveal the size
  ///     (Abadi et al. 2016, algorithm 1, divides by the expected size L).
  ///   - noise: the noise that is added to the sum.
  package init(
    _ model: Conformer, clipping: Clipping, microBatches: Int, expectedUnits: Int? = nil,
    noise: GradientNoise? = nil, pool: WorkerPool
  ) {
    self.model = model
    self.microBatches = microBatches
    self.clipping = clipping
    self.expectedUnits = expectedUnits
    self.noise = noise
    self.pool = pool
    workspaces = (0..<pool.threads).map { _ in Workspace(model) }
    let keepsUnits = clipping != .none && clipping.units(of: .max) > microBatches
    unitGradients = (0..<(keepsUnits ? pool.threads : 0)).map { _ in Buffer(model.layout.count) }
    sums = (0..<microBatches).map { _ in Buffer(model.layout.count) }
    factors = Buffer(microBatches)
    unitSum = UnitSum(sums, assignment: assignment, kernels: model.kernels)
    microBatchSum = MicroBatchSum(sums, factors: factors, kernels: model.kernels)
  }

  /// The clipped mean gradient of the last batch, one float per parameter.
  package var gradient: MutableFloats { sums[0].base }

  /// The statistics of a batch's gradient.
  package struct Outcome: Sendable {
    /// The mean over the examples of loss / target length, in nats per token; NaN for an empty batch.
    package let loss: Double
    /// The norm of the mean gradient after clipping, with its noise.
    package let norm: Double
    /// The number of clipping units whose gradient was scaled down.
    package let clippedUnits: Int
    /// The number of clipping units that were skipped because their gradient was not finite.
    package let skippedUnits: Int
    /// The norm that gradients were clipped to at this step.
    package let bound: Double
  }

  /// The examples of a clipping unit, as positions in the batch.
  package func examples(of unit: Int) -> StrideTo<Int> { assignment.members(of: unit) }

  /// - Parameter step: the number of the step, which selects its noise.
  package func compute(
    _ source: any BatchSource, _ weights: Weights, step: Int = 1
  ) throws(Problem) -> Outcome {
    let count = source.count
    let units = clipping.units(of: count)
    losses.reset(count, to: 0)
    norms.reset(units, to: 0)
    problems.reset(microBatches, to: nil)
    factors.fill(1)
    guard count > 0 else { return empty(step) }
    assignment.assign(examples: count, units: units, microBatches: microBatches) {
      source.frames($0)
    }
    self.source = source
    self.weights = weights
    defer {
      self.source = nil
      self.weights = nil
    }
    pool(microBatches, of: self)
    growArenas()
    for case let problem? in problems.elements { throw problem }
    if assignment.microBatchesPerUnit > 0 && clipping != .none { clipUnits() }
    return finish(step)
  }

  /// The outcome of a batch without examples: the sum is 0, or noise only.
  private func empty(_ step: Int) -> Outcome {
    sums[0].fill(0)
    let norm = microBatchSum.add(
      stride(from: 0, to: 1, by: 1), factor: 1 / Float(expectedUnits ?? 1),
      noise: noise.map { ($0, step) }, on: pool)
    return Outcome(loss: .nan, norm: norm, clippedUnits: 0, skippedUnits: 0, bound: limit)
  }

  /// The norm that gradients are clipped to, if it is fixed.
  private var limit: Double {
    switch clipping {
    case .perExample(let limit), .perCore(let limit, _): limit
    case .none, .adaptivePerCore: .infinity
    }
  }

  /// Clips the units after their micro-batches are added.
  private func clipUnits() {
    unitSum.add(on: pool)
    for unit in 0..<assignment.units {
      norms.elements[unit] = unitSum.norm(of: unit)
      factors.base[assignment.microBatches(of: unit).lowerBound] = Float(
        clipping.factor(norm: norms.elements[unit]) ?? 0)
    }
  }

  /// Gives every thread an arena for the longest utterance, because any thread may process it next.
  private func growArenas() {
    var room = 0
    for workspace in workspaces { room = max(room, workspace.arena.room) }
    for workspace in workspaces { workspace.arena.reset(room: room) }
  }

  private func finish(_ step: Int) -> Outcome {
    let units = assignment.units
    var clipped = 0
    var skipped = 0
    var bound = limit
    if clipping != .none {
      for norm in norms.elements where !norm.isFinite { skipped += 1 }
      if case .adaptivePerCore = clipping {
        for norm in norms.elements where norm < bound { bound = norm }
      }
      for norm in norms.elements where norm.isFinite && norm > bound { clipped += 1 }
    }
    var factor = 1 / Double(expectedUnits ?? units)
    if case .adaptivePerCore = clipping { factor *= bound.isFinite ? bound : 0 }
    let width = max(assignment.microBatchesPerUnit, 1)
    let norm = microBatchSum.add(
      stride(from: 0, to: width * min(microBatches, units), by: width), factor: Float(factor),
      noise: noise.map { ($0, step) }, on: pool)
    var loss = 0.0
    for value in losses.elements { loss += Double(value) }
    return Outcome(
      loss: loss / Double(losses.elements.count), norm: norm, clippedUnits: clipped,
      skippedUnits: skipped, bound: bound)
  }

  /// Processes one micro-batch: its units in order.
  package func run(piece: Int, thread: Int) {
    guard let source, let weights else { return }
    let microBatch = assignment.microBatch(piece)
    let (workspace, sum) = (workspaces[thread], sums[microBatch])
    let clipsHere = assignment.microBatchesPerUnit == 0 && clipping != .none
    var isFirst = true
    for unit in assignment.units(of: microBatch) {
      let gradient = clipsHere ? unitGradients[thread] : sum
      do throws(Problem) {
        try add(
          unit, of: microBatch, into: gradient, isFirst: isFirst || clipsHere, source, weights,
          workspace, thread)
      } catch {
        problems.elements[microBatch] = error
        return
      }
      if clipsHere { addClipped(unit, gradient, to: sum, isFirst: isFirst) }
      isFirst = false
    }
  }

  /// Adds the micro-batch's part of a unit's mean gradient to `sum`.
  /// - Parameter isFirst: whether `sum` is overwritten instead.
  private func add(
    _ unit: Int, of microBatch: Int, into sum: Buffer, isFirst: Bool, _ source: any BatchSource,
    _ weights: Weights, _ workspace: Workspace, _ thread: Int
  ) throws(Problem) {
    var isFirst = isFirst
    var size = 0
    for _ in assignment.members(of: unit) { size += 1 }
    for position in assignment.members(of: unit, in: microBatch) {
      let example = try source.load(position, thread: thread)
      if isFirst { clearVectors(sum) }
      let tokens = Float(max(example.length, 1))
      losses.elements[position] =
        model.lossAndGradient(
          example.features, targets: example.targets, length: example.length,
          scale: 1 / (tokens * Float(size)), weights, workspace, dropout: example.dropout,
          into: Gradient(values: sum.base, matrices: isFirst ? .sets : .adds)) / tokens
      isFirst = false
    }
  }

  /// Adds a unit's clipped gradient to `sum`. A unit whose gradient is not finite is skipped.
  private func addClipped(_ unit: Int, _ gradient: Buffer, to sum: Buffer, isFirst: Bool) {
    norms.elements[unit] = model.kernels.sumOfSquares(gradient.count, gradient.base).squareRoot()
    let factor = clipping.factor(norm: norms.elements[unit]).map { Float($0) }
    if let factor, isFirst {
      model.kernels.scale(gradient.count, factor, gradient.base, into: sum.base)
    } else if let factor {
      model.kernels.addScaled(gradient.count, factor, gradient.base, to: sum.base)
    } else if isFirst {
      sum.fill(0)
    }
  }

  private func clearVectors(_ sum: Buffer) {
    for entry in model.layout.entries where !entry.isMatrix {
      (sum.base + entry.parameter.offset).update(repeating: 0, count: entry.parameter.count)
    }
  }
}
