import Randomness
import Statistics
import Testing

@Suite struct BenjaminiHochbergTests {
  @Test func `adjusted values agree with scipy`() throws {
    struct Case: Decodable { let pValues, adjusted: [Double] }
    for wanted in try fixture("benjamini-hochberg", of: Case.self) {
      let adjusted = BenjaminiHochberg.adjusted(wanted.pValues)
      #expect(adjusted.count == wanted.adjusted.count)
      for (value, expected) in zip(adjusted, wanted.adjusted) { #expect(agree(value, expected)) }
    }
    #expect(BenjaminiHochberg.adjusted([]).isEmpty)
  }

  /// For example, 100 canaries need 10 top ranks among 200 controls, and 30 among 67.
  @Test(arguments: [(200, 10), (67, 30), (1_999, 1), (1_998, 2), (10, 182)])
  func `so many top ranks are rejected together and one fewer is not`(references: Int, needed: Int)
  {
    let found = BenjaminiHochberg.topRanksNeeded(tests: 100, references: references, level: 0.05)
    #expect(found == min(needed, 101))
    let top = 1 / Double(references + 1)
    for count in [found - 1, found] where (1...100).contains(count) {
      let p = (0..<100).map { $0 < count ? top : 1 }
      let rejected = BenjaminiHochberg.adjusted(p).count { $0 <= 0.05 }
      #expect(rejected == (count == found ? count : 0))
    }
  }

  /// All null hypotheses are true, so the false discovery rate is the share of audits with a
  /// rejection.
  @Test func `the false discovery rate of canaries that share controls is below the level`() {
    var random = Seed(short: 42).stream("shared controls")
    let runs = 2_000
    let withDiscovery = (0..<runs).count { _ in
      let exposure = Exposure(references: (0..<100).map { _ in random.unit() })
      let p = (0..<20).map { _ in Double(exposure.rank(of: random.unit())) / 101 }
      return BenjaminiHochberg.adjusted(p).contains { $0 <= 0.1 }
    }
    #expect(Double(withDiscovery) / Double(runs) < 0.1 + margin(0.1, runs))
    #expect(withDiscovery > 0)
  }
}
