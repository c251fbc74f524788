import KernelInterface
import Kernels

/// Adds the micro-batches' gradients into the first, in micro-batch order, piece by piece on all threads.
final class MicroBatchSum: PiecedWork, @unchecked Sendable {
  /// Floats in a piece: fixed, so that the norm is summed in the same order everywhere.
  static let pieceSize = 1 << 15

  static func pieces(of sum: Buffer) -> Int { (sum.count + pieceSize - 1) / pieceSize }

  private let sums: [Buffer]
  private let factors: Buffer
  private let kernels: any KernelSet.Type
  private let squares = Slots<Double>()
  private var microBatches = stride(from: 0, to: 0, by: 1)
  private var factor: Float = 1

  /// - Parameter factors: of each micro-batch, as they are when micro-batches are added.
  init(_ sums: [Buffer], factors: Buffer, kernels: any KernelSet.Type) {
    self.sums = sums
    self.factors = factors
    self.kernels = kernels
    squares.reset(Self.pieces(of: sums[0]), to: 0)
  }

  /// Each micro-batch is multiplied with its own factor, where 0 leaves it out even if it is no number, and
  /// the sum with `factor`.
  /// - Parameter micro-batches: from 0.
  /// - Returns: the norm of the result.
  func add(_ microBatches: StrideTo<Int>, factor: Float, on pool: WorkerPool) -> Double {
    self.microBatches = microBatches
    self.factor = factor
    pool(squares.elements.count, of: self)
    var total = 0.0
    for square in squares.elements { total += square }
    return total.squareRoot()
  }

  func run(piece: Int, thread: Int) {
    let start = piece * Self.pieceSize
    let count = min(Self.pieceSize, sums[0].count - start)
    let sum = sums[0].base + start
    switch factors.base[0] {
    case 0: sum.update(repeating: 0, count: count)
    case 1: break
    case let own: kernels.scale(count, own, sum, into: sum)
    }
    for microBatch in microBatches where microBatch > 0 && factors.base[microBatch] != 0 {
      kernels.addScaled(count, factors.base[microBatch], sums[microBatch].base + start, to: sum)
    }
    kernels.scale(count, factor, sum, into: sum)
    squares.elements[piece] = kernels.sumOfSquares(count, sum)
  }
}
