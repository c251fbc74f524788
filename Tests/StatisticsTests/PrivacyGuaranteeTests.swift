import Foundation
import Statistics
import Testing

@Suite struct PrivacyGuaranteeTests {
  /// Group privacy one record at a time: delta becomes exp(ε)·δ' + δ, which the closed form bounds.
  @Test(arguments: [(0.5, 1e-6), (1, 1e-5), (3, 1e-9)])
  func `the guarantee of a group bounds that of a chain of records`(
    epsilon: Double, delta: Double
  ) {
    let record = PrivacyGuarantee(epsilon: epsilon, delta: delta)
    var chain = 0.0
    for size in 1...8 {
      chain = exp(epsilon) * chain + delta
      let group = record.forGroup(of: size)
      #expect(group.epsilon == Double(size) * epsilon)
      #expect(group.delta >= min(1, chain) * (1 - 1e-12))
      #expect(group.delta <= min(1, Double(size) * chain) * (1 + 1e-12))
    }
  }

  @Test func `a group of one record has the record's guarantee, and pure privacy stays pure`() {
    let record = PrivacyGuarantee(epsilon: 8, delta: 1e-6)
    #expect(record.forGroup(of: 1) == record)
    #expect(
      PrivacyGuarantee(epsilon: 8, delta: 0).forGroup(of: 16)
        == PrivacyGuarantee(epsilon: 128, delta: 0))
  }

  @Test func `a delta above 1 promises nothing and does not overflow`() {
    #expect(PrivacyGuarantee(epsilon: 8, delta: 1e-6).forGroup(of: 16).delta == 1)
    let extreme = PrivacyGuarantee(epsilon: 1e6, delta: 1e-300).forGroup(of: 1_000)
    #expect(extreme.epsilon == 1e9 && extreme.delta == 1)
  }
}
