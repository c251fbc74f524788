import Randomness
import Statistics
import Testing

/// The fast ways to draw relabelings use the random stream as a plain shuffle does, so p-values are the
/// same to the last bit.
@Suite struct RelabelingTwinTests {
  let seed = Seed(short: 3)

  /// Blocks of 11 in numbers that do and do not fill groups of four, and of two other sizes between them.
  @Test(arguments: [1, 3, 4, 13])
  func `small strata have the p-values of shuffles one by one`(count: Int) {
    var random = seed.stream("small \(count)")
    var strata = (0..<count).map { _ in
      Designs.block(continuous: true, effect: 0.2, from: &random)
    }
    strata.append(Self.stratum(items: 16, weighted: 9, from: &random) { $0.unit() })
    strata += (0..<count).map { _ in Designs.block(effect: 0.2, from: &random) }
    strata += (0..<5).map { _ in Self.stratum(items: 16, weighted: 8, from: &random) { $0.unit() } }
    // Few scores differ from 0, so that the weights are permuted.
    strata += (0..<4).map { _ in
      Self.stratum(items: 14, weighted: 9, from: &random) { $0.below(6) == 0 ? $0.unit() : 0 }
    }
    expectEqual(strata, permutations: 2_000)
  }

  /// Coins with scores of few kinds, with scores of many kinds, and with weights of many kinds.
  @Test(arguments: [3, 1_000_000])
  func `large strata have the p-values of shuffles`(kinds: Int) {
    var random = seed.stream("large \(kinds)")
    let strata = [
      Self.stratum(items: 300, weighted: 140, from: &random) { Double($0.below(kinds)) / 7 },
      Self.stratum(items: 17, weighted: 5, from: &random) { Double($0.below(kinds)) / 7 },
      Self.stratum(items: 300, weighted: 160, from: &random) {
        $0.below(3) == 0 ? Double($0.below(kinds)) : 0
      },
    ]
    expectEqual(strata, permutations: 2_000)
  }

  /// One word in 10⁶ is rejected and leaves its swaps. The seed is one that draws such a word.
  @Test func `rejected words are drawn again in small strata`() {
    var random = seed.stream("rejected")
    let strata = (0..<8).map { _ in
      Self.stratum(items: 16, weighted: 15, from: &random) { $0.unit() }
    }
    #expect(expectEqual(strata, permutations: 400_000) > 0)
  }

  /// Weights of 1 and of 1...5 in two statistics, and the same scores in both.
  private static func stratum(
    items: Int, weighted: Int, from random: inout RandomStream,
    score: (inout RandomStream) -> Double
  ) -> Stratum {
    let scores = (0..<items).map { _ in score(&random) }
    var weights = (0..<items).map { $0 < weighted ? Double(1 + $0 % 5) : 0 }
    random.shuffle(&weights)
    return Stratum(scores: [scores, scores], weights: [weights.map { min($0, 1) }, weights])
  }

  /// - Returns: the number of rejected words.
  @discardableResult
  private func expectEqual(_ strata: [Stratum], permutations: Int) -> Int {
    let twin = ShuffleTwin(strata: strata, permutations: permutations, seed: seed, name: "twin")
    let outcomes = PermutationTest(strata: strata)
      .outcomes(permutations: permutations, seed: seed, name: "twin")
    #expect(outcomes.allSatisfy { !$0.isExact })
    #expect(outcomes.map(\.pValue) == twin.pValues)
    #expect(twin.pValues.contains { (0.01...0.99).contains($0) })
    return twin.rejected
  }
}

/// The slow twin: a partial Fisher-Yates shuffle for each stratum, with several indices from one word.
private struct ShuffleTwin {
  private(set) var pValues: [Double] = []
  private(set) var rejected = 0

  init(strata: [Stratum], permutations: Int, seed: Seed, name: String) {
    let statistics = strata[0].statistics
    let observed = (0..<statistics).map {
      NaivePermutation.statistic($0, scores: strata.map(\.scores), weights: strata.map(\.weights))
    }
    var reached = [Int](repeating: 0, count: statistics)
    for chunk in 0..<64 {
      let size = permutations / 64 + (chunk < permutations % 64 ? 1 : 0)
      var random = seed.stream("\(name), chunk \(chunk)")
      var sums = [[Double]](repeating: [Double](repeating: 0, count: statistics), count: size)
      for stratum in strata { add(stratum, to: &sums, from: &random) }
      for k in 0..<statistics { reached[k] += sums.count { $0[k] >= observed[k] - 1e-9 } }
    }
    pValues = reached.map { Double(1 + $0) / Double(1 + permutations) }
  }

  private mutating func add(
    _ stratum: Stratum, to sums: inout [[Double]], from random: inout RandomStream
  ) {
    func rows(_ columns: [[Double]]) -> [[Double]] {
      columns[0].indices.map { item in columns.map { $0[item] } }
    }
    let (scores, weights) = (rows(stratum.scores), rows(stratum.weights))
    let scored = scores.filter { $0.contains { $0 != 0 } }
    let weighted = weights.filter { $0.contains { $0 != 0 } }
    let fixed = scored.count < weighted.count ? scored : weighted
    var permuted = scored.count < weighted.count ? weights : scores
    for permutation in sums.indices {
      var first = 0
      while first < fixed.count {
        var (last, outcomes) = (first + 1, UInt64(permuted.count - first))
        while last < fixed.count, UInt64(permuted.count - last) <= (1 << 56) / outcomes {
          outcomes *= UInt64(permuted.count - last)
          last += 1
        }
        let threshold = (0 &- outcomes) % outcomes
        while true {
          var part = [Double](repeating: 0, count: sums[permutation].count)
          var word = random.next()
          for position in first..<last {
            let (offset, rest) = word.multipliedFullWidth(by: UInt64(permuted.count - position))
            permuted.swapAt(position, position + Int(offset))
            for k in part.indices { part[k] += fixed[position][k] * permuted[position][k] }
            word = rest
          }
          if word >= threshold {
            for k in part.indices { sums[permutation][k] += part[k] }
            break
          }
          rejected += 1
        }
        first = last
      }
    }
  }
}
