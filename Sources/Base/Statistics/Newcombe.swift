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
}
