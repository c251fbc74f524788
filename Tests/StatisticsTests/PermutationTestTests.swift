import Foundation
import Randomness
import Statistics
import Testing

@Suite struct PermutationTestTests {
  let seed = Seed(short: 11)

  /// Each of the 24 possible observed labelings is a point of the distribution.
  @Test func `p-values equal full enumeration at every point of the distribution`() {
    let scores = [[0.9, 0.1, 0.35, 0.6], [1, 0, 0, 1]]
    for (number, order) in NaivePermutation.orders(4).enumerated() {
      let weights = [[2.0, 0, 4, 16], [2, 0, 3, 5]].map { column in order.map { column[$0] } }
      let strata = [
        Stratum(scores: scores, weights: weights),
        Stratum(scores: [[0.5, 0.2, 0.8], [0, 0, 1]], weights: [[0, 1, 0], [0, 1, 0]]),
      ]
      let outcomes = PermutationTest(strata: strata)
        .outcomes(permutations: 9_999, seed: seed, name: "order \(number)")
      for k in 0..<2 {
        let exact = NaivePermutation.exact(k, strata)
        #expect(abs(outcomes[k].pValue - exact.pValue) < 1e-15 && outcomes[k].isExact)
        #expect(abs(outcomes[k].expected - exact.mean) < 1e-12)
        #expect(
          outcomes[k].observed
            == NaivePermutation.statistic(
              k, scores: strata.map(\.scores), weights: strata.map(\.weights)))
      }
    }
  }

  @Test func `p-values of the default design agree with the reference implementation`() {
    var random = seed.stream("default design")
    let strata = Designs.coinsAndBlocks(effect: 0.06, from: &random)
    let fast = PermutationTest(strata: strata)
      .outcomes(permutations: 9_999, seed: seed, name: "natural_speed")
    var other = seed.stream("slow twin")
    let slow = NaivePermutation.sampled(
      strata, statistics: 2, permutations: 2_000, from: &other)
    for k in 0..<2 {
      #expect((0.01...0.99).contains(slow[k]))
      #expect(abs(fast[k].pValue - slow[k]) < margin(slow[k], 2_000) * 1.1)
    }
  }

  /// With 1,200 items of few kinds tables are drawn; the reference implementation shuffles items.
  @Test func `large strata with few distinct scores agree with the reference`() {
    var random = seed.stream("large strata")
    var scores: [[Double]] = [[], []]
    var weights: [[Double]] = [[], []]
    for item in 0..<1_200 {
      let score = random.below(3)
      scores[0].append(score == 2 ? 1 : 0)
      scores[1].append(Double(score) / 3)
      weights[0].append(item < 500 ? 1 : 0)
      weights[1].append(item < 500 ? 2 : 0)
    }
    // A small effect, so that p is neither near 0 nor near 1.
    for item in 0..<12 { (scores[0][item], scores[1][item]) = (1, 2.0 / 3) }
    let strata = [Stratum(scores: scores, weights: weights)]
    let fast = PermutationTest(strata: strata)
      .outcomes(permutations: 20_000, seed: seed, name: "counted")
    var other = seed.stream("slow twin")
    let slow = NaivePermutation.sampled(
      strata, statistics: 2, permutations: 1_500, from: &other)
    for k in 0..<2 {
      #expect((0.01...0.99).contains(slow[k]))
      #expect(abs(fast[k].pValue - slow[k]) < margin(slow[k], 1_500) * 1.1)
    }
  }

  /// Σ(w + c)(s + c) and Σws differ by a constant that no relabeling changes. So the exact p of
  /// hits and misses is Fisher's, both for shuffled items and for drawn tables, with and
  /// without zeros.
  @Test(arguments: [[12, 8, 10, 11], [490, 310, 500, 340]], [0.0, 1])
  func `one stratum of hits and misses is Fisher's exact test`(table: [Int], offset: Double) {
    let (a, b, c, d) = (table[0], table[1], table[2], table[3])
    func column(_ values: [(Double, Int)]) -> [Double] {
      values.flatMap { [Double](repeating: $0.0 + offset, count: $0.1) }
    }
    let stratum = Stratum(
      scores: [column([(1, a), (0, b), (1, c), (0, d)])],
      weights: [column([(3, a + b), (0, c + d)])])
    let outcome = PermutationTest(strata: [stratum])
      .outcomes(permutations: 50_000, seed: seed, name: "fisher")[0]
    let exact = FisherExact.oneSided(a, b, c, d)
    #expect(abs(outcome.pValue - exact) < margin(exact, 50_000))
  }

  @Test func `p-values are uniform without an effect`() {
    let runs = 1_000
    var bins = [[Int]](repeating: [Int](repeating: 0, count: 10), count: 2)
    var random = seed.stream("null")
    for run in 0..<runs {
      let strata = (0..<5).map { _ in Designs.block(continuous: true, effect: 0, from: &random) }
      let outcomes = PermutationTest(strata: strata)
        .outcomes(permutations: 199, seed: seed, name: "null \(run)")
      // p is a multiple of 1/200, so each bin has 20 equally likely values.
      for k in 0..<2 { bins[k][Int((outcomes[k].pValue * 200).rounded() - 1) / 20] += 1 }
    }
    for bin in bins {
      let chiSquare = bin.reduce(0) { $0 + (Double($1) - 100) * (Double($1) - 100) / 100 }
      // The 99.9% quantile for 9 degrees of freedom.
      #expect(chiSquare < 27.88)
    }
  }

  @Test func `p is 1 for a model that recognises nothing or everything`() {
    for score in [0.0, 1, 0.1] {
      let strata = (1...20).map { _ in
        Stratum(
          scores: [[Double](repeating: score, count: 11), [Double](repeating: score, count: 11)],
          weights: [[2, 2, 3, 3, 4, 5, 0, 0, 0, 0, 0], [2, 2, 4, 4, 8, 16, 0, 0, 0, 0, 0]])
      }
      let outcomes = PermutationTest(strata: strata)
        .outcomes(permutations: 99, seed: seed, name: "tied")
      #expect(outcomes.map(\.pValue) == [1, 1])
      #expect(abs(outcomes[1].observed - outcomes[1].expected) < 1e-12)
    }
  }

  @Test func `the smallest p is 1 over permutations plus 1`() {
    var random = seed.stream("strong")
    let strata = Designs.coinsAndBlocks(effect: 1, from: &random)
    let outcomes = PermutationTest(strata: strata)
      .outcomes(permutations: 999, seed: seed, name: "strong")
    #expect(outcomes.map(\.pValue) == [0.001, 0.001])
    #expect(outcomes.allSatisfy { $0.observed > $0.expected })
  }

  @Test func `the result depends on the name and not on the number of threads`() {
    var random = seed.stream("threads")
    let test = PermutationTest(strata: Designs.coinsAndBlocks(effect: 0.05, from: &random))
    let many = test.outcomes(permutations: 1_001, seed: seed, name: "a")
    for _ in 0..<3 {
      #expect(test.outcomes(permutations: 1_001, seed: seed, name: "a") == many)
    }
    #expect(many == test.outcomes(permutations: 1_001, seed: seed, name: "a", concurrently: false))
    #expect(many != test.outcomes(permutations: 1_001, seed: seed, name: "b"))
    #expect(
      many != test.outcomes(permutations: 1_001, seed: Seed(short: 12), name: "a"))
  }

  /// The scores are equal in decimal and differ in binary, so all relabelings have the same exact
  /// sum.
  @Test func `sums that differ by rounding count as ties`() {
    let tenths = [0.1, 1 - 0.9, 0.3 - 0.2, 0.7 - 0.6, 0.8 - 0.7]
    #expect(Set(tenths).count == 3)
    // The observed labeling has the highest scores under the highest weights, so others at most
    // tie.
    let scores = (0..<60).map { tenths.sorted()[$0 / 12] }
    let weights = (0..<60).map { 1 + 0.1 * Double($0) }
    let outcome = PermutationTest(strata: [Stratum(scores: [scores], weights: [weights])])
      .outcomes(permutations: 999, seed: seed, name: "ulp")[0]
    #expect(outcome.pValue == 1)
  }

  /// Sums of 0.1, 0.2 and 0.3 in different orders differ in binary, where 0.1 + 0.2 is not 0.3.
  @Test func `sums with the same exact value are ties`() {
    let stratum = Stratum(
      scores: [[0.1, 0.2, 0.3, 0.3, 0.2, 0.1, 0.6, 0.7]], weights: [[1, 1, 0, 0, 0, 0, 0, 0]])
    let outcome = PermutationTest(strata: [stratum])
      .outcomes(permutations: 50_000, seed: seed, name: "paper")[0]
    // In tenths, 27 of the 28 pairs of {1, 2, 3, 3, 2, 1, 6, 7} have a sum of at least 3.
    #expect(abs(outcome.pValue - 27.0 / 28) < 1e-15)
  }

  @Test func `strata with a single relabeling do not change p`() {
    let varied = Stratum(scores: [[1, 0, 0, 1, 0]], weights: [[1, 0, 0, 1, 0]])
    let fixed = Stratum(scores: [[0.3, 0.3]], weights: [[1, 0]])
    let alone = Stratum(scores: [[0.7]], weights: [[4]])
    let nobody = Stratum(scores: [[]], weights: [[]])
    let controls = Stratum(scores: [[0.2, 0.9]], weights: [[0, 0]])
    let plain = PermutationTest(strata: [varied])
      .outcomes(permutations: 999, seed: seed, name: "fixed")[0]
    let more = PermutationTest(strata: [fixed, varied, alone, nobody, controls])
      .outcomes(permutations: 999, seed: seed, name: "fixed")[0]
    #expect(more.pValue == plain.pValue)
    #expect(abs(more.observed - plain.observed - 0.3 - 2.8) < 1e-15)
    #expect(abs(more.expected - plain.expected - 0.3 - 2.8) < 1e-15)
  }

  @Test(arguments: [1, 3, 4, 7, 8])
  func `a statistic has the same p alone and in company`(statistics: Int) {
    var random = seed.stream("company")
    let strata = (0..<8).map { _ in Designs.block(continuous: true, effect: 0.1, from: &random) }
    let pair = PermutationTest(strata: strata)
      .outcomes(permutations: 499, seed: seed, name: "company")
    let company = PermutationTest(
      strata: strata.map { stratum in
        Stratum(
          scores: (0..<statistics).map { stratum.scores[($0 + 1) % 2] },
          weights: (0..<statistics).map { stratum.weights[($0 + 1) % 2] })
      }
    ).outcomes(permutations: 499, seed: seed, name: "company")
    #expect(company.count == statistics)
    for k in 0..<statistics { #expect(company[k] == pair[(k + 1) % 2]) }
  }

  @Test func `columns of different lengths are a precondition failure`() async {
    await #expect(processExitsWith: .failure) {
      _ = Stratum(scores: [[1, 2]], weights: [[1]])
    }
  }
}
