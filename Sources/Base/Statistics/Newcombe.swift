/// The hybrid score interval for a difference of two independent proportions.
///
/// Source: Newcombe, "Interval estimation for the difference between independent proportions",
/// Statistics in Medicine 17 (1998) 873-890, method 10: MOVER of the Wilson intervals of both
/// groups. It describes a gap and is not a test: its lower limit can be above 0 while p = .09.
package enum Newcombe {
  /// The interval of `trained`'s rate minus `controls`' rate, within -1...1. If a group is empty it
  /// is -1...1.
  package static func difference(
    of trained: Proportion, minus controls: Proportion, confidence: Double
  ) -> Interval {
    guard let rate = trained.rate, let controlRate = controls.rate else {
      return Interval(lower: -1, upper: 1, confidence: confidence)
    }
    let gap =
      Estimate(rate, trained.wilson(confidence: confidence))
      - Estimate(controlRate, controls.wilson(confidence: confidence))
    // The limits exceed ±1 only by rounding: |1 - rate| and |controlRate| bound the root.
    return Interval(
      lower: max(-1, gap.interval.lower), upper: min(1, gap.interval.upper),
      confidence: confidence)
  }

  /// The smallest number of trained items for which a result without hits shows a gap of at most
  /// `limit`.
  ///
  /// Without hits in either group the upper limit is z²/(n + z²), independently of the number of
  /// controls. No model can pass a gate limit on fewer items.
  ///
  /// - Parameter limit: strictly between 0 and 1. Under about 1e-15 the answer is `Int.max`.
  package static func smallestCleanGroup(limit: Double, confidence: Double) -> Int {
    precondition(0 < limit && limit < 1, "a limit of \(limit) is not inside 0...1")
    let z = NormalDistribution.twoSidedQuantile(confidence: confidence)
    let ideal = (z * z * (1 - limit) / limit).rounded(.up)
    guard ideal < 0x1p53 else { return .max }
    var size = max(1, Int(ideal))
    // The formula can be off by one due to rounding; the interval itself decides.
    while size > 1, passes(size - 1, limit, confidence) { size -= 1 }
    while !passes(size, limit, confidence) { size += 1 }
    return size
  }

  private static func passes(_ size: Int, _ limit: Double, _ confidence: Double) -> Bool {
    let clean = Proportion(hits: 0, trials: size)
    return difference(of: clean, minus: clean, confidence: confidence).upper <= limit
  }
}
