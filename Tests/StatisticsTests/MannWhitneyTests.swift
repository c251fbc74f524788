import Randomness
import Statistics
import Testing

@Suite struct MannWhitneyTests {
  private struct Case: Decodable {
    let name: String
    let trained, controls: [Double]
    let statistic, pValue: Double
    let isExact: Bool
  }

  @Test func `statistics and p-values agree with scipy, exact and tied`() throws {
    for wanted in try fixture("mann-whitney", of: Case.self) {
      let test = MannWhitney(trained: wanted.trained, controls: wanted.controls)
      #expect(test.statistic == wanted.statistic, "\(wanted.name)")
      #expect(agree(test.pValue, wanted.pValue), "\(wanted.name)")
      #expect(test.isExact == wanted.isExact, "\(wanted.name)")
    }
  }

  /// A permutation test of rank sums in a single stratum is equivalent.
  @Test func `the exact p-value is that of all relabelings`() {
    let (trained, controls) = ([0.9, 0.35, 0.6], [0.1, 0.5, 0.2, 0.7])
    let ranks = [7.0, 3, 5, 1, 4, 2, 6]
    let naive = NaivePermutation.exact(
      0, [Stratum(scores: [ranks], weights: [[1, 1, 1, 0, 0, 0, 0]])])
    let test = MannWhitney(trained: trained, controls: controls)
    #expect(abs(test.pValue - naive.pValue) < 1e-15)
    #expect(test.statistic == 9)
  }

  @Test func `p is 1 if all are tied or a group is empty`() {
    let tied = MannWhitney(trained: [0, 0, 0], controls: [0, 0])
    #expect(tied.pValue == 1 && tied.statistic == 3 && !tied.isExact)
    #expect(MannWhitney(trained: [], controls: [1, 2]).pValue == 1)
    #expect(MannWhitney(trained: [1], controls: []).pValue == 1)
    #expect(MannWhitney(trained: [], controls: []).pValue == 1)
  }

  @Test func `the false-alarm rate is at most the level`() {
    var random = Seed(short: 43).stream("tied null")
    func draw(_ count: Int) -> [Double] {
      (0..<count).map { _ in Double(max(0, random.below(14) - 8)) / 5 }
    }
    let runs = 4_000
    let rejected = (0..<runs).count { _ in
      MannWhitney(trained: draw(20), controls: draw(60)).pValue <= 0.05
    }
    #expect(abs(Double(rejected) / Double(runs) - 0.05) < margin(0.05, runs) + 0.003)
  }
}
