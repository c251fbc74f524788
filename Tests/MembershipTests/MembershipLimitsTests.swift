import Membership
import Memorization
import Randomness
import Testing

@Suite struct MembershipLimitsTests {
  /// An analysis by the loss alone of members whose losses are lower by `shift`.
  private func analysis(_ count: Int, shift: Double) -> MembershipAnalysis {
    let losses = (0..<count).map { number -> Double? in
      let ease = 2 + shift + 0.01 * Double(number)
      return number % 2 == 0 ? ease - shift : ease
    }
    let members = (0..<count).filter { $0 % 2 == 0 }
    return MembershipAnalysis(
      target: losses,
      references: SubsetTable(losses: [], inTraining: [], utterances: count),
      groups: [
        MembershipGroup(
          name: "all", members: members, nonMembers: (0..<count).filter { $0 % 2 == 1 })
      ], keep: 0.2, seed: Seed(short: 1))
  }

  @Test func `limits fail, pass or are inconclusive by the interval`() throws {
    let separated = analysis(400, shift: 10)
    let same = analysis(400, shift: 0)
    func outcome(_ analysis: MembershipAnalysis, _ limits: MembershipLimits) -> [String] {
      limits.judgements(analysis).map(\.outcome.rawValue)
    }
    #expect(outcome(separated, MembershipLimits(maxAUC: 0.6)) == ["fail"])
    #expect(outcome(same, MembershipLimits(maxAUC: 0.6)) == ["pass"])
    #expect(outcome(same, MembershipLimits(maxAUC: 0.51)) == ["inconclusive"])
    let both = MembershipLimits(maxAUC: 0.7, maxTruePositiveRate: 0.05)
    #expect(outcome(separated, both) == ["fail", "fail"])
    #expect(outcome(same, both) == ["pass", "pass"])
    #expect(outcome(same, MembershipLimits()) == [])
  }

  @Test func `a rate that too few non-members can show is inconclusive with the number`() throws {
    let limits = MembershipLimits(maxTruePositiveRate: 0.05)
    let judgement = try #require(limits.judgements(analysis(150, shift: 10)).first)
    #expect(judgement.outcome == .inconclusive && judgement.found == nil)
    #expect(judgement.reason == "1% false positives need 100 non-members, and 75 have a score")
  }
}
