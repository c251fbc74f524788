import RealModule

/// The skew-normal distribution: density 2 φ(z) Φ(shape · z)/scale at location + scale · z.
///
/// Source: Azzalini, "A class of distributions which includes the normal ones" (1985).
package struct SkewNormal: Sendable {
  package let location: Double
  package let scale: Double
  package let shape: Double

  /// - Precondition: finite numbers, `scale` above 0.
  package init(location: Double, scale: Double, shape: Double) {
    precondition(
      location.isFinite && scale.isFinite && shape.isFinite && scale > 0,
      "no skew-normal with \(location), \(scale), \(shape)")
    self.location = location
    self.scale = scale
    self.shape = shape
  }

  /// log P(X >= `x`), even if the probability underflows.
  ///
  /// Owen's T function as an integral over an angle (Owen 1956; Azzalini 1985): P(Z >= z) = (1/π) ∫
  /// exp(-z²/(2 cos²θ)) dθ from -atan(shape) to π/2, for z >= 0. All terms are positive, so there
  /// is no cancellation. *Error bound*: 1e-12, or 1e-14 of a result below -100, measured against
  /// forty digits for |shape| up to 28.
  package func logUpperTail(_ x: Double) -> Double {
    let z = (x - location) / scale
    if z < 0 {
      let mirrored = SkewNormal(location: 0, scale: 1, shape: -shape)
      return .log(onePlus: -.exp(mirrored.logUpperTail(-z)))
    }
    let angle = Double.atan(shape)
    // The integrand is scaled by its maximum, at 0 or at the lower limit if that is above 0.
    let parts =
      angle > 0
      ? decay(z, from: 0, to: .pi / 2) + decay(z, from: 0, to: angle)
      : decay(z, from: -angle, to: .pi / 2)
    let peak = angle > 0 ? z * z / 2 : z * z * (1 + shape * shape) / 2
    return .log(parts / .pi) - peak
  }

  /// ∫ exp(-(z²/2)(tan²θ - tan²a)) dθ from a to b, 0 <= a < b <= π/2, by the double exponential
  /// rule (Takahasi and Mori 1974): its nodes are dense at both ends, and near a the integrand may
  /// fall steeply.
  private func decay(_ z: Double, from a: Double, to b: Double) -> Double {
    var sum = 0.0
    for node in -160...160 {
      let t = Double(node) / 40
      let share = 1 / (1 + .exp(-.pi * .sinh(t)))
      // Angles are relative to a, so that the difference of tangents does not cancel.
      let distance = (b - a) * share
      let cosine = Double.cos(a + distance)
      let rise = .sin(distance) / (cosine * .cos(a)) * (.tan(a + distance) + .tan(a))
      sum += .exp(-z * z / 2 * rise) * .cosh(t) * share / (1 + .exp(.pi * .sinh(t)))
    }
    return sum * (b - a) * .pi / 40
  }
}
