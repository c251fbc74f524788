import Randomness
import Statistics
import Testing

@Suite struct JonckheereTerpstraTests {
  let seed = Seed(short: 56)

  private struct Case: Decodable {
    struct Group: Decodable { let doses, scores: [Double] }
    let name: String
    let strata: [Group]
    let observed, expected, pValue: Double

    var test: JonckheereTerpstra {
      JonckheereTerpstra(strata: strata.map { (doses: $0.doses, scores: $0.scores) })
    }
  }

  /// Eighteen people in three groups have too many relabelings to enumerate; the others are exact.
  @Test func `p-values agree with full enumeration, exactly or within sampling error`() throws {
    for wanted in try fixture("jonckheere-terpstra", of: Case.self) {
      let outcome = wanted.test.outcome(permutations: 9_999, seed: seed, name: wanted.name)
      #expect(outcome.observed == wanted.observed, "\(wanted.name)")
      #expect(agree(outcome.expected, wanted.expected), "\(wanted.name)")
      #expect(outcome.isExact == (wanted.name != "knowledge of results"))
      #expect(
        outcome.isExact
          ? agree(outcome.pValue, wanted.pValue)
          : abs(outcome.pValue - wanted.pValue) < margin(wanted.pValue, 9_999), "\(wanted.name)")
    }
  }

  /// The reference implementation: pairs of unequal doses, shuffled labels.
  @Test func `sampling agrees with the reference implementation`() {
    var random = seed.stream("natural_speed")
    let strata = (0..<2).map { _ in
      let doses = (0..<24).map { [1.0, 2, 4, 8][$0 % 4] }
      return (doses: doses, scores: doses.map { Double(random.below(5)) + $0 / 8 })
    }
    func j(_ doses: [Double], _ scores: [Double]) -> Double {
      var sum = 0.0
      for a in doses.indices {
        for b in doses.indices where doses[a] < doses[b] {
          sum += scores[a] < scores[b] ? 1 : scores[a] == scores[b] ? 0.5 : 0
        }
      }
      return sum
    }
    let outcome = JonckheereTerpstra(strata: strata)
      .outcome(permutations: 9_999, seed: seed, name: "natural_speed")
    let observed = strata.reduce(0) { $0 + j($1.doses, $1.scores) }
    #expect(outcome.observed == observed && !outcome.isExact)
    let reached = (0..<4_000).count { _ in
      let sum = strata.reduce(0) { sum, stratum in
        var doses = stratum.doses
        random.shuffle(&doses)
        return sum + j(doses, stratum.scores)
      }
      return sum >= observed
    }
    let slow = Double(reached) / 4_000
    #expect((0.001...0.6).contains(slow))
    #expect(abs(outcome.pValue - slow) < 1.2 * margin(slow, 4_000))
  }

  @Test func `the result depends on the name and not on the number of threads`() {
    let doses = (0..<40).map { Double($0 % 4) }
    let scores = (0..<40).map { Double(($0 * 7) % 11) }
    let test = JonckheereTerpstra(strata: [(doses: doses, scores: scores)])
    let many = test.outcome(permutations: 1_001, seed: seed, name: "a")
    #expect(!many.isExact)
    for _ in 0..<3 { #expect(test.outcome(permutations: 1_001, seed: seed, name: "a") == many) }
    let alone = test.outcome(permutations: 1_001, seed: seed, name: "a", concurrently: false)
    #expect(alone == many)
    #expect(many != test.outcome(permutations: 1_001, seed: seed, name: "b"))
  }

  /// All trained canaries are recognised with probability 1/2, at any number of repetitions.
  @Test func `p-values are uniform for an effect without trend`() {
    var random = seed.stream("flat")
    let runs = 1_000
    var bins = [Int](repeating: 0, count: 5)
    for _ in 0..<runs {
      let blocks = (0..<10).map { _ in
        (doses: [2.0, 2, 4, 4, 8, 16], scores: (0..<6).map { _ in random.unit() })
      }
      let p = JonckheereTerpstra(strata: blocks)
        .outcome(permutations: 1, seed: seed, name: "flat").pValue
      // J has hundreds of values, so p is nearly continuous.
      bins[min(4, Int(p * 5))] += 1
    }
    let expected = Double(runs) / 5
    let chiSquare = bins.reduce(0) {
      $0 + (Double($1) - expected) * (Double($1) - expected) / expected
    }
    // The 99.9% quantile for 4 degrees of freedom, plus a margin for the steps.
    #expect(chiSquare < 18.47 + 4)
  }

  @Test func `strata with equal doses or equal scores change nothing`() {
    var random = seed.stream("equal")
    let blocks = (0..<1_000).map { _ in
      (doses: [2.0, 2, 4, 4, 8, 16], scores: (0..<6).map { _ in Double(random.below(3)) })
    }
    func outcome(_ more: [(doses: [Double], scores: [Double])]) -> PermutationTest.Outcome {
      JonckheereTerpstra(strata: more + blocks)
        .outcome(permutations: 200, seed: seed, name: "equal")
    }
    let plain = outcome([])
    #expect(plain.isExact && plain.pValue > 0 && plain.pValue < 1)
    let scores = (0..<50).map { _ in random.unit() }
    #expect(outcome([(doses: [Double](repeating: 1, count: 50), scores: scores)]) == plain)
    let equal = outcome([(doses: [1, 2, 3], scores: [4, 4, 4])])
    #expect(equal.pValue == plain.pValue)
  }

  @Test func `p is 1 without pairs, and one over the number of relabelings for a perfect trend`() {
    #expect(
      JonckheereTerpstra(strata: []).outcome(permutations: 9, seed: seed, name: "none").pValue == 1)
    let empty: (doses: [Double], scores: [Double]) = ([], [])
    let perfect = JonckheereTerpstra(
      strata: [empty, (doses: [2, 2, 4, 4, 8, 16], scores: [0, 0, 1, 1, 2, 3]), empty])
    let outcome = perfect.outcome(permutations: 9, seed: seed, name: "perfect")
    #expect(abs(outcome.pValue - 1.0 / 180) < 1e-15)
    #expect(outcome.observed == 13 && outcome.expected == 6.5)
  }
}
