import Randomness
import Statistics
import Testing

/// A model that recognises nothing has equal scores. A threshold at the controls' quantile would
/// give a true-positive rate of 1 here.
@Suite struct AllTiedTests {
  let trained = [Double](repeating: -1, count: 100)
  let controls = [Double](repeating: -1, count: 200)

  @Test func `equal scores are no detection by any statistic`() {
    let roc = ROC(trained: trained, controls: controls)
    #expect(roc.operatingPoint(falsePositiveRate: 0.01) == .truePositiveRate(0.01))
    #expect(AUC(trained: trained, controls: controls)?.value == 0.5)
    #expect(MannWhitney(trained: trained, controls: controls).pValue == 1)
    #expect(HodgesLehmann(trained: trained, controls: controls)?.shift == 0)
    let exposure = Exposure(references: controls)
    #expect(trained.allSatisfy { exposure.bits(of: $0) < 0 })
    #expect(ExtrapolatedExposure(references: controls) == nil)
    let ranks = trained.map { Double(exposure.rank(of: $0)) / 201 }
    #expect(BenjaminiHochberg.adjusted(ranks).allSatisfy { $0 == 1 })
    let trend = JonckheereTerpstra(strata: [(doses: (0..<100).map(Double.init), scores: trained)])
      .outcome(permutations: 99, seed: Seed(short: 1), name: "tied")
    #expect(trend.pValue == 1 && trend.observed == trend.expected)
  }

  @Test func `epsilon is above 0 at most as often as its level allows`() {
    let seed = Seed(short: 47)
    var random = seed.stream("coins")
    let runs = 1_000
    let above = (0..<runs).count { run in
      let canaries = (0..<200).map { _ in (score: -1.0, wasIncluded: random.coin()) }
      let guesses = OneRunEpsilon(
        canaries: canaries, top: 20, bottom: 20, delta: 0, seed: seed, name: "guesses \(run)")
      return guesses.lowerBound(confidence: 0.95) > 0
    }
    #expect(Double(above) / Double(runs) < 0.05 + margin(0.05, runs))
    #expect(above > 0)
  }
}
