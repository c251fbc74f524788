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

  @Test func `p-values of two-by-two tables agree with whole numbers`() throws {
    struct Case: Decodable {
      let table: [Int]
      let pValue: Double
    }
    for wanted in try fixture("fisher", of: Case.self) {
      let t = wanted.table
      #expect(agree(FisherExact.oneSided(t[0], t[1], t[2], t[3]), wanted.pValue))
    }
  }

  @Test func `clean rates and the trials that they need agree`() throws {
    struct Case: Decodable {
      let trials, needed: Int
      let confidence, bound, limit: Double
    }
    for wanted in try fixture("clean-rate", of: Case.self) {
      let confidence = wanted.confidence
      let bound = CleanRate.upperBound(trials: wanted.trials, confidence: confidence)
      #expect(agree(bound, wanted.bound))
      let needed = CleanRate.trialsNeeded(limit: wanted.limit, confidence: confidence)
      #expect(needed == wanted.needed)
      #expect(CleanRate.upperBound(trials: needed, confidence: confidence) <= wanted.limit)
      if needed > 1 {
        #expect(CleanRate.upperBound(trials: needed - 1, confidence: confidence) > wanted.limit)
      }
    }
    #expect(CleanRate.trialsNeeded(limit: 1e-30, confidence: 0.95) == .max)
    #expect(CleanRate.upperBound(trials: 0, confidence: 0.95) == 1)
    // A limit that is just met counts as met.
    for trials in 1...3_000 {
      let met = CleanRate.upperBound(trials: trials, confidence: 0.95)
      #expect(CleanRate.trialsNeeded(limit: met, confidence: 0.95) == trials)
    }
  }
}
