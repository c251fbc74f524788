import Statistics

/// The distance of the target's losses from those of reference models that resemble it, utterance by
/// utterance. LiRA assumes that both come from the same distribution.
package struct ReferenceFit: Codable, Hashable, Sendable {
  /// The median, over non-members, of the target's loss minus the mean loss of the models that were not
  /// trained on the utterance, in nats.
  package let nonMemberShift: Double
  /// The median over members for models that were trained on the utterance; nil without such models.
  package let memberShift: Double?
  /// The standard deviation of a loss between models that were not trained on the utterance, in nats; nil
  /// if no utterance has two of them.
  package let deviation: Double?

  /// - Returns: nil if no non-member has a loss under the target and under a model without it.
  package init?(_ statistics: ReferenceStatistics, _ group: MembershipGroup, target: [Double?]) {
    func shift(
      _ utterances: [Int], _ side: KeyPath<ReferenceStatistics.Sides, Moments>
    ) -> Double? {
      median(
        utterances.compactMap { utterance in
          let moments = statistics.losses[utterance][keyPath: side]
          guard moments.count > 0 else { return nil }
          return SubsetTable.known(target[utterance]).map { $0 - moments.mean }
        })
    }
    guard let without = shift(group.nonMembers, \.out) else { return nil }
    nonMemberShift = without
    memberShift = shift(group.members, \.in)
    deviation = statistics.losses.map(\.out).pooledVariance?.squareRoot()
  }

  /// True if non-members are further from the references than single models differ.
  package var isPoor: Bool { deviation.map { abs(nonMemberShift) > $0 } ?? false }
}
