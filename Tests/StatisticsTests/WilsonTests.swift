import Statistics
import Testing

@Suite struct WilsonTests {
  /// Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine
  /// 17 (1998) 857-872, table I, method 3; further digits come from the formula at 50 digits.
  @Test(arguments: [
    (81, 263, 0.2552885198782742, 0.3662095769828001),
    (15, 148, 0.06238639953073628, 0.160487241723308),
    (0, 20, 0, 0.1611251580528194), (1, 29, 0.006113214292762661, 0.1717552187932029),
    (29, 29, 0.8830302015002592, 1),
  ])
  func `limits agree with the published table`(
    hits: Int, trials: Int, lower: Double, upper: Double
  ) {
    let interval = Proportion(hits: hits, trials: trials).wilson(confidence: 0.95)
    #expect(abs(interval.lower - lower) < 1e-14)
    #expect(abs(interval.upper - upper) < 1e-14)
  }

  @Test func `limits at 0 and 1 are exact, and without trials the interval is 0 to 1`() {
    for trials in 0...50 {
      for confidence in [0.5, 0.8, 0.9, 0.95, 0.975, 0.99, 0.999] {
        let none = Proportion(hits: 0, trials: trials).wilson(confidence: confidence)
        let all = Proportion(hits: trials, trials: trials).wilson(confidence: confidence)
        #expect(none.lower == 0)
        #expect(all.upper == 1)
      }
    }
  }

  /// The limits are by definition the rates at which the score test just rejects.
  @Test func `each limit is z standard errors from the rate`() {
    let proportion = Proportion(hits: 13, trials: 47)
    let interval = proportion.wilson(confidence: 0.99)
    let z = NormalDistribution.twoSidedQuantile(confidence: 0.99)
    for limit in [interval.lower, interval.upper] {
      let error = (limit * (1 - limit) / 47).squareRoot()
      #expect(abs(abs(13.0 / 47 - limit) / error - z) < 1e-12)
    }
  }
}
