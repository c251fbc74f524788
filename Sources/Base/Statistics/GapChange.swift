/// Has memorization grown since a baseline? The difference of two gaps of rates.
package enum GapChange {
  /// Trained and control counts of one report.
  package struct Groups: Hashable, Sendable {
    package let trained: Proportion
    package let controls: Proportion

    package init(trained: Proportion, controls: Proportion) {
      self.trained = trained
      self.controls = controls
    }
  }

  /// Interval of `now`'s gap minus `before`'s, within -2...2: MOVER over both Newcombe intervals.
  ///
  /// Assumes that the two reports share no canary; with the same canaries in both, answers hang
  /// together and the interval is as a rule too wide. An empty group says nothing: -2...2.
  package static func interval(
    now: Groups, before: Groups, confidence: Double
  ) -> Interval {
    guard let own = gap(now, confidence), let other = gap(before, confidence) else {
      return Interval(lower: -2, upper: 2, confidence: confidence)
    }
    // Within ±2 but for rounding: each gap's interval lies within ±1.
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
