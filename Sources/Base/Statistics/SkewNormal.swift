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

  /// log P(X >= `x`), also where the chance itself is too small for a number.
  ///
  /// Owen's T function turned into an angle (Owen 1956; Azzalini 1985):
  /// P(Z >= z) = (1/π) ∫ exp(-z²/(2 cos²θ)) dθ from -atan(shape) to π/2, for z >= 0. Nothing but
  /// positive terms, so no tail cancels. *Error bound*: 1e-12, or 1e-14 of a result below -100, as
  /// measured against forty digits for |shape| to 28.
  package func logUpperTail(_ x: Double) -> Double {
    let z = (x - location) / scale
    if z < 0 {
      let mirrored = SkewNormal(location: 0, scale: 1, shape: -shape)
      return .log(onePlus: -.exp(mirrored.logUpperTail(-z)))
    }
    let angle = Double.atan(shape)
    // The exponent is highest at 0, or at the lower limit where that lies above 0. It is taken out.
    let parts =
      angle > 0
      ? decay(z, from: 0, to: .pi / 2) + decay(z, from: 0, to: angle)
      : decay(z, from: -angle, to: .pi / 2)
    let peak = angle > 0 ? z * z / 2 : z * z * (1 + shape * shape) / 2
    return .log(parts / .pi) - peak
  }

  /// ∫ exp(-(z²/2)(tan²θ - tan²a)) dθ from a to b, 0 <= a < b <= π/2, by the double exponential rule
  /// (Takahasi and Mori 1974): nodes crowd at both ends, and at a the integrand may fall at once.
  private func decay(_ z: Double, from a: Double, to b: Double) -> Double {
    var sum = 0.0
    for node in -160...160 {
      let t = Double(node) / 40
      let share = 1 / (1 + .exp(-.pi * .sinh(t)))
      // Measured from a, so that the difference of tangents loses no digits.
      let distance = (b - a) * share
      let cosine = Double.cos(a + distance)
      let rise = .sin(distance) / (cosine * .cos(a)) * (.tan(a + distance) + .tan(a))
      sum += .exp(-z * z / 2 * rise) * .cosh(t) * share / (1 + .exp(.pi * .sinh(t)))
    }
    return sum * (b - a) * .pi / 40
  }
}
