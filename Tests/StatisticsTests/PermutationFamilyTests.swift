import Foundation
import Randomness
import Statistics
import Testing

/// Statistics that are tested jointly (maxT).
@Suite struct PermutationFamilyTests {
  let seed = Seed(short: 71)

  /// The sums of every statistic in every relabeling, one by one.
  private func sums(_ strata: [Stratum]) -> [[Double]] {
    var sums = [[Double](repeating: 0, count: strata[0].statistics)]
    for stratum in strata {
      let own = NaivePermutation.orders(stratum.items).map { order in
        (0..<stratum.statistics).map { k in
          order.indices.reduce(0) {
            $0 + stratum.weights[k][order[$1]] * stratum.scores[k][$1]
          }
        }
      }
      sums = sums.flatMap { sum in own.map { zip(sum, $0).map(+) } }
    }
    return sums
  }

  /// The adjusted p-values by definition, with means and deviations from the enumeration itself.
  private func naive(_ strata: [Stratum], family: [Int]) -> [Double] {
    let sums = sums(strata)
    let count = Double(sums.count)
    let mean = (0..<strata[0].statistics).map { k in sums.reduce(0) { $0 + $1[k] } / count }
    let deviation = mean.indices.map { k in
      (sums.reduce(0) { $0 + ($1[k] - mean[k]) * ($1[k] - mean[k]) } / count).squareRoot()
    }
    func standardised(_ sum: [Double], _ k: Int) -> Double {
      deviation[k] < 1e-12 ? 0 : (sum[k] - mean[k]) / deviation[k]
    }
    let observed = mean.indices.map { k in
      NaivePermutation.statistic(k, scores: strata.map(\.scores), weights: strata.map(\.weights))
    }
    return family.map { k in
      let value = standardised(observed, k)
      let reached = sums.count { sum in family.contains { standardised(sum, $0) >= value - 1e-9 } }
      return Double(reached) / count
    }
  }

  /// The three weights of the partial statistic for these repetitions, beside a statistic of its own.
  private func stratum(_ repetitions: [Int], _ scores: [Double]) -> Stratum {
    let weights: [(Double) -> Double] = [{ $0 }, { $0 > 0 ? 1 + log2($0) : 0 }, { $0 > 0 ? 1 : 0 }]
    return Stratum(
      scores: [scores.map { $0 > 0.5 ? 1 : 0 }] + weights.map { _ in scores },
      weights: [repetitions.map { $0 > 0 ? 1 : 0 }]
        + weights.map { weight in repetitions.map { weight(Double($0)) } })
  }

  private func randomStrata(_ random: inout RandomStream, levels: Int) -> [Stratum] {
    [[2, 4, 16, 0, 0], [1, 0, 1, 0]].map { repetitions in
      stratum(repetitions, repetitions.map { _ in Double(random.below(levels)) / Double(levels) })
    }
  }

