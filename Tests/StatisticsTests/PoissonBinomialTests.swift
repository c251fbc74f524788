import RealModule
import Statistics
import Testing

@Suite struct PoissonBinomialTests {
  /// The probability by a sum over all outcomes.
  private func enumerated(ofAtMost count: Int, _ rates: [Double]) -> Double {
    (0..<(1 << rates.count)).reduce(0) { sum, outcome in
      guard outcome.nonzeroBitCount <= count else { return sum }
      return sum
        + rates.enumerated().reduce(1) { product, rate in
          product * (outcome >> rate.offset & 1 == 1 ? rate.element : 1 - rate.element)
        }
    }
  }

  @Test func `it equals the sum over all outcomes`() {
    for rates in [
      [0.3], [0.1, 0.9, 0.5], [0, 1, 0.25, 0.7, 0.7], (0..<12).map { Double($0) / 12 },
    ] {
      for count in -1...(rates.count + 1) {
        let exact = enumerated(ofAtMost: count, rates)
        #expect(
          (PoissonBinomial.probability(ofAtMost: count, rates: rates) - exact).magnitude < 1e-14)
      }
    }
  }

  @Test func `equal rates give the binomial distribution`() {
    let zeros = PoissonBinomial.probability(ofAtMost: 0, rates: Array(repeating: 0.05, count: 50))
    #expect((zeros - .pow(0.95, 50)).magnitude < 1e-15)
  }

  @Test func `no trials have no successes`() {
    #expect(PoissonBinomial.probability(ofAtMost: 0, rates: []) == 1)
    #expect(PoissonBinomial.probability(ofAtMost: -1, rates: []) == 0)
  }
}
