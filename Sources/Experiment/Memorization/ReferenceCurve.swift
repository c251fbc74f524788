import Randomness
import Statistics

/// The AUC of an attack with some of the reference models.
package struct ReferenceCurve: Codable, Hashable, Sendable {
  package let attack: MembershipAttack
  package let points: [Spread]

  /// The AUCs of several choices of reference models, or of several targets.
  package struct Spread: Codable, Hashable, Sendable {
    /// The number of reference models.
    package let references: Int
    /// The number of AUCs.
    package let count: Int
    package let mean: Double
    package let lowest: Double
    package let highest: Double

    /// - Returns: nil without AUCs.
    package init?(references: Int, _ aucs: [Double]) {
      guard let lowest = aucs.min(), let highest = aucs.max() else { return nil }
      self.references = references
      count = aucs.count
      mean = Statistics.mean(aucs)
      self.lowest = lowest
      self.highest = highest
    }
  }

  /// Returns the curves of all attacks that use reference models, over 1, 2, 4, … models and all of them.
  /// A number that leaves an attack without scores has no point, and an attack without points no curve.
  package static func curves(
    _ table: SubsetTable, on group: MembershipGroup, target: [Double?], seed: Seed
  ) -> [ReferenceCurve] {
    let pairs = ReferencePairs(table)
    var counts = Array(sequence(first: 1) { $0 * 2 }.prefix { $0 < pairs.units.count })
    if !pairs.units.isEmpty { counts.append(pairs.units.count) }
    let size = pairs.arePairs ? 2 : 1
    let attacks = MembershipAttack.allCases.filter(\.needsOut)
    var aucs = [[[Double]]](repeating: [], count: attacks.count)
    for count in counts {
      let statistics = pairs.choices(ofUnits: count, seed: seed).map {
        ReferenceStatistics(table.selecting($0))
      }
      for (place, attack) in attacks.enumerated() {
        aucs[place].append(
          statistics.compactMap { $0.result(attack, on: group, target: target).auc?.value })
      }
    }
    return zip(attacks, aucs).compactMap { attack, aucs in
      let points = zip(counts, aucs).compactMap { Spread(references: $0 * size, $1) }
      return points.isEmpty ? nil : ReferenceCurve(attack: attack, points: points)
    }
  }

  /// Returns the AUC of each attack if every reference model in turn is the target and the others are its
  /// references: the spread that other models would show. It covers the audited utterances of the group.
  package static func overTargets(
    _ table: SubsetTable, utterances: [Int]
  ) -> [ReferenceCurve] {
    guard table.models > 1 else { return [] }
    let statistics = (0..<table.models).map { target in
      ReferenceStatistics(table.selecting((0..<table.models).filter { $0 != target }))
    }
    return MembershipAttack.allCases.compactMap { attack in
      let aucs = (0..<table.models).compactMap { target in
        let members = table.inTraining[target]
        let group = MembershipGroup(
          name: "", members: utterances.filter { members[$0] },
          nonMembers: utterances.filter { !members[$0] })
        return statistics[target].result(attack, on: group, target: table.losses[target])
          .auc?.value
      }
      return Spread(references: table.models - 1, aucs).map {
        ReferenceCurve(attack: attack, points: [$0])
      }
    }
  }
}