  @Test(arguments: [2, 5, 1_000])
  func `adjusted p-values agree with all relabelings, one by one`(levels: Int) {
    var random = seed.stream("naive \(levels)")
    for _ in 0..<8 {
      let strata = randomStrata(&random, levels: levels)
      let outcomes = PermutationTest(strata: strata, families: [[1, 2, 3]])
        .outcomes(permutations: 100_000, seed: seed, name: "all")
      #expect(outcomes.allSatisfy { $0.isExact })
      let slow = naive(strata, family: [1, 2, 3])
      for k in 1...3 { #expect(abs(outcomes[k].pValue - slow[k - 1]) < 1e-12, "\(strata)") }
      // A statistic outside the family keeps its own p-value.
      #expect(abs(outcomes[0].pValue - NaivePermutation.exact(0, strata).pValue) < 1e-12)
    }
  }

  @Test func `sampled p-values agree with enumerated ones`() {
    var random = seed.stream("sampled")
    for _ in 0..<4 {
      let strata = randomStrata(&random, levels: 6)
      let test = PermutationTest(strata: strata, families: [[1, 2, 3]])
      let exact = test.outcomes(permutations: 100_000, seed: seed, name: "s")
      // The strata have 60 and 6 distinct relabelings; fewer permutations are sampled.
      let sampled = test.outcomes(permutations: 359, seed: seed, name: "s")
      guard !sampled[1].isExact else { continue }
      for k in 1...3 {
        #expect(abs(exact[k].pValue - sampled[k].pValue) < margin(exact[k].pValue, 359) + 0.01)
      }
    }
  }

  /// 1,200 items of few kinds are drawn as tables, and 60 of many kinds are shuffled.
  @Test func `drawn tables and shuffled items give the same adjusted p-values`() {
    var random = seed.stream("tables")
    let repetitions = (0..<1_200).map { $0 < 500 ? [1, 2, 4][$0 % 3] : 0 }
    let scores = repetitions.map { count in
      Double(random.below(4) + (count > 0 && random.below(30) == 0 ? 1 : 0)) / 4
    }
    // Halves of this value are exact, so that both have the same ties.
    let perturbed = scores.enumerated().map { $0.element + Double($0.offset) * 1e-9 }
    let counted = PermutationTest(
      strata: [stratum(repetitions, scores)], families: [[1, 2, 3]]
    ).outcomes(permutations: 9_999, seed: seed, name: "counted")
    let shuffled = PermutationTest(
      strata: [stratum(repetitions, perturbed)], families: [[1, 2, 3]]
    ).outcomes(permutations: 9_999, seed: seed, name: "shuffled")
    for k in 1...3 {
      #expect((0.001...0.999).contains(counted[k].pValue))
      #expect(abs(counted[k].pValue - shuffled[k].pValue) < 2 * margin(counted[k].pValue, 9_999))
    }
  }

  /// With one tier the three weights are proportional, and the joint test is the single one.
  @Test func `proportional weights cost nothing`() {
    var random = seed.stream("one tier")
    for size in [6, 40] {
      let repetitions = (0..<size).map { $0 % 2 == 0 ? 4 : 0 }
      let strata = [stratum(repetitions, repetitions.map { _ in Double(random.below(7)) / 7 })]
      let joint = PermutationTest(strata: strata, families: [[1, 2, 3]])
        .outcomes(permutations: 4_999, seed: seed, name: "tier")
      let single = PermutationTest(strata: strata)
        .outcomes(permutations: 4_999, seed: seed, name: "tier")
      for k in 1...3 { #expect(joint[k].pValue == single[k].pValue) }
    }
  }

  @Test func `a family of one is a statistic of its own`() {
    var random = seed.stream("alone")
    let strata = Designs.coinsAndBlocks(effect: 0.05, from: &random)
    let alone = PermutationTest(strata: strata, families: [[0], [1]])
      .outcomes(permutations: 999, seed: seed, name: "alone")
    #expect(
      alone
        == PermutationTest(strata: strata).outcomes(
          permutations: 999, seed: seed, name: "alone"))
  }

  @Test func `equal scores, and weights that no relabeling changes, never make p small`() {
    for scores in [[0.1, 0.1, 0.1, 0.1], [0.3, 0.1 + 0.2, 0.3, 0.1 + 0.2]] {
      let p = PermutationTest(
        strata: [stratum([4, 2, 0, 0], scores)], families: [[1, 2, 3]]
      ).outcomes(permutations: 999, seed: seed, name: "equal").map(\.pValue)
      #expect(p == [1, 1, 1, 1])
    }
    // Without controls the third weight is constant; the others still decide.
    let trained = PermutationTest(
      strata: [stratum([8, 4, 2, 1], [0.9, 0.5, 0.3, 0.1])], families: [[1, 2, 3]]
    ).outcomes(permutations: 999, seed: seed, name: "trained").map(\.pValue)
    #expect(abs(trained[1] - 1.0 / 24) < 1e-15 && abs(trained[2] - 1.0 / 24) < 1e-15)
  }

  /// The labels of the trained canaries are exchanged without effect if all of them are recognised.
  @Test func `a perfect result has the smallest attainable p-value`() {
    let strata = [[2, 4, 16, 0, 0], [1, 0, 1, 0]].map { repetitions in
      stratum(repetitions, repetitions.map { $0 > 0 ? 1 : 0 })
    }
    let test = PermutationTest(strata: strata, families: [[1, 2, 3]])
    let outcomes = test.outcomes(permutations: 9_999, seed: seed, name: "perfect")
    #expect(abs(test.smallestAttainable(permutations: 9_999) - 1.0 / 60) < 1e-15)
    // The p-value of the family's maximum; other weights of the family have larger ones.
    #expect(abs(outcomes[1...].map(\.pValue).min()! - 1.0 / 60) < 1e-15)
    #expect(abs(outcomes[0].pValue - 1.0 / 60) < 1e-15)
  }

  @Test func `the smallest p-value of a family is uniform without an effect`() {
    let runs = 1_000
    var random = seed.stream("null")
    var small = 0
    var bins = [Int](repeating: 0, count: 10)
    for run in 0..<runs {
      let strata = (0..<6).map { _ -> Stratum in
        var repetitions = [2, 2, 4, 4, 8, 16, 0, 0, 0, 0, 0]
        random.shuffle(&repetitions)
        return stratum(repetitions, repetitions.map { _ in random.unit() })
      }
      let p = PermutationTest(strata: strata, families: [[1, 2, 3]]).outcomes(
        permutations: 199, seed: seed, name: "null \(run)", concurrently: false
      )[1...].map(\.pValue).min()!
      bins[Int((p * 200).rounded() - 1) / 20] += 1
      if p <= 0.05 { small += 1 }
    }
    let chiSquare = bins.reduce(0) { $0 + (Double($1) - 100) * (Double($1) - 100) / 100 }
    // The 99.9% quantile for 9 degrees of freedom.
    #expect(chiSquare < 27.88, "\(bins)")
    #expect(Double(small) / Double(runs) < 0.05 + margin(0.05, runs))
  }

  @Test func `overlapping families are a precondition failure`() async {
    await #expect(processExitsWith: .failure) {
      _ = PermutationTest(
        strata: [Stratum(scores: [[1, 2], [1, 2]], weights: [[1, 0], [1, 0]])],
        families: [[0, 1], [1]])
    }
  }
}
