import Files
import KernelInterface
import Kernels

/// One utterance of a batch, ready for the model. Borrowed until the thread asks for the next.
package struct LoadedExample {
  /// [frames, melBins]
  package let features: Matrix
  package let targets: UnsafePointer<Int32>
  package let length: Int
  package let dropout: Dropout?

  package init(
    features: Matrix, targets: UnsafePointer<Int32>, length: Int, dropout: Dropout? = nil
  ) {
    self.features = features
    self.targets = targets
    self.length = length
    self.dropout = dropout
  }
}

/// Where the examples of a batch come from. Asked from several threads at a time.
package protocol BatchSource: AnyObject, Sendable {
  var count: Int { get }
  /// Frames of features; known beforehand, so that work can be shared out evenly.
  func frames(_ position: Int) -> Int
  func load(_ position: Int, thread: Int) throws(Problem) -> LoadedExample
}

/// The gradient of a batch: examples forward and back, one after another in each micro-batch, clipped, and
/// the micro-batches' sums added in micro-batch order. A micro-batch with several units clips each before it joins the
/// micro-batch's sum; where micro-batches belong to units, units are clipped as micro-batches are added.
///
/// Micro-batches are part of the configuration, never the machine's cores: so the same numbers come out on
/// any number of threads.
package final class BatchGradient: PiecedWork, @unchecked Sendable {
  let model: Conformer
  let microBatches: Int
  private let clipping: Clipping
  private let pool: WorkerPool
  private let workspaces: [Workspace]
  /// For each thread the gradient of one unit, where micro-batches hold several that are clipped.
  private let unitGradients: [Buffer]
  /// For each micro-batch the sum of its units' gradients, or of its part of one unit's.
  private let sums: [Buffer]
  private let factors: Buffer
  private let unitSum: UnitSum
  private let microBatchSum: MicroBatchSum
  private let share = MicroBatchAssignment()

  private var source: (any BatchSource)?
  private var weights: Weights?

  /// Loss in nats of each example of the last batch, and the norm of each unit's gradient.
  package let losses = Slots<Float>()
  package let norms = Slots<Double>()
  private let problems = Slots<Problem?>()

  package init(_ model: Conformer, clipping: Clipping, microBatches: Int, pool: WorkerPool) {
    self.model = model
    self.microBatches = microBatches
    self.clipping = clipping
    self.pool = pool
    workspaces = (0..<pool.threads).map { _ in Workspace(model) }
    let keepsUnits = clipping != .none && clipping.units(of: .max) > microBatches
    unitGradients = (0..<(keepsUnits ? pool.threads : 0)).map { _ in Buffer(model.layout.count) }
    sums = (0..<microBatches).map { _ in Buffer(model.layout.count) }
    factors = Buffer(microBatches)
    unitSum = UnitSum(sums, share: share, kernels: model.kernels)
    microBatchSum = MicroBatchSum(sums, factors: factors, kernels: model.kernels)
  }

  /// The mean gradient of the last batch, clipped; one float for each parameter.
  package var gradient: MutableFloats { sums[0].base }

  /// What came of a batch.
  package struct Outcome: Sendable {
    /// Mean over examples of loss / target length, in nats a token.
    package let loss: Double
    /// Of the mean gradient, after clipping.
    package let norm: Double
    /// Units whose gradient was scaled down, and those that had a gradient that is no number and
    /// were left out.
    package let clippedUnits: Int
    package let leftOutUnits: Int
    /// What gradients were held to at this step.
    package let bound: Double
  }

  /// Position in the batch of each example of a unit: cards are dealt one to each in turn.
  package func examples(of unit: Int) -> StrideTo<Int> { share.members(of: unit) }

  package func compute(_ source: any BatchSource, _ weights: Weights) throws(Problem) -> Outcome {
    let count = source.count
    let units = clipping.units(of: count)
    losses.reset(count, to: 0)
    norms.reset(units, to: 0)
    problems.reset(microBatches, to: nil)
    factors.fill(1)
    share.deal(examples: count, units: units, to: microBatches) { source.frames($0) }
    self.source = source
    self.weights = weights
    defer {
      self.source = nil
      self.weights = nil
    }
    pool(microBatches, of: self)
    shareRoom()
    for case let problem? in problems.elements { throw problem }
    if share.microBatchesPerUnit > 0 && clipping != .none { clipUnits() }
    return finish()
  }

  /// Where micro-batches belong to units.
  private func clipUnits() {
    unitSum.add(on: pool)
    for unit in 0..<share.units {
      norms.elements[unit] = unitSum.norm(of: unit)
      factors.base[share.microBatches(of: unit).lowerBound] = Float(
        clipping.factor(norm: norms.elements[unit]) ?? 0)
    }
  }

  /// Room for the longest utterance in every thread, whichever has had it.
  private func shareRoom() {
    var room = 0
    for workspace in workspaces { room = max(room, workspace.arena.room) }
    for workspace in workspaces { workspace.arena.reset(room: room) }
  }

  private func finish() -> Outcome {
    let units = share.units
    var clipped = 0
    var leftOut = 0
    var bound = Double.infinity
    if clipping != .none {
      for norm in norms.elements where !norm.isFinite { leftOut += 1 }
      switch clipping {
      case .none: break
      case .perExample(let limit), .perCore(let limit, _): bound = limit
      case .adaptivePerCore: for norm in norms.elements where norm < bound { bound = norm }
      }
      for norm in norms.elements where norm.isFinite && norm > bound { clipped += 1 }
    }
    var factor = 1 / Double(units)
    if case .adaptivePerCore = clipping { factor *= bound.isFinite ? bound : 0 }
    let step = max(share.microBatchesPerUnit, 1)
    let norm = microBatchSum.add(
      stride(from: 0, to: step * min(microBatches, units), by: step), factor: Float(factor),
      on: pool)
    var loss = 0.0
    for value in losses.elements { loss += Double(value) }
    return Outcome(
      loss: loss / Double(losses.elements.count), norm: norm, clippedUnits: clipped,
      leftOutUnits: leftOut,
      bound: bound)
  }

  /// One micro-batch: its units in order.
  package func run(piece: Int, thread: Int) {
    guard let source, let weights else { return }
    let microBatch = share.microBatch(piece)
    let (workspace, sum) = (workspaces[thread], sums[microBatch])
    let clipsHere = share.microBatchesPerUnit == 0 && clipping != .none
    var isFirst = true
    for unit in share.units(of: microBatch) {
      let gradient = clipsHere ? unitGradients[thread] : sum
      do throws(Problem) {
        try add(
          unit, of: microBatch, into: gradient, isFirst: isFirst || clipsHere, source, weights,
          workspace,
          thread)
      } catch {
        problems.elements[microBatch] = error
        return
      }
      if clipsHere { join(unit, gradient, to: sum, isFirst: isFirst) }
      isFirst = false
    }
  }

  /// Adds what the micro-batch has of the mean gradient of a unit's examples, or begins with it.
  private func add(
    _ unit: Int, of microBatch: Int, into sum: Buffer, isFirst: Bool, _ source: any BatchSource,
    _ weights: Weights, _ workspace: Workspace, _ thread: Int
  ) throws(Problem) {
    var isFirst = isFirst
    var size = 0
    for _ in share.members(of: unit) { size += 1 }
    for position in share.members(of: unit, in: microBatch) {
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

  /// A unit whose gradient is no number is left out.
  private func join(_ unit: Int, _ gradient: Buffer, to sum: Buffer, isFirst: Bool) {
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
