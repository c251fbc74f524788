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

  /// The loss separates, but the primary attack does not: whether a reference has a little more or a
  /// little less loss on what it was trained on is chance.
  @Test func `a weak primary attack does not pass while another attack is stronger`() throws {
    let count = 400
    let noise = (0..<count).map { Double(($0 * 7_919) % 101) / 100 }
    let members = (0..<count).filter { $0 % 2 == 0 }
    let half = (0..<count).map { ($0 / 4) % 2 == 0 }
    let losses = [half, half.map(!)].map { side in
      (0..<count).map { utterance -> Double? in
        let learnt = (utterance / 2) % 2 == 0 ? 0.99 : 1.01
        return noise[utterance] + (side[utterance] ? learnt : 1)
      }
    }
    let analysis = MembershipAnalysis(
      target: (0..<count).map { noise[$0] + ($0 % 2 == 0 ? 1 : 3) },
      references: SubsetTable(
        losses: losses, inTraining: [half, half.map(!)], utterances: count),
      groups: [
        MembershipGroup(
          name: "all", members: members, nonMembers: (0..<count).filter { $0 % 2 == 1 })
      ], keep: 1, seed: Seed(short: 1))
    let judgement = try #require(MembershipLimits(maxAUC: 0.9).judgements(analysis).first)
    let loss = try #require(analysis.groups[0].kept.first { $0.attack == .loss }?.auc)
    let primary = try #require(judgement.found)
    #expect(loss.value == 1 && primary.lower < 0.9)
    #expect(judgement.outcome == .inconclusive && judgement.reason.contains("'loss'"))
  }
}
