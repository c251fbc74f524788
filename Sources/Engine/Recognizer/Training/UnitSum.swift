import KernelInterface
import Kernels

/// Adds the micro-batches of each unit into the first of them and takes the norm of what they make, piece by
/// piece on all threads.
final class UnitSum: PiecedWork, @unchecked Sendable {
  private let sums: [Buffer]
  private let share: MicroBatchAssignment
  private let kernels: any KernelSet.Type
  private let pieces: Int
  /// [units, pieces]
  private let squares = Slots<Double>()

  /// - Parameter share: as it is when micro-batches are added; there, micro-batches belong to units.
  init(_ sums: [Buffer], share: MicroBatchAssignment, kernels: any KernelSet.Type) {
    self.sums = sums
    self.share = share
    self.kernels = kernels
    pieces = MicroBatchSum.pieces(of: sums[0])
    squares.reset(sums.count * pieces, to: 0)
  }

  func add(on pool: WorkerPool) { pool(share.units * pieces, of: self) }

  /// Of a unit's gradient, once it is added.
  func norm(of unit: Int) -> Double {
    var total = 0.0
    for piece in 0..<pieces { total += squares.elements[unit * pieces + piece] }
    return total.squareRoot()
  }

  func run(piece: Int, thread: Int) {
    let (unit, place) = piece.quotientAndRemainder(dividingBy: pieces)
    let start = place * MicroBatchSum.pieceSize
    let count = min(MicroBatchSum.pieceSize, sums[0].count - start)
    let microBatches = share.microBatches(of: unit)
    let sum = sums[microBatches.lowerBound].base + start
    for microBatch in microBatches.dropFirst() {
      kernels.addScaled(count, 1, sums[microBatch].base + start, to: sum)
    }
    squares.elements[piece] = kernels.sumOfSquares(count, sum)
  }
}
