import AuditModel
import Files
import Memorization
import Traces

/// The source of the knowledge which utterances the target was trained on.
package enum MembershipSource: Sendable {
  /// The canaries of a ledger. Their roles were drawn at random, so trained canaries and controls differ
  /// in nothing else.
  case ledger(Ledger)
  /// A list of members; all other utterances of the target's table are non-members.
  case members(MemberList)
  /// The key `in_training` of the target's table.
  case targetTable

  package var name: String {
    switch self {
    case .ledger: "ledger"
    case .members: "members"
    case .targetTable: "target table"
    }
  }

  /// True if members and non-members differ in nothing but chance.
  package var isRandomized: Bool { if case .ledger = self { true } else { false } }
}

/// The utterances that an attack is tried on, in the order of their numbers, and their groups.
struct AuditedUtterances {
  private(set) var ids: [String] = []
  /// The first group has all utterances.
  private(set) var groups: [MembershipGroup] = []

  /// - Parameter inTraining: what the target's table tells about its utterances.
  init(
    _ source: MembershipSource, target: TraceFile, inTraining: [Bool?]
  ) throws(Problem) {
    switch source {
    case .ledger(let ledger): addCanaries(ledger)
    case .members(let list):
      ids = target.table.ids
      groups = [Self.group(ids.map(list.ids.contains))]
      guard !groups[0].members.isEmpty else {
        throw Problem(
          .badData, "none of its \(list.ids.count) ids is in \(target.path)", file: list.path,
          hint: "the first id of the trace table is '\(ids.first?.printable ?? "")'")
      }
    case .targetTable:
      let known = inTraining.indices.filter { inTraining[$0] != nil }
      guard !known.isEmpty else {
        throw Problem(
          .badData, "does not tell which utterances the model was trained on", file: target.path,
          field: "in_training",
          hint: "name a \(MembershipSetting.ledger) or a list of \(MembershipSetting.members)")
      }
      ids = known.map { target.table.ids[$0] }
      groups = [Self.group(known.map { inTraining[$0] == true })]
    }
    let all = groups[0]
    guard !all.members.isEmpty, !all.nonMembers.isEmpty else {
      throw Problem(
        .badData,
        all.members.isEmpty
          ? "the target was trained on none of the \(ids.count) utterances"
          : "the target was trained on all of the \(ids.count) utterances",
        file: target.path,
        hint: "an attack needs members and non-members; trace both with the target")
    }
  }

  private static func group(_ isMember: [Bool]) -> MembershipGroup {
    MembershipGroup(
      name: "all", members: isMember.indices.filter { isMember[$0] },
      nonMembers: isMember.indices.filter { !isMember[$0] })
  }

  /// A group of all canaries, and one for each speed and tier with the controls of that speed.
  private mutating func addCanaries(_ ledger: Ledger) {
    let canaries = ledger.canaries.filter { $0.role == .trained || $0.role == .control }
    ids = canaries.map(\.probeID)
    groups = [Self.group(canaries.map { $0.role == .trained })]
    for speed in ledger.header.design.speeds {
      func numbers(_ repetitions: Int) -> [Int] {
        canaries.indices.filter {
          canaries[$0].speed == speed && canaries[$0].repetitions == repetitions
        }
      }
      for repetitions in ledger.header.design.repetitions {
        groups.append(
          MembershipGroup(
            name: "\(trimmed(speed))x, \(GateLimit.tiers([repetitions]))",
            members: numbers(repetitions), nonMembers: numbers(0)))
      }
    }
  }
}
