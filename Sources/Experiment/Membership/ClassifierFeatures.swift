import AuditModel
import Files
import Memorization
import Statistics
import Traces

/// The features of a trace table from which a classifier can tell members from non-members.
package enum ClassifierFeature: String, CaseIterable, Codable, Sendable {
  /// φ of the target's loss.
  case loss
  /// The mean loss of the reference models that were not trained on the utterance, minus the target's.
  case difference
  /// The log-ratio of LiRA online.
  case liraOnline = "lira-online"
  /// The interquartile range of the target's loss over passes.
  case lossRange = "loss-iqr"
  case gradientNorm = "gradient-norm"
  case inputGradientNorm = "input-gradient-norm"
  case curvature
}

/// The rows of a classifier: the audited utterances that have every feature.
package struct ClassifierInputs: Sendable {
  package let features: [ClassifierFeature]
  package let items: CrossValidation.Items
  /// The number of utterances that lack a feature.
  package let leftOut: Int
  /// The audited utterances of the rows.
  package let utterances: [Int]

  /// - Parameters:
  ///   - features: nil for all that at least nine tenths of the utterances have.
  ///   - ledger: the source of randomisation blocks and texts; nil for a list of members.
  /// - Throws: `.badData` if too few utterances have the features.
  package init(
    _ inputs: MembershipInputs, table: TraceFile, features: [ClassifierFeature]?,
    ledger: Ledger?
  ) throws(Problem) {
    let columns = FeatureColumns(inputs, table.table)
    let values = Dictionary(
      uniqueKeysWithValues: ClassifierFeature.allCases.map { ($0, columns.values($0)) })
    let count = inputs.ids.count
    let used =
      features
      ?? ClassifierFeature.allCases.filter { feature in
        10 * values[feature]!.count { $0 != nil } >= 9 * count
      }
    let complete = inputs.ids.indices.filter { utterance in
      used.allSatisfy { values[$0]![utterance] != nil }
    }
    let members = Set(inputs.groups[0].members)
    let isMember = complete.map(members.contains)
    guard !used.isEmpty, isMember.contains(true), isMember.contains(false) else {
      let names = (features ?? ClassifierFeature.allCases).map(\.rawValue)
      throw Problem(
        .badData, "too few utterances have the features \(listed(names)) for a classifier",
        file: table.path,
        hint: "name \(MembershipSetting.features) that the table has for members and non-members")
    }
    self.features = used
    utterances = complete
    leftOut = count - complete.count
    let blocks = Self.blocks(inputs.ids, ledger)
    items = CrossValidation.Items(
      rows: complete.map { utterance in used.map { values[$0]![utterance]! } },
      isMember: isMember, groups: complete.map { blocks.groups[$0] },
      strata: complete.map { blocks.strata[$0] })
  }

  /// Groups are the fixed randomisation blocks; a canary of a coin block is a group of its own. Labels are
  /// exchangeable within a block. Without a ledger each utterance is a group, and there is one stratum.
  private static func blocks(
    _ ids: [String], _ ledger: Ledger?
  ) -> (groups: [String], strata: [String]) {
    let canaries = Dictionary(
      (ledger?.canaries ?? []).map { ($0.probeID, $0) }, uniquingKeysWith: { first, _ in first })
    let groups = ids.map { id in
      if let canary = canaries[id], case .fixed = canary.block {
        return canary.labelGroup.description
      }
      return "utterance \(id)"
    }
    return (groups, ids.map { canaries[$0]?.labelGroup.description ?? "" })
  }
}

/// The values of features for the audited utterances; nil where one is missing.
private struct FeatureColumns {
  private let inputs: MembershipInputs
  private let rows: [[TraceRow]]
  private let statistics: ReferenceStatistics

  init(_ inputs: MembershipInputs, _ table: TraceTable) {
    self.inputs = inputs
    let name = inputs.records.target.name
    rows = inputs.ids.map { id in
      table.number(of: id).map { number in
        table.rows(of: number).map { table[$0] }.filter { $0.model == name }
      } ?? []
    }
    statistics = ReferenceStatistics(inputs.references)
  }

  func values(_ feature: ClassifierFeature) -> [Double?] {
    switch feature {
    case .loss: attack(.loss)
    case .difference: attack(.difference)
    case .liraOnline: attack(.liraOnline)
    case .lossRange: rows.map(Self.lossRange)
    case .gradientNorm: rows.map { Self.last($0, \.gradientNorm) }
    case .inputGradientNorm: rows.map { Self.last($0, \.inputGradientNorm) }
    case .curvature: rows.map { Self.last($0, \.curvature) }
    }
  }

  private func attack(_ attack: MembershipAttack) -> [Double?] {
    inputs.ids.indices.map { utterance in
      inputs.target[utterance].flatMap {
        statistics.score(attack, of: utterance, loss: $0)
      }
    }
  }

  /// The value of the last row that has one: rows are sorted by pass, with a finished model last.
  private static func last(_ rows: [TraceRow], _ value: (TraceRow) -> Double?) -> Double? {
    rows.reversed().lazy.compactMap(value).first { $0.isFinite }
  }

  /// The interquartile range of the losses over at least four passes.
  private static func lossRange(_ rows: [TraceRow]) -> Double? {
    let losses = rows.filter { $0.pass != nil }.compactMap { SubsetTable.known($0.loss) }.sorted()
    guard losses.count >= 4 else { return nil }
    return quantile(0.75, ofAscending: losses) - quantile(0.25, ofAscending: losses)
  }
}
