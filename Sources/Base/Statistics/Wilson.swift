import RealModule

extension Proportion {
  /// The score interval of Wilson (1927), without continuity correction: all rates p with
  /// |rate - p| <= z sqrt(p(1 - p)/trials). Its coverage is `confidence` on average over rates, not
  /// for each rate. Without trials it is 0...1.
  package func wilson(confidence: Double) -> Interval {
    let z = NormalDistribution.twoSidedQuantile(confidence: confidence)
    let (x, n, zz) = (Double(hits), Double(trials), z * z)
    // The roots of (n + z²)p² - (2x + z²)p + x²/n = 0.
    let centre = (x + zz / 2) / (n + zz)
    let spread = trials == 0 ? 0 : x * (n - x) / n
    let half = z * .sqrt(spread + zz / 4) / (n + zz)
    // Without hits the lower limit is exactly 0, because the square root inverts a square. Without
    // misses rounding could leave the upper limit beside 1.
    return Interval(
      lower: centre - half, upper: hits == trials ? 1 : centre + half, confidence: confidence)
  }
}
