import RealModule

/// The standard normal distribution.
package enum NormalDistribution {
  /// P(Z <= `z`). The relative error is that of `erfc`, a few ulp even far in the lower tail.
  package static func cumulative(_ z: Double) -> Double {
    0.5 * .erfc(-z / .sqrt(2))
  }

  /// The z with P(Z <= z) = `probability`, for 0 < `probability` < 1.
  ///
  /// Newton's method on f(z) = log P(Z <= z). f is concave and increasing, so from any start left
  /// of the root the steps approach it from the left and never pass it. -sqrt(-2 log p) is such a
  /// start, because P(Z <= -t) <= exp(-t²/2)/2 for t >= 0.
  ///
  /// The absolute error is below 1e-14 for probabilities from 1e-300 to 1/2. Values above 1/2
  /// follow by symmetry, where `1 - probability` is exact.
  package static func quantile(_ probability: Double) -> Double {
    precondition(0 < probability && probability < 1, "no quantile at \(probability)")
    if probability > 0.5 { return -quantile(1 - probability) }
    var z = -Double.sqrt(-2 * .log(probability))
    while true {
      let below = cumulative(z)
      let density = .exp(-z * z / 2) / .sqrt(2 * .pi)
      let next = z + .log(probability / below) * below / density
      // A step that does not increase z is below the rounding error.
      if next <= z { return z }
      z = next
    }
  }

  /// The z that leaves (1 - `confidence`)/2 in either tail: 1.96 for 0.95.
  package static func twoSidedQuantile(confidence: Double) -> Double {
    -quantile((1 - confidence) / 2)
  }
}
