import Statistics

/// A property of an utterance that is known without any model, such as its duration, and how well it
/// alone tells members from non-members.
///
/// If it can, the lists differ in more than membership, and the result of an attack says little about the
/// model.
package struct BlindFeature: Codable, Hashable, Sendable {
  /// The key of the feature in a trace table.
  package let name: String
  /// The number of members and of non-members that have the feature.
  package let members: Int
  package let nonMembers: Int
  /// The probability that a member has the higher value.
  package let auc: AttackResult.Estimate

  /// The highest bound at which the lists count as alike.
  package static let highestBound = 0.55

  /// - Parameters: values of the feature; NaN is left out.
  /// - Returns: nil if a group has no value.
  package init?(_ name: String, members: [Double], nonMembers: [Double]) {
    let (members, others) = (members.filter { !$0.isNaN }, nonMembers.filter { !$0.isNaN })
    guard let auc = AUC(trained: members, controls: others) else { return nil }
    self.name = name
    self.members = members.count
    self.nonMembers = others.count
    self.auc = AttackResult.Estimate(auc.value, auc.interval(confidence: 0.95))
  }

  /// The upper bound at 95% of the AUC in the direction in which it is larger, 0.5...1.
  package var bound: Double { max(auc.upper, 1 - auc.lower) }

  /// True if the feature can be excluded as a way to tell the lists apart.
  package var isBlind: Bool { bound <= Self.highestBound }
}
