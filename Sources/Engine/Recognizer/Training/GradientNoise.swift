import Foundation
import KernelInterface
import Kernels
import Randomness

/// The Gaussian noise of DP-SGD (Abadi et al. 2016), added once to the gradient of a batch.
///
/// With noise multiplier σ and clipping norm C, the sum of the clipped gradients gets noise from
/// Normal(0, (σC)²) in each coordinate before it is divided by the number of clipping units. The noise
/// of a step follows from the seed, the step and the coordinate alone, so it depends neither on the
/// number of threads nor on an interruption. Whoever knows the seed can subtract it.
package final class GradientNoise: PiecedWork, @unchecked Sendable {
  package let multiplier: Double
  private let seed: Seed
  private let kernels: any KernelSet.Type
  private let squares = Slots<Double>()
  private var gradient: Buffer
  private var deviation = 0.0
  private var step = 0

  package init(multiplier: Double, seed: Seed, kernels: any KernelSet.Type) {
    self.multiplier = multiplier
    self.seed = seed
    self.kernels = kernels
    gradient = Buffer(0)
  }

  /// The name of the stream of a piece of `MicroBatchSum.pieceSize` coordinates.
  package static func stream(step: Int, piece: Int) -> String {
    "gradient noise/step \(step)/piece \(piece)"
  }

  /// Adds noise with a standard deviation of `deviation` to every coordinate.
  /// - Returns: the norm of the result.
  package func add(
    to gradient: Buffer, deviation: Double, step: Int, on pool: WorkerPool
  ) -> Double {
    self.gradient = gradient
    self.deviation = deviation
    self.step = step
    squares.reset(MicroBatchSum.pieces(of: gradient), to: 0)
    pool(squares.elements.count, of: self)
    var total = 0.0
    for square in squares.elements { total += square }
    return total.squareRoot()
  }

  package func run(piece: Int, thread: Int) {
    let start = piece * MicroBatchSum.pieceSize
    let count = min(MicroBatchSum.pieceSize, gradient.count - start)
    let values = gradient.base + start
    var random = seed.stream(Self.stream(step: step, piece: piece))
    var index = 0
    while index < count {
      // Box and Muller 1958: two uniform numbers become two independent normal ones. The first is in
      // 0 < u <= 1, because the logarithm of 0 is not finite.
      let radius = deviation * (-2 * log(1 - random.unit())).squareRoot()
      let angle = 2 * Double.pi * random.unit()
      values[index] += Float(radius * cos(angle))
      if index + 1 < count { values[index + 1] += Float(radius * sin(angle)) }
      index += 2
    }
    squares.elements[piece] = kernels.sumOfSquares(count, values)
  }
}
