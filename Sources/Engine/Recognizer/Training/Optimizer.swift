import KernelInterface
import Kernels
import Platform

/// An optimizer with its hyperparameters. Biases and gains do not decay: see
/// `ParameterLayout.Entry.decays`.
package enum OptimizerSettings: Hashable, Sendable {
  /// Loshchilov and Hutter 2019, "Decoupled weight decay regularization", algorithm 2.
  case adamW(beta1: Float, beta2: Float, epsilon: Float, decay: Float)
  /// SGD with momentum: velocity = momentum·velocity + gradient + decay·weights.
  case sgd(momentum: Float, decay: Float)

  /// The names of the optimizer's state vectors, in the order of the checkpoint.
  package var moments: [String] {
    switch self {
    case .adamW: ["m", "v"]
    case .sgd: ["velocity"]
    }
  }
}

/// Updates the weights, in pieces on all threads.
package final class Optimizer: PiecedWork, @unchecked Sendable {
  /// The largest gradient norm that is applied. The square of a larger gradient could overflow, and
  /// AdamW's second moment would stay infinite.
  package static let largestNorm = 1e18

  package let settings: OptimizerSettings
  /// The state vectors in the order of `settings.moments`.
  package let moments: [Buffer]
  private let kernels: any KernelSet.Type
  private let pieces: [Piece]

  /// A run of parameters that all decay or all do not.
  private struct Piece {
    let start: Int
    var count: Int
    let decays: Bool
  }

  private var values: MutableFloats?
  private var gradient: Floats?
  private var rate: Float = 0
  private var correction1: Float = 1
  private var correction2: Float = 1

  package init(
    _ settings: OptimizerSettings, _ layout: ParameterLayout, kernels: any KernelSet.Type
  ) {
    self.settings = settings
    self.kernels = kernels
    moments = settings.moments.map { _ in Buffer(layout.count) }
    pieces = Self.pieces(of: layout)
  }

  /// Divides the parameters into pieces of at most `MicroBatchSum.pieceSize`.
  private static func pieces(of layout: ParameterLayout) -> [Piece] {
    var pieces: [Piece] = []
    for entry in layout.entries {
      var start = entry.parameter.offset
      let end = start + entry.parameter.count
      while start < end {
        var room = MicroBatchSum.pieceSize
        if let last = pieces.last, last.decays == entry.decays { room -= last.count }
        if pieces.last?.decays != entry.decays || room == 0 {
          pieces.append(Piece(start: start, count: 0, decays: entry.decays))
          room = MicroBatchSum.pieceSize
        }
        let count = min(room, end - start)
        pieces[pieces.count - 1].count += count
        start += count
      }
    }
    return pieces
  }

  /// - Parameter step: the number of the step, counted from 1.
  package func move(
    _ values: MutableFloats, along gradient: Floats, rate: Float, step: Int, on pool: WorkerPool
  ) {
    self.values = values
    self.gradient = gradient
    self.rate = rate
    if case .adamW(let beta1, let beta2, _, _) = settings {
      correction1 = Float(1 - pow(Double(beta1), Double(step)))
      correction2 = Float(1 - pow(Double(beta2), Double(step)))
    }
    pool(pieces.count, of: self)
  }

  package func run(piece: Int, thread: Int) {
    guard let values, let gradient else { return }
    let (start, count) = (pieces[piece].start, pieces[piece].count)
    let decays = pieces[piece].decays
    switch settings {
    case .adamW(let beta1, let beta2, let epsilon, let decay):
      kernels.adamW(
        count, values + start, gradient: gradient + start, m: moments[0].base + start,
        v: moments[1].base + start, rate: rate, beta1: beta1, beta2: beta2, epsilon: epsilon,
        correction1: correction1, correction2: correction2, decay: decays ? decay : 0)
    case .sgd(let momentum, let decay):
      kernels.sgd(
        count, values + start, gradient: gradient + start, velocity: moments[0].base + start,
        rate: rate, momentum: momentum, decay: decays ? decay : 0)
    }
  }
}
