/// The growth of memorization since a baseline: the difference of two gaps of rates.
package enum GapChange {
  /// The trained and control counts of one report.
  package struct Groups: Hashable, Sendable {
    package let trained: Proportion
    package let controls: Proportion

    package init(trained: Proportion, controls: Proportion) {
      self.trained = trained
      self.controls = controls
    }
  }

  /// The interval of `now`'s gap minus `before`'s, within -2...2: MOVER of both Newcombe intervals.
  ///
  /// It assumes that the two reports share no canary. With the same canaries in both, outcomes are
  /// correlated and the interval is usually too wide. If a group is empty it is -2...2.
  package static func interval(
    now: Groups, before: Groups, confidence: Double
  ) -> Interval {
    guard let own = gap(now, confidence), let other = gap(before, confidence) else {
      return Interval(lower: -2, upper: 2, confidence: confidence)
    }
    // Only rounding can exceed ±2, because each gap's interval lies within ±1.
    let change = (own - other).interval
    return Interval(
      lower: max(-2, change.lower), upper: min(2, change.upper), confidence: confidence)
  }

  private static func gap(_ groups: Groups, _ confidence: Double) -> Estimate? {
    guard let rate = groups.trained.rate, let controls = groups.controls.rate else { return nil }
    return Estimate(
      rate - controls,
      Newcombe.difference(
        of: groups.trained, minus: groups.controls, confidence: confidence))
  }
}
