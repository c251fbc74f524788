import Foundation
import Statistics
import Testing

@Suite struct ClopperPearsonTests {
  /// Reference values from mpmath 1.3 at 50 digits; many tables print six decimals of the first
  /// six.
  @Test(arguments: [
    (0, 16, 0, 0.205907214207822742), (16, 16, 0.794092785792177258, 1),
    (18, 100, 0.11031122915326055, 0.269477085966811895),
    (1, 100, 0.000253146032977420634, 0.0544593853920806574),
    (9, 100, 0.0419835956283922353, 0.16398225502963522),
    (12, 20, 0.360542587307489671, 0.808809939274692802),
    (5, 20, 0.0865714691014345393, 0.491045871707957542),
    (0, 100, 0, 0.0362166926451764188),
    (300, 1000, 0.271721112129144455, 0.329461678697366002),
  ])
  func `two-sided limits agree with the tables`(
    hits: Int, trials: Int, lower: Double, upper: Double
  ) {
    let interval = Proportion(hits: hits, trials: trials).clopperPearson(confidence: 0.95)
    #expect(abs(interval.lower - lower) < 1e-14)
    #expect(abs(interval.upper - upper) < 1e-14)
    #expect(interval.confidence == 0.95)
  }

  @Test func `without hits the one-sided bound has a closed form`() {
    for trials in [1, 20, 100, 10_000] {
      let bound = Proportion(hits: 0, trials: trials).clopperPearsonUpperBound(confidence: 0.95)
      #expect(abs(bound - (1 - pow(0.05, 1 / Double(trials)))) < 1e-14)
    }
  }

  /// Reference values from mpmath 1.3.
  @Test func `one-sided bounds agree with fifty digits, even far in the tail`() {
    let rare = Proportion(hits: 3, trials: 1000).clopperPearsonUpperBound(confidence: 0.99)
    #expect(abs(rare - 0.0100097919917077474) < 1e-14)
    let far = Proportion(hits: 2, trials: 50).clopperPearsonUpperBound(confidence: 1 - 1e-9)
    // 1 - 1e-9 has an error of 1e-16, so the relative error of the tail is 1e-7.
    #expect(abs(far - 0.420106897035838321) < 1e-8)
  }

  @Test func `without trials the interval is 0 to 1`() {
    let nothing = Proportion(hits: 0, trials: 0)
    #expect(nothing.clopperPearson(confidence: 0.95).lower == 0)
    #expect(nothing.clopperPearson(confidence: 0.95).upper == 1)
    #expect(nothing.clopperPearsonUpperBound(confidence: 0.95) == 1)
  }

  @Test func `exchanging hits and misses mirrors the interval`() {
    let hits = Proportion(hits: 7, trials: 31).clopperPearson(confidence: 0.9)
    let misses = Proportion(hits: 24, trials: 31).clopperPearson(confidence: 0.9)
    #expect(abs(hits.lower - (1 - misses.upper)) < 1e-15)
    #expect(abs(hits.upper - (1 - misses.lower)) < 1e-15)
  }

  /// The exact coverage: every outcome weighted by its binomial probability.
  @Test(arguments: [1, 5, 20, 41])
  func `coverage is never below nominal, whatever the rate`(trials: Int) {
    let proportions = (0...trials).map { Proportion(hits: $0, trials: trials) }
    let intervals = proportions.map { $0.clopperPearson(confidence: 0.9) }
    let bounds = proportions.map { $0.clopperPearsonUpperBound(confidence: 0.9) }
    for step in 1..<500 {
      let rate = Double(step) / 500
      var mass = pow(1 - rate, Double(trials))
      var (within, below) = (0.0, 0.0)
      for hits in 0...trials {
        if intervals[hits].contains(rate) { within += mass }
        if rate <= bounds[hits] { below += mass }
        mass *= Double(trials - hits) / Double(hits + 1) * rate / (1 - rate)
      }
      #expect(within > 0.9 - 1e-12)
      #expect(below > 0.9 - 1e-12)
    }
  }
}
