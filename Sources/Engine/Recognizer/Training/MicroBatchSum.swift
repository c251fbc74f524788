import KernelInterface
import Kernels

/// Adds the micro-batches' gradients into the first, in order, in pieces on all threads.
final class MicroBatchSum: PiecedWork, @unchecked Sendable {
  /// The number of floats in a piece. It is fixed so that the norm is always summed in the same
  /// order.
  static let pieceSize = 1 << 15

  static func pieces(of sum: Buffer) -> Int { (sum.count + pieceSize - 1) / pieceSize }

  private let sums: [Buffer]
  private let factors: Buffer
  private let kernels: any KernelSet.Type
  private let squares = Slots<Double>()
  private var microBatches = stride(from: 0, to: 0, by: 1)
  private var factor: Float = 1
  private var noise: (noise: GradientNoise, step: Int)?

  /// - Parameter factors: the factor of each micro-batch, read when micro-batches are added.
  init(_ sums: [Buffer], factors: Buffer, kernels: any KernelSet.Type) {
    self.sums = sums
    self.factors = factors
    self.kernels = kernels
    squares.reset(Self.pieces(of: sums[0]), to: 0)
  }

  /// Multiplies each micro-batch by its own factor, adds the noise of a step and multiplies the sum
  /// by `factor`. A micro-batch with factor 0 is skipped, even if it is not finite.
  /// - Parameter microBatches: the micro-batches to add, starting at 0.
  /// - Returns: the norm of the result.
  func add(
    _ microBatches: StrideTo<Int>, factor: Float, noise: (noise: GradientNoise, step: Int)?,
    on pool: WorkerPool
  ) -> Double {
    self.microBatches = microBatches
    self.factor = factor
    self.noise = noise
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
    if let (noise, step) = noise { noise.add(to: sum, count: count, step: step, piece: piece) }
    kernels.scale(count, factor, sum, into: sum)
    squares.elements[piece] = kernels.sumOfSquares(count, sum)
  }
}
