import AuditModel
import Files
import Scoring
import Settings

/// Limits and waivers in YAML, in a file of their own or in a team's `asr-audit.yml`.
///
///     gate:
///       - memorization: {max: 0.10, repetitions: [1, 2]}
///       - near-memorization: {max: 0.20, repetitions: [8, 16], speeds: [2], level: warn}
///       - regression: {max-increase: 0.10, repetitions: [1, 2, 4, 8, 16]}
///       - detection: {level: error}
///       - conflicts: {max: 0}
///       - suspects: {max-share: 0.01, min-excess: 5}
///       - membership: {max-auc: 0.6, max-tpr-at-1%: 0.05}
///     training-evidence: assumed
///     waivers:
///       - {metric: memorization, repetitions: [8, 16], until: 2026-12-31, reason: "fixed in v2"}
///
/// `max`, `max-increase` (default 0.10): above 0, below 1. `repetitions`: the tiers to pool.
/// `speeds`: all by default. `level`: `error` (default), `warn` or `off`. A waiver names its
/// `metric`, its last day `until` and a `reason`; without `repetitions` or `speeds` it applies to
/// all of them. `training-evidence: assumed` lets an audit pass without evidence that training used
/// the canaries; the report then says so. Any other key is an error.
package struct GateFile: Hashable, Sendable {
  package let limits: [GateLimit]
  /// The limits on analyses.
  package let analysisLimits: [AnalysisLimit]
  package let waivers: [Waiver]
  /// True if the file assumes that training used the canaries.
  package let assumesTraining: Bool
  /// The line of each limit.
  private let lines: [Int?]
  private var path: String?

  /// The most limits, and the most waivers. A design has at most a few dozen groups of canaries, and
  /// limits are compared with one another.
  private static let mostEntries = 500

  /// Calls `body` with each limit. Problems that it throws receive the limit's file and line.
  package func eachLimit(_ body: (GateLimit) throws(Problem) -> Void) throws(Problem) {
    for (limit, line) in zip(limits, lines) {
      do throws(Problem) {
        try body(limit)
      } catch {
        throw error.located(in: path ?? "gate file", line: line)
      }
    }
  }

  package static func read(_ path: String) throws(Problem) -> GateFile {
    var file = try SettingsDocument.read(path, limit: 1 << 20, parse: parse)
    file.path = path
    return file
  }

  package static func parse(_ text: String) throws(Problem) -> GateFile {
    guard let root = try SettingsDocument.root(of: text), let section = root.section else {
      throw Problem(
        .badData, "expected a mapping with the key 'gate'",
        hint: "gate:\n    - memorization: {max: 0.10, repetitions: [1, 2]}")
    }
    try section.check(known: ["gate", "training-evidence", "waivers"])
    let evidence: PrimaryAnalysis.TrainingEvidence? = try section.optional(
      "training-evidence", SettingsValue.word)
    guard let items = section["gate"]?.list, !items.isEmpty else {
      throw Problem(
        .badData, "expected a list of one limit or more",
        line: (section["gate"] ?? root).line, field: "gate")
    }
    for (name, list) in [("gate", items), ("waivers", section["waivers"]?.list ?? [])]
    where list.count > mostEntries {
      throw Problem(
        .badData, "has \(list.count) entries; at most \(mostEntries) are read",
        line: list[mostEntries].line, field: name,
        hint: "pool tiers, as in repetitions: [1, 2], or leave the speeds out")
    }
    var (analyses, others): ([AnalysisLimit], [SettingsValue]) = ([], [])
    for item in items {
      if let limit = try AnalysisLimit(item) {
        guard !analyses.contains(where: { $0.metric == limit.metric }) else {
          throw Problem(
            .badData, "two limits on \(limit.metric.rawValue)", line: item.line,
            field: limit.metric.rawValue)
        }
        analyses.append(limit)
      } else {
        others.append(item)
      }
    }
    return GateFile(
      limits: try limits(others), analysisLimits: analyses,
      waivers: try waivers(section["waivers"]),
      assumesTraining: evidence == .assumed,
      lines: others.map(\.line))
  }
}
