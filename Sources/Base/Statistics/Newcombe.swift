/// The hybrid score interval for a difference of two independent proportions.
///
/// Source: Newcombe, "Interval estimation for the difference between independent proportions",
/// Statistics in Medicine 17 (1998) 873-890, method 10: the Wilson limits of both groups, squared
/// and added. It describes a gap; it is no test (a lower end above 0 can go with p = .09).
package enum Newcombe {
  /// Interval of `trained`'s rate minus `controls`' rate, within -1...1.
  ///
  /// A group in which nothing was tried says nothing: -1...1.
  package static func difference(
    of trained: Proportion, minus controls: Proportion, confidence: Double
  ) -> Interval {
    guard let rate = trained.rate, let controlRate = controls.rate else {
      return Interval(lower: -1, upper: 1, confidence: confidence)
    }
    let gap =
      Estimate(rate, trained.wilson(confidence: confidence))
      - Estimate(controlRate, controls.wilson(confidence: confidence))
    // The limits cannot pass ±1 by more than rounding: |1 - rate| and |controlRate| bound the root.
    return Interval(
      lower: max(-1, gap.interval.lower), upper: min(1, gap.interval.upper),
      confidence: confidence)
  }

  /// The smallest number of trained items with which no hit at all proves a gap of at most `limit`.
  ///
  /// With no hit in either group the upper limit is z²/(n + z²), whatever the number of controls. A
  /// gate limit over fewer items than this cannot be passed by any model.
  ///
  /// - Parameter limit: strictly between 0 and 1. Under about 1e-15 the answer is `Int.max`.
  package static func smallestCleanGroup(limit: Double, confidence: Double) -> Int {
    precondition(0 < limit && limit < 1, "a limit of \(limit) is not inside 0...1")
    let z = NormalDistribution.twoSidedQuantile(confidence: confidence)
    let ideal = (z * z * (1 - limit) / limit).rounded(.up)
    guard ideal < 0x1p53 else { return .max }
    var size = max(1, Int(ideal))
    // Rounding may leave the formula one off; what counts is what the interval itself will say.
    while size > 1, passes(size - 1, limit, confidence) { size -= 1 }
    while !passes(size, limit, confidence) { size += 1 }
    return size
  }

  private static func passes(_ size: Int, _ limit: Double, _ confidence: Double) -> Bool {
    let clean = Proportion(hits: 0, trials: size)
    return difference(of: clean, minus: clean, confidence: confidence).upper <= limit
  }
}
