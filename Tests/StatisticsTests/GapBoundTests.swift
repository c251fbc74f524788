import RealModule
import Statistics
import Testing

@Suite struct GapBoundTests {
  private func bound(_ hits: Int, _ trials: Int, _ controlHits: Int, _ controls: Int) -> Double {
    GapBound.upper(
      of: Proportion(hits: hits, trials: trials),
      minus: Proportion(hits: controlHits, trials: controls), confidence: 0.95)
  }

  @Test func `without a hit control it is the one-sided bound of the trained rate`() {
    #expect(abs(bound(0, 29, 0, 200) - (1 - Double.pow(0.05, 1.0 / 29))) < 1e-15)
    // P(X <= 3) = 0.05 for 40 trials.
    let rate = bound(3, 40, 0, 100)
    let chance = (0...3).reduce(0.0) { sum, hits in
      let ways = [1.0, 40, 780, 9_880][hits]
      return sum + ways * .pow(rate, hits) * .pow(1 - rate, 40 - hits)
    }
    #expect(abs(chance - 0.05) < 1e-12)
  }

  @Test func `a hit control leaves Newcombe's interval, unless controls are few`() {
    let newcombe = Newcombe.difference(
      of: Proportion(hits: 2, trials: 40), minus: Proportion(hits: 1, trials: 20),
      confidence: 0.95)
    #expect(bound(2, 40, 1, 20) == newcombe.upper)
    #expect(bound(2, 41, 1, 20) == bound(2, 41, 0, 20))
    #expect(bound(40, 40, 0, 20) == 1 && bound(0, 0, 0, 20) == 1 && bound(0, 40, 0, 0) == 1)
  }

  @Test(arguments: [(0.20, 14), (0.10, 29), (0.05, 59), (0.02, 149), (0.01, 299)])
  func `a limit needs so many clean canaries and not one fewer`(limit: Double, expected: Int) {
    #expect(GapBound.smallestCleanGroup(limit: limit, confidence: 0.95) == expected)
    #expect(bound(0, expected, 0, 200) <= limit && bound(0, expected - 1, 0, 200) > limit)
  }

  @Test func `a bound at the limit is within it`() {
    let limit = CleanRate.upperBound(trials: 50, confidence: 0.9)
    #expect(GapBound.smallestCleanGroup(limit: limit, confidence: 0.9) == 50)
    #expect(GapBound.smallestCleanGroup(limit: 0.999, confidence: 0.95) == 1)
    #expect(GapBound.smallestCleanGroup(limit: 1e-30, confidence: 0.95) == .max)
    #expect(GapBound.smallestCleanGroup(limit: 1e-9, confidence: 0.95) > 2_900_000_000)
  }

  /// The probability that a limit equal to the true gap passes, by sums over all outcomes: 768
  /// combinations of sizes, limit and control rate.
  @Test(arguments: [20, 29, 40, 59, 73, 100, 150, 200], [14, 30, 60, 200])
  func `a limit that equals the true gap passes at most once in twenty`(
    trained: Int, controls: Int
  ) {
    for limit in [0.05, 0.1, 0.2, 0.3] {
      for controlRate in [0, 0.01, 0.02, 0.05, 0.1, 0.15] {
        let power = GapPower(
          trained: trained, controls: controls, rate: limit + controlRate,
          controlRate: controlRate)
        let passes = power.keeping(limit: limit, confidence: 0.95)
        #expect(passes <= 0.05, "limit \(limit), control rate \(controlRate): \(passes)")
      }
    }
  }

  /// The bound is not merely safe: clean models pass with the numbers of canaries that it needs.
  @Test func `a clean model passes with 29 canaries and a limit of 10%`() {
    let clean = GapPower(trained: 29, controls: 100, rate: 0, controlRate: 0)
    #expect(clean.keeping(limit: 0.1, confidence: 0.95) == 1)
    let few = GapPower(trained: 28, controls: 100, rate: 0, controlRate: 0)
    #expect(few.keeping(limit: 0.1, confidence: 0.95) == 0)
  }
}
