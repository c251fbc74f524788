import KernelInterface
import Kernels
import Platform
import Randomness

/// The Gaussian noise of DP-SGD, which is added once to the sum of a batch's clipped gradients (Abadi
/// et al. 2016, algorithm 1).
///
/// Every coordinate gets an independent draw from Normal(0, (σC)²). The draws of a step depend on the
/// seed, the step and the coordinate only, so they are the same on any number of threads and after an
/// interruption. Whoever knows the seed can subtract the noise: privacy needs a secret seed.
///
/// The noise is added in double precision and the sum is rounded to single precision once. Attacks that
/// use the rounding of floating-point numbers (Mironov 2012) are possible in principle, as with other
/// libraries that add floating-point noise.
package struct GradientNoise: Sendable {
  /// The standard deviation σC in each coordinate of the sum.
  package let deviation: Double
  private let seed: Seed

  /// - Precondition: `deviation` >= 0 and finite.
  package init(deviation: Double, seed: Seed) {
    precondition(deviation >= 0 && deviation.isFinite, "noise with a deviation of \(deviation)")
    self.deviation = deviation
    self.seed = seed
  }

  /// Adds noise to the coordinates of a piece of the sum.
  ///
  /// Box and Muller (1958): two uniform numbers give two independent normal ones.
  /// - Parameters:
  ///   - step: the number of the step, counted from 1.
  ///   - piece: the number of the piece. Each has a stream of its own, so that threads can share the work.
  package func add(to values: MutableFloats, count: Int, step: Int, piece: Int) {
    var stream = seed.stream("noise/step \(step)/piece \(piece)")
    for index in stride(from: 0, to: count, by: 2) {
      // In 2⁻⁶⁴...1, so the logarithm is finite and the noise reaches 9.4 standard deviations. A smaller
      // reach would tell values of the sum apart that are near its edge.
      let uniform = (Double(stream.next()) + 1) * 0x1p-64
      let radius = deviation * (-2 * log(uniform)).squareRoot()
      let angle = 2 * Double.pi * stream.unit()
      values[index] = Float(Double(values[index]) + radius * cos(angle))
      guard index + 1 < count else { return }
      values[index + 1] = Float(Double(values[index + 1]) + radius * sin(angle))
    }
  }
}
