import Randomness
import Statistics
import Testing

@Suite struct EnumerationTests {
  let seed = Seed(short: 57)

  @Test func `p-values of small designs agree with all relabelings, enumerated one by one`() throws
  {
    struct Case: Decodable {
      struct Items: Decodable { let scores, weights: [Double] }
      let strata: [Items]
      let relabelings: Int
      let observed, pValue: Double
    }
    for wanted in try fixture("permutation", of: Case.self) {
      let test = PermutationTest(
        strata: wanted.strata.map { Stratum(scores: [$0.scores], weights: [$0.weights]) })
      let outcome = test.outcomes(permutations: wanted.relabelings, seed: seed, name: "small")[0]
      #expect(outcome.isExact && outcome.observed == wanted.observed)
      #expect(agree(outcome.pValue, wanted.pValue))
    }
  }

  /// The labels 0, 0, 1, 2 have 12 distinct permutations, the scores 24.
  @Test func `the p-value is exact up to the number of distinct relabelings`() {
    let test = PermutationTest(
      strata: [Stratum(scores: [[0.1, 0.4, 0.2, 0.8]], weights: [[0, 0, 1, 2]])])
    let exact = test.outcomes(permutations: 12, seed: seed, name: "bound")[0]
    #expect(exact.isExact && exact == test.outcomes(permutations: 5_000, seed: seed, name: "b")[0])
    let sampled = test.outcomes(permutations: 11, seed: seed, name: "bound")[0]
    #expect(!sampled.isExact)
    #expect(abs((sampled.pValue * 12).rounded() - sampled.pValue * 12) < 1e-12)
  }

  /// One hit among fifty coins has fifty positions, whichever coins are heads.
  @Test func `the side with fewer distinct permutations is permuted`() {
    let coins = (0..<50).map { $0 < 20 ? 1.0 : 0 }
    let hit = (0..<50).map { $0 == 0 ? 1.0 : 0 }
    let outcome = PermutationTest(strata: [Stratum(scores: [hit], weights: [coins])])
      .outcomes(permutations: 50, seed: seed, name: "coins")[0]
    #expect(outcome.isExact && abs(outcome.pValue - 0.4) < 1e-15)
  }

  @Test func `an exact p-value is at least the smallest attainable one`() {
    for scores in [[1.0, 1, 0, 0, 0], [3, 2, 1, 0, 0.5], [0, 0, 0, 0, 1]] {
      let test = PermutationTest(
        strata: [Stratum(scores: [scores], weights: [[1, 1, 0, 0, 0]])])
      for permutations in [10, 50, 9_999] {
        let p = test.outcomes(permutations: permutations, seed: seed, name: "floor")[0].pValue
        #expect(p >= test.smallestAttainable(permutations: permutations) - 1e-15)
      }
    }
  }

  @Test func `strata with a single relabeling contribute only to the sums`() {
    let varied = Stratum(scores: [[1, 0, 0, 1, 0]], weights: [[1, 0, 0, 1, 0]])
    let fixed = Stratum(scores: [[0.3, 0.3]], weights: [[1, 0]])
    let many = Stratum(
      scores: [(0..<500).map(Double.init)], weights: [[Double](repeating: 2, count: 500)])
    let nobody = Stratum(scores: [[]], weights: [[]])
    let outcome = PermutationTest(strata: [fixed, varied, many, nobody])
      .outcomes(permutations: 10, seed: seed, name: "fixed")[0]
    #expect(outcome.isExact && abs(outcome.pValue - 0.1) < 1e-15)
  }

  @Test func `sampling agrees with the enumeration of a small design`() {
    var random = seed.stream("blocks")
    let strata = (0..<2).map { _ in
      Stratum(
        scores: [(0..<8).map { _ in Double(random.below(6)) / 6 }],
        weights: [[4, 2, 2, 1, 0, 0, 0, 0]])
    }
    // There are 840² = 705,600 relabelings.
    let test = PermutationTest(strata: strata)
    let exact = test.outcomes(permutations: 705_600, seed: seed, name: "all")[0]
    let sampled = test.outcomes(permutations: 50_000, seed: seed, name: "some")[0]
    #expect(exact.isExact && !sampled.isExact)
    #expect(abs(exact.pValue - sampled.pValue) < margin(exact.pValue, 50_000))
  }
}
