import Randomness
import Statistics
import Testing

/// The exact p-value of a trend in more strata than are convolved.
@Suite struct TrendTailTests {
  private typealias Block = (doses: [Double], scores: [Double])

  private static let doses = [2.0, 2, 4, 4, 8, 16]

  /// 900 blocks of six, whose scores rise by `slope` with the logarithm of the dose.
  private static func blocks(slope: Double, kinds: Int, from random: inout RandomStream) -> [Block]
  {
    (0..<900).map { _ in
      (
        doses: doses,
        scores: [1.0, 1, 2, 2, 3, 4].map {
          Double(random.below(kinds)) / Double(kinds) + slope * $0
        }
      )
    }
  }

  /// J counts pairs of unequal doses; S is twice J minus their number.
  private static func concordance(_ doses: [Double], _ scores: [Double]) -> Int {
    var sum = 0
    for a in doses.indices {
      for b in doses.indices where doses[a] < doses[b] {
        sum += scores[a] < scores[b] ? 1 : scores[a] > scores[b] ? -1 : 0
      }
    }
    return sum
  }

  /// The slow twin: the distributions of all blocks convolved one by one.
  private static func convolvedPValue(_ blocks: [Block]) -> Double {
    let orders = NaivePermutation.orders(6)
    var known: [[Bool]: [Double]] = [:]
    var (total, reach) = ([1.0], 0)
    var observed = 0
    for block in blocks {
      observed += concordance(block.doses, block.scores)
      let sorted = block.scores.sorted()
      let ties = zip(sorted, sorted.dropFirst()).map { $0 == $1 }
      if known[ties] == nil {
        var masses = [Double](repeating: 0, count: 27)
        for order in orders {
          masses[13 + concordance(order.map { block.doses[$0] }, block.scores)] += 1.0 / 720
        }
        known[ties] = masses
      }
      var sum = [Double](repeating: 0, count: total.count + 26)
      for (i, mass) in known[ties]!.enumerated() where mass > 0 {
        for j in total.indices { sum[i + j] += mass * total[j] }
      }
      (total, reach) = (sum, reach + 13)
    }
    return total[(observed + reach)...].reduce(0, +)
  }

  @Test(arguments: [(-0.05, 3), (0, 3), (0, 1_000), (0.02, 3), (0.1, 5)])
  func `p equals that of convolved distributions`(slope: Double, kinds: Int) {
    var random = Seed(short: 8).stream("trend \(slope) \(kinds)")
    let blocks = Self.blocks(slope: slope, kinds: kinds, from: &random)
    let outcome = JonckheereTerpstra(strata: blocks)
      .outcome(permutations: 9, seed: Seed(short: 1), name: "any")
    let slow = Self.convolvedPValue(blocks)
    #expect(outcome.isExact && slow > 0)
    #expect(abs(outcome.pValue / slow - 1) < 1e-9, "\(outcome.pValue) and \(slow)")
  }

  /// 180^-900 is too small for a number, and a p-value is never 0.
  @Test func `a perfect trend in many blocks has a p-value above 0`() {
    let blocks = [Block](repeating: (Self.doses, Self.doses), count: 900)
    let p = JonckheereTerpstra(strata: blocks)
      .outcome(permutations: 9, seed: Seed(short: 1), name: "any").pValue
    #expect(p > 0 && p < 1e-300)
  }

  @Test func `the opposite of a perfect trend in many blocks has a p-value of 1`() {
    let blocks = [Block](repeating: (Self.doses, Self.doses.map { -$0 }), count: 900)
    let p = JonckheereTerpstra(strata: blocks)
      .outcome(permutations: 9, seed: Seed(short: 1), name: "any").pValue
    #expect(p == 1)
  }
}
