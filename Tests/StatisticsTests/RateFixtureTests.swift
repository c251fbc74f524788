import Statistics
import Testing

@Suite struct RateFixtureTests {
  @Test func `limits of a rate agree with scipy`() throws {
    struct Case: Decodable {
      let hits, trials: Int
      let confidence, lower, upper, upperBound: Double
    }
    for wanted in try fixture("clopper-pearson", of: Case.self) {
      let rate = Proportion(hits: wanted.hits, trials: wanted.trials)
      let interval = rate.clopperPearson(confidence: wanted.confidence)
      #expect(agree(interval.lower, wanted.lower))
      #expect(agree(interval.upper, wanted.upper))
      let bound = rate.clopperPearsonUpperBound(confidence: wanted.confidence)
      #expect(agree(bound, wanted.upperBound))
    }
  }

  @Test func `p-values of two-by-two tables agree with integer arithmetic`() throws {
    struct Case: Decodable {
      let table: [Int]
      let pValue: Double
    }
    for wanted in try fixture("fisher", of: Case.self) {
      let t = wanted.table
      #expect(agree(FisherExact.oneSided(t[0], t[1], t[2], t[3]), wanted.pValue))
    }
  }

  @Test func `bounds without hits agree with the published ones`() throws {
    struct Case: Decodable {
      let trials: Int
      let confidence, bound: Double
    }
    for wanted in try fixture("clean-rate", of: Case.self) {
      let bound = CleanRate.upperBound(trials: wanted.trials, confidence: wanted.confidence)
      #expect(agree(bound, wanted.bound))
    }
    #expect(CleanRate.upperBound(trials: 0, confidence: 0.95) == 1)
  }
}
