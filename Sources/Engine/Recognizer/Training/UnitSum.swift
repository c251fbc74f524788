import KernelInterface
import Kernels

/// Adds the micro-batches of each clipping unit into the first of them and computes the norm of the
/// sum, in pieces on all threads.
final class UnitSum: PiecedWork, @unchecked Sendable {
  private let sums: [Buffer]
  private let assignment: MicroBatchAssignment
  private let kernels: any KernelSet.Type
  private let pieces: Int
  /// [units, pieces]
  private let squares = Slots<Double>()

  /// - Parameter assignment: the current assignment, in which micro-batches are divided among
  ///   units.
  init(_ sums: [Buffer], assignment: MicroBatchAssignment, kernels: any KernelSet.Type) {
    self.sums = sums
    self.assignment = assignment
    self.kernels = kernels
    pieces = MicroBatchSum.pieces(of: sums[0])
    squares.reset(sums.count * pieces, to: 0)
  }

  func add(on pool: WorkerPool) { pool(assignment.units * pieces, of: self) }

  /// The norm of a unit's gradient after `add`.
  func norm(of unit: Int) -> Double {
    var total = 0.0
    for piece in 0..<pieces { total += squares.elements[unit * pieces + piece] }
    return total.squareRoot()
  }

  func run(piece: Int, thread: Int) {
    let (unit, place) = piece.quotientAndRemainder(dividingBy: pieces)
    let start = place * MicroBatchSum.pieceSize
    let count = min(MicroBatchSum.pieceSize, sums[0].count - start)
    let microBatches = assignment.microBatches(of: unit)
    let sum = sums[microBatches.lowerBound].base + start
    for microBatch in microBatches.dropFirst() {
      kernels.addScaled(count, 1, sums[microBatch].base + start, to: sum)
    }
    squares.elements[piece] = kernels.sumOfSquares(count, sum)
  }
}
