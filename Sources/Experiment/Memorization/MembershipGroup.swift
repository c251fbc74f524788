/// Members and non-members that an attack is to tell apart.
package struct MembershipGroup: Hashable, Sendable {
  /// A name for tables, such as `2x, 4 repetitions`.
  package let name: String
  /// The numbers of the utterances that the target was trained on.
  package let members: [Int]
  /// The numbers of the utterances that the target was not trained on.
  package let nonMembers: [Int]

  package init(name: String, members: [Int], nonMembers: [Int]) {
    self.name = name
    self.members = members
    self.nonMembers = nonMembers
  }
}

extension ReferenceStatistics {
  /// Returns the result of an attack on a group.
  ///
  /// - Parameters:
  ///   - target: the target's loss for each utterance in nats; nil or non-finite counts as missing.
  ///   - kept: the utterances to attack; nil for all of the group.
  package func result(
    _ attack: MembershipAttack, on group: MembershipGroup, target: [Double?],
    kept: Set<Int>? = nil
  ) -> AttackResult {
    var unscored = 0
    func scores(_ utterances: [Int]) -> [Double] {
      utterances.compactMap { utterance in
        guard kept?.contains(utterance) ?? true else { return nil }
        let score = SubsetTable.known(target[utterance]).flatMap {
          self.score(attack, of: utterance, loss: $0)
        }
        if score == nil { unscored += 1 }
        return score
      }
    }
    let (members, nonMembers) = (scores(group.members), scores(group.nonMembers))
    return AttackResult(
      attack, members: members, nonMembers: nonMembers, unscored: unscored)
  }
}
