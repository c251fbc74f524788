import KernelInterface
import Kernels

/// Adds the lanes' gradients into the first, in lane order, piece by piece on all threads.
final class LaneSum: PiecedWork, @unchecked Sendable {
  /// Floats in a piece: fixed, so that the norm is summed in the same order everywhere.
  static let pieceSize = 1 << 15

  private let sums: [Buffer]
  private let kernels: any KernelSet.Type
  private var squares: [Double]
  private var lanes = 0
  private var factor: Float = 1

  init(_ sums: [Buffer], kernels: any KernelSet.Type) {
    self.sums = sums
    self.kernels = kernels
    let pieces = (sums[0].count + Self.pieceSize - 1) / Self.pieceSize
    squares = Array(repeating: 0, count: pieces)
  }

  /// - Returns: the norm of the sum of the first `lanes` lanes, times `factor`.
  func add(lanes: Int, factor: Float, on pool: WorkerPool) -> Double {
    self.lanes = lanes
    self.factor = factor
    pool(squares.count, of: self)
    var total = 0.0
    for square in squares { total += square }
    return total.squareRoot()
  }

  func run(piece: Int, thread: Int) {
    let start = piece * Self.pieceSize
    let count = min(Self.pieceSize, sums[0].count - start)
    let sum = sums[0].base + start
    for lane in 1..<max(lanes, 1) {
      kernels.addScaled(count, 1, sums[lane].base + start, to: sum)
    }
    kernels.scale(count, factor, sum, into: sum)
    squares[piece] = kernels.sumOfSquares(count, sum)
  }
}
