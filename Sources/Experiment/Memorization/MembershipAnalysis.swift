import Randomness

/// The attacks on a target, for each group of members and non-members.
package struct MembershipAnalysis: Codable, Hashable, Sendable {
  /// The share of utterances that the second result of each attack keeps.
  package let keep: Double
  /// The attack that limits apply to, chosen by the kind of reference models and not by its result.
  package let primaryAttack: MembershipAttack
  package let groups: [GroupResult]
  /// The resemblance of the references to the target, on the first group; nil without references.
  package let fit: ReferenceFit?
  /// The AUC by the number of reference models, on the first group.
  package let curves: [ReferenceCurve]
  /// The AUC if each reference model in turn is the target, on the first group.
  package let targets: [ReferenceCurve]

  package struct GroupResult: Codable, Hashable, Sendable {
    package let name: String
    /// The results on all utterances of the group, one for each attack.
    package let all: [AttackResult]
    /// The results on the utterances that the references memorise most; empty if none has an estimate.
    package let kept: [AttackResult]
  }

  /// - Parameters:
  ///   - target: the target's loss for each utterance in nats; nil or non-finite counts as missing.
  ///   - groups: at least one; the first one should contain the others.
  ///   - keep: the share of utterances to keep, above 0 and at most 1.
  package init(
    target: [Double?], references: SubsetTable, groups: [MembershipGroup], keep: Double,
    seed: Seed
  ) {
    let statistics = ReferenceStatistics(references)
    self.keep = keep
    let hasOut = statistics.losses.contains { $0.out.count > 0 }
    let isComplete = statistics.losses.contains { $0.in.count > 0 && $0.out.count > 0 }
    primaryAttack = isComplete ? .liraOnline : hasOut ? .difference : .loss
    let attacks = MembershipAttack.allCases
    self.groups = groups.map { group in
      let kept = Set(
        statistics.mostMemorized(share: keep, of: group.members + group.nonMembers))
      return GroupResult(
        name: group.name,
        all: attacks.map { statistics.result($0, on: group, target: target) },
        kept: kept.isEmpty
          ? [] : attacks.map { statistics.result($0, on: group, target: target, kept: kept) })
    }
    fit = groups.first.flatMap { ReferenceFit(statistics, $0, target: target) }
    guard let first = groups.first, references.models > 0 else {
      (curves, targets) = ([], [])
      return
    }
    curves = ReferenceCurve.curves(references, on: first, target: target, seed: seed)
    targets = ReferenceCurve.overTargets(
      references, utterances: first.members + first.nonMembers)
  }
}
