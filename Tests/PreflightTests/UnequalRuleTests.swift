import AuditModel
import AuditSamples
import Preflight
import Profiles
import Testing

/// Rules that hit trained canaries and controls unequally.
struct UnequalRuleTests {
  private let profile: Profile
  /// 20 trained canaries and 20 controls, each of one second.
  private let ledger: Ledger

  init() throws {
    profile = try ProfileFile.parse(
      """
      name: ours
      min_duration: 0.5
      other_filters: none
      loss: attention
      speed_factors: none
      time_masks: none
      """)
    ledger = Experiment(blocks: 10, allocation: [(2, 2), (0, 2)]).ledger
  }

  private func check(shortening isShort: (Int, Canary) -> Bool) -> SurvivalCheck {
    var ledger = ledger
    for (index, canary) in ledger.canaries.enumerated() where isShort(index, canary) {
      ledger.canaries[index].frames /= 4
    }
    return SurvivalCheck(ledger, profile, tokens: nil, epochs: nil)
  }

  @Test func `a rule that hits trained canaries only is named with its counts`() throws {
    let check = check { $1.role == .trained && $0 % 2 == 0 }
    let found = try #require(check.unequal.first)
    #expect(check.unequal.count == 1 && found.rule == .minDuration)
    #expect(found.trained.hits == 10 && found.trained.of == 20)
    #expect(found.controls.hits == 0 && found.controls.of == 20)
    // Twice the probability that all ten hits fall on one of both groups.
    #expect((found.pValue / 0.000_435_9 - 1).magnitude < 0.01, "\(found.pValue)")
  }

  @Test func `a rule that hits controls only is named as well`() {
    #expect(check { $1.role == .control && $0 % 2 == 0 }.unequal.map(\.rule) == [.minDuration])
  }

  @Test func `a rule that hits both alike is no error, however many it hits`() {
    #expect(check { index, _ in index % 3 == 0 }.unequal.isEmpty)
    let all = check { _, _ in true }
    #expect(all.unequal.isEmpty && all.count(.dropped) == 40)
  }

  @Test func `a few more hits are no error`() {
    #expect(check { $1.role == .trained && $0 < 8 }.unequal.isEmpty)
  }
}
