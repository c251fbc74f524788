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

/// The gradient of a batch: examples forward and back, one after another in each lane, clipped, and
/// the lanes' sums added in lane order.
///
/// Lanes are part of the configuration, never the machine's cores: so the same numbers come out on
/// any number of threads.
package final class BatchGradient: PiecedWork, @unchecked Sendable {
  let model: Conformer
  let lanes: Int
  private let clipping: Clipping
  private let pool: WorkerPool
  private let workspaces: [Workspace]
  /// For each lane the sum of its units' gradients.
  private let sums: [Buffer]
  private let adding: LaneSum
  private var share = LaneShare()

  private var source: (any BatchSource)?
  private var weights: Weights?

  /// Loss in nats of each example of the last batch, and the norm of each unit's gradient.
  package private(set) var losses: [Float] = []
  package private(set) var norms: [Double] = []
  private var problems: [Problem?]

  package init(_ model: Conformer, clipping: Clipping, lanes: Int, pool: WorkerPool) {
    self.model = model
    self.lanes = lanes
    self.clipping = clipping
    self.pool = pool
    workspaces = (0..<pool.threads).map { _ in
      Workspace(model, keepsUnitGradient: clipping != .none)
    }
    sums = (0..<lanes).map { _ in Buffer(model.layout.count) }
    adding = LaneSum(sums, kernels: model.kernels)
    problems = Array(repeating: nil, count: lanes)
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
  package func examples(of unit: Int) -> StrideTo<Int> {
    stride(from: unit, to: losses.count, by: norms.count)
  }

  package func compute(_ source: any BatchSource, _ weights: Weights) throws(Problem) -> Outcome {
    let count = source.count
    let units = clipping.units(of: count)
    losses.removeAll(keepingCapacity: true)
    norms.removeAll(keepingCapacity: true)
    for _ in 0..<count { losses.append(0) }
    for _ in 0..<units { norms.append(0) }
    share.deal(units: units, to: lanes) { unit in
      examples(of: unit).reduce(0) { $0 + source.frames($1) }
    }
    self.source = source
    self.weights = weights
    defer {
      self.source = nil
      self.weights = nil
    }
    pool(lanes, of: self)
    shareRoom()
    for lane in 0..<lanes {
      if let problem = problems[lane] {
        for lane in 0..<lanes { problems[lane] = nil }
        throw problem
      }
    }
    return finish(source, units)
  }

  /// Room for the longest utterance in every thread, whichever has had it.
  private func shareRoom() {
    var room = 0
    for workspace in workspaces { room = max(room, workspace.arena.room) }
    for workspace in workspaces { workspace.arena.reset(room: room) }
  }

  private func finish(_ source: any BatchSource, _ units: Int) -> Outcome {
    var clipped = 0
    var leftOut = 0
    var bound = Double.infinity
    if clipping != .none {
      for norm in norms where !norm.isFinite { leftOut += 1 }
      switch clipping {
      case .none: break
      case .perExample(let limit), .perCore(let limit, _): bound = limit
      case .adaptivePerCore: for norm in norms where norm < bound { bound = norm }
      }
      for norm in norms where norm.isFinite && norm > bound { clipped += 1 }
    }
    var factor = 1 / Double(units)
    if case .adaptivePerCore = clipping { factor *= bound.isFinite ? bound : 0 }
    let usedLanes = min(lanes, units)
    let norm = adding.add(lanes: usedLanes, factor: Float(factor), on: pool)
    var loss = 0.0
    for value in losses { loss += Double(value) }
    return Outcome(
      loss: loss / Double(losses.count), norm: norm, clippedUnits: clipped, leftOutUnits: leftOut,
      bound: bound)
  }

  /// One lane: its units in order.
  package func run(piece lane: Int, thread: Int) {
    guard let source, let weights else { return }
    let workspace = workspaces[thread]
    let sum = sums[lane]
    var isFirst = true
    for unit in share.units(of: lane) {
      do throws(Problem) {
        if let unitGradient = workspace.unitGradient {
          try add(unit, into: unitGradient, isFirst: true, source, weights, workspace, thread)
          let norm = model.kernels.sumOfSquares(unitGradient.count, unitGradient.base)
            .squareRoot()
          norms[unit] = norm
          join(unitGradient, clipping.factor(norm: norm), to: sum, isFirst: isFirst)
        } else {
          try add(unit, into: sum, isFirst: isFirst, source, weights, workspace, thread)
        }
        isFirst = false
      } catch {
        problems[lane] = error
        return
      }
    }
  }

  /// Adds the mean gradient of a unit's examples, or begins with it.
  private func add(
    _ unit: Int, into sum: Buffer, isFirst: Bool, _ source: any BatchSource, _ weights: Weights,
    _ workspace: Workspace, _ thread: Int
  ) throws(Problem) {
    var isFirst = isFirst
    let members = examples(of: unit)
    var size = 0
    for _ in members { size += 1 }
    for position in members {
      let example = try source.load(position, thread: thread)
      if isFirst { clearVectors(sum) }
      let tokens = Float(max(example.length, 1))
      losses[position] =
        model.lossAndGradient(
          example.features, targets: example.targets, length: example.length,
          scale: 1 / (tokens * Float(size)), weights, workspace, dropout: example.dropout,
          into: Gradient(values: sum.base, matrices: isFirst ? .sets : .adds)) / tokens
      isFirst = false
    }
  }

  /// - Parameter factor: nil leaves the unit out.
  private func join(_ unit: Buffer, _ factor: Double?, to sum: Buffer, isFirst: Bool) {
    if let factor, isFirst {
      model.kernels.scale(unit.count, Float(factor), unit.base, into: sum.base)
    } else if let factor {
      model.kernels.addScaled(unit.count, Float(factor), unit.base, to: sum.base)
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
