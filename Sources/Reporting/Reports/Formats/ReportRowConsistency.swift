import Files
import Scoring
import Statistics

/// Counts the rows of a report's canaries and compares the counts with the report's tables.
struct ReportRowConsistency {
  private struct Group: Hashable {
    let speed: Double
    /// 0 for the controls.
    let repetitions: Int
  }

  private var exact: [Group: Proportion] = [:]
  private var near: [Group: Proportion] = [:]

  mutating func add(_ row: ReportRow) {
    guard row.role == .trained || row.role == .control, let isExact = row.exact,
      let isNear = row.near
    else { return }
    let group = Group(speed: row.speed, repetitions: row.repetitions)
    exact[group, default: Self.none] = exact[group, default: Self.none] + Self.one(isExact)
    near[group, default: Self.none] = near[group, default: Self.none] + Self.one(isNear)
  }

  private static let none = Proportion(hits: 0, trials: 0)
  private static func one(_ isHit: Bool) -> Proportion {
    Proportion(hits: isHit ? 1 : 0, trials: 1)
  }

  /// Throws if a table does not have the counts of the rows.
  func check(_ report: Report) throws(Problem) {
    for speed in report.speeds {
      try check(speed.controls, Group(speed: speed.speed, repetitions: 0))
      for tier in speed.tiers {
        try check(tier.trained, Group(speed: speed.speed, repetitions: tier.repetitions))
      }
    }
  }

  private func check(_ result: Report.GroupResult, _ group: Group) throws(Problem) {
    guard result.exact == exact[group, default: Self.none],
      result.near == near[group, default: Self.none]
    else {
      let canaries =
        group.repetitions == 0
        ? "the controls" : "the canaries with \(group.repetitions) repetitions"
      throw Problem(
        .badData,
        "the rows of \(canaries) at \(trimmed(group.speed))x do not add up to the counts of the table",
        field: "canaries", hint: "if the file was edited, write it again with asr-audit score")
    }
  }
}
