import Foundation
import Randomness
import Statistics
import Testing

@Suite struct EpsilonTests {
  @Test func `one-run bounds and p-values agree with forty digits`() throws {
    struct Case: Decodable {
      let canaries, guesses, correct: Int
      let delta, confidence, lowerBound: Double
      let pValues: [String: Double]
    }
    for wanted in try fixture("one-run-epsilon", of: Case.self) {
      let audit = OneRunEpsilon(
        canaries: wanted.canaries, guesses: wanted.guesses, correct: wanted.correct,
        delta: wanted.delta)
      let bound = audit.lowerBound(confidence: wanted.confidence)
      #expect(agree(bound, wanted.lowerBound), "\(wanted)")
      for (epsilon, p) in wanted.pValues {
        #expect(agree(audit.pValue(epsilon: Double(epsilon)!), p), "\(wanted)")
      }
      let grid = (0...60).map { audit.pValue(epsilon: Double($0) / 10) }
      #expect(zip(grid, grid.dropFirst()).allSatisfy { $0 <= $1 + 1e-12 })
    }
  }

  @Test func `without correct guesses the bound is 0`() {
    let none = OneRunEpsilon(canaries: 10, guesses: 0, correct: 0, delta: 0)
    #expect(none.pValue(epsilon: 0) == 1 && none.lowerBound(confidence: 0.95) == 0)
    let wrong = OneRunEpsilon(canaries: 10, guesses: 10, correct: 0, delta: 0.1)
    #expect(wrong.pValue(epsilon: 2) == 1 && wrong.lowerBound(confidence: 0.95) == 0)
    let sure = OneRunEpsilon.ceiling(canaries: 200, guesses: 40, delta: 0, confidence: 0.95)
    #expect(abs(sure - 2.55) < 0.005)
  }

  @Test func `the highest scores are guessed as included, the lowest as not`() {
    let canaries = (0..<10).map { index -> (score: Double, wasIncluded: Bool) in
      let score = index * 7 % 10
      return (score: Double(score), wasIncluded: score >= 4)
    }
    func right(_ top: Int, _ bottom: Int) -> Int {
      OneRunEpsilon(
        canaries: canaries, top: top, bottom: bottom, delta: 0, seed: Seed(short: 1), name: "g"
      ).correct
    }
    #expect(right(3, 3) == 6 && right(6, 4) == 10 && right(8, 0) == 6 && right(0, 7) == 4)
  }

  /// Randomised response that reports a coin with probability e/(1 + e) is 1-private. All coins are
  /// guessed.
  @Test(arguments: [0.0, 1])
  func `a true epsilon is overstated at most once in twenty`(epsilon: Double) {
    let seed = Seed(short: 55)
    var random = seed.stream("response \(epsilon)")
    let honest = 1 / (1 + exp(-epsilon))
    let runs = 1_000
    let overstated = (0..<runs).count { run in
      let canaries = (0..<100).map { _ in
        let coin = random.coin()
        let told = (random.unit() < honest) == coin
        return (score: (told ? 1 : 0) + random.unit() / 2, wasIncluded: coin)
      }
      let audit = OneRunEpsilon(
        canaries: canaries, top: 20, bottom: 20, delta: 0, seed: seed, name: "run \(run)")
      return audit.lowerBound(confidence: 0.95) > epsilon
    }
    #expect(Double(overstated) / Double(runs) < 0.05 + margin(0.05, runs))
    #expect(overstated > 0)
  }

  @Test func `exact transcripts are guessed as included, and no other guess is made`() {
    let canaries = (0..<30).map { (isExact: $0 < 12, wasIncluded: $0 < 10 || $0 >= 20) }
    let audit = OneRunEpsilon(canaries: canaries)
    #expect(audit.canaries == 30 && audit.guesses == 12 && audit.correct == 10)
    #expect(audit.delta == 0)
    let none = OneRunEpsilon(canaries: [(false, true), (false, false)])
    #expect(none.guesses == 0 && none.lowerBound(confidence: 0.95) == 0)
  }

  /// Randomised response with a noisy number of guesses: each coin is reported as included with
  /// probability a·e^epsilon/(1 + e^epsilon) if it was and a/(1 + e^epsilon) if not, which is
  /// epsilon-private. The number of reports depends on the output.
  @Test(arguments: [(0.0, 0.5), (1, 0.3), (2, 0.9)])
  func `a number of guesses that depends on the output overstates epsilon at most once in twenty`(
    epsilon: Double, share: Double
  ) {
    var random = Seed(short: 56).stream("adaptive \(epsilon)")
    let honest = exp(epsilon) / (1 + exp(epsilon))
    let runs = 2_000
    let overstated = (0..<runs).count { _ in
      let canaries = (0..<200).map { _ in
        let coin = random.coin()
        let chance = share * (coin ? honest : 1 - honest)
        return (isExact: random.unit() < chance, wasIncluded: coin)
      }
      return OneRunEpsilon(canaries: canaries).lowerBound(confidence: 0.95) > epsilon
    }
    #expect(Double(overstated) / Double(runs) < 0.05 + margin(0.05, runs), "\(overstated)")
    #expect(overstated > 0)
  }

  @Test func `heuristic bounds and their ceilings agree with scipy`() throws {
    struct Case: Decodable {
      let counts: [Int]
      let confidence, clopperPearson, withDelta, delta, gapLower, stability: Double
    }
    for wanted in try fixture("heuristic-epsilon", of: Case.self) {
      let trained = Proportion(hits: wanted.counts[0], trials: wanted.counts[1])
      let controls = Proportion(hits: wanted.counts[2], trials: wanted.counts[3])
      func bound(_ delta: Double) -> Double {
        HeuristicEpsilon.clopperPearson(
          trained: trained, controls: controls, delta: delta, confidence: wanted.confidence)
      }
      #expect(agree(bound(0), wanted.clopperPearson), "\(wanted)")
      #expect(agree(bound(wanted.delta), wanted.withDelta), "\(wanted)")
      let gap = Newcombe.difference(
        of: trained, minus: controls, confidence: wanted.confidence)
      #expect(agree(HeuristicEpsilon.stability(gap: gap), wanted.stability), "\(wanted)")
      let ceiling = HeuristicEpsilon.clopperPearsonCeiling(
        trained: trained.trials, controls: controls.trials, delta: 0,
        confidence: wanted.confidence)
      #expect(bound(0) <= ceiling)
    }
    let certain = Interval(lower: 1, upper: 1, confidence: 0.95)
    #expect(HeuristicEpsilon.stability(gap: certain) == .infinity)
  }
}
