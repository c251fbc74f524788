import RealModule

/// A Student-t distribution with a location and a scale.
package struct StudentT: Hashable, Sendable {
  /// The degrees of freedom, above 0.
  package let freedom: Double
  package let location: Double
  /// The square of the scale, above 0.
  package let squaredScale: Double

  package init(freedom: Double, location: Double, squaredScale: Double) {
    self.freedom = freedom
    self.location = location
    self.squaredScale = squaredScale
  }

  /// The logarithm of the density.
  package func logDensity(at value: Double) -> Double {
    let distance = value - location
    let gammas: Double = .logGamma((freedom + 1) / 2) - .logGamma(freedom / 2)
    return gammas - 0.5 * .log(freedom * .pi * squaredScale)
      - (freedom + 1) / 2 * .log(onePlus: distance * distance / (freedom * squaredScale))
  }
}

/// The strength with which the attack `student-t` draws an utterance towards all utterances.
package struct StudentTPrior: Hashable, Sendable {
  /// The degrees of freedom that the pooled variance counts as.
  package let freedom: Double
  /// The number of observations that the mean of all utterances counts as.
  package let weight: Double

  package static let standard = StudentTPrior(freedom: 4, weight: 0.1)
}
