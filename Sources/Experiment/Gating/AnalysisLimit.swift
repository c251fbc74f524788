import AuditModel
import Files
import Scoring
import Settings

/// One limit of a gate file on an analysis of a corpus or a model.
///
///     gate:
///       - conflicts: {max: 0}
///       - suspects: {max-share: 0.01, min-excess: 5}
///       - membership: {max-auc: 0.6, max-tpr-at-1%: 0.05, level: warn}
package struct AnalysisLimit: Hashable, Sendable {
  package enum Bound: Hashable, Sendable {
    /// The largest number of conflicts that passes.
    case conflicts(Int)
    /// The largest share of suspects that passes, and the excess in interquartile ranges from which an
    /// utterance is one.
    case suspects(maxShare: Double, minExcess: Double)
    /// The largest AUC, and the largest true-positive rate at 1% false positives, that pass; at least
    /// one of them is stated.
    case membership(maxAUC: Double?, maxTruePositiveRate: Double?)
  }

  package let bound: Bound
  package let level: GateLimit.Level

  package init(_ bound: Bound, level: GateLimit.Level = .error) {
    self.bound = bound
    self.level = level
  }

  /// The excess from which an utterance is a suspect if a gate file states none.
  package static let standardExcess = 5.0

  package var metric: AnalysisJudgement.Metric {
    switch bound {
    case .conflicts: .conflicts
    case .suspects: .suspects
    case .membership: .membership
    }
  }

  /// A description such as `at most 1% suspects`.
  package var summary: String {
    switch bound {
    case .conflicts(let most): "at most \(counted(most, "conflict", "conflicts"))"
    case .suspects(let share, let excess):
      "at most \(percent(share)) suspects (excess of \(trimmed(excess)) or more)"
    case .membership(let auc, let rate):
      [
        auc.map { "AUC of at most \(trimmed($0))" },
        rate.map { "true-positive rate of at most \(percent($0)) at 1% false positives" },
      ].compactMap(\.self).joined(separator: ", ")
    }
  }

  /// Reads an entry of the list under `gate`.
  /// - Returns: nil for a limit on a report.
  init?(_ item: SettingsValue) throws(Problem) {
    guard let section = item.section, section.entries.count == 1,
      let metric = AnalysisJudgement.Metric.allCases.first(where: { section[$0.rawValue] != nil })
    else { return nil }
    guard let settings = section[metric.rawValue]?.section else {
      throw Problem(
        .badData, "expected \(Self.example(metric))", line: item.line, field: metric.rawValue)
    }
    let stated: GateLimit.Level? = try settings.optional("level", SettingsValue.word)
    level = stated ?? .error
    switch metric {
    case .conflicts:
      try settings.check(known: ["max", "level"])
      let most: Int = try settings.required("max", SettingsValue.integer)
      guard most >= 0 else {
        throw Problem(
          .usage, "expected a number from 0, found \(most)", line: settings["max"]?.line,
          field: "max")
      }
      bound = .conflicts(most)
    case .suspects:
      try settings.check(known: ["max-share", "min-excess", "level"])
      let share = try settings.required("max-share", SettingsValue.finiteNumber)
      try Self.require(share, in: 0...1, "max-share", settings)
      let excess = try settings.optional("min-excess", SettingsValue.finiteNumber)
      if let excess { try Self.require(excess, in: 0...1_000, "min-excess", settings) }
      bound = .suspects(maxShare: share, minExcess: excess ?? Self.standardExcess)
    case .membership:
      let (auc, rate) = ("max-auc", "max-tpr-at-1%")
      try settings.check(known: [auc, rate, "level"])
      let maxAUC = try settings.optional(auc, SettingsValue.finiteNumber)
      let maxRate = try settings.optional(rate, SettingsValue.finiteNumber)
      if let maxAUC { try Self.require(maxAUC, in: 0.5...1, auc, settings) }
      if let maxRate { try Self.require(maxRate, in: 0...1, rate, settings) }
      guard maxAUC != nil || maxRate != nil else {
        throw Problem(
          .badData, "expected \(Self.example(metric))", line: item.line, field: metric.rawValue)
      }
      bound = .membership(maxAUC: maxAUC, maxTruePositiveRate: maxRate)
    }
  }

  private static func example(_ metric: AnalysisJudgement.Metric) -> String {
    switch metric {
    case .conflicts: "{max: 0}"
    case .suspects: "{max-share: 0.01}"
    case .membership: "{max-auc: 0.6} or {max-tpr-at-1%: 0.05}"
    }
  }

  private static func require(
    _ value: Double, in range: ClosedRange<Double>, _ name: String, _ settings: SettingsSection
  ) throws(Problem) {
    guard !range.contains(value) else { return }
    throw Problem(
      .usage,
      "expected a number from \(trimmed(range.lowerBound)) to \(trimmed(range.upperBound)), found "
        + trimmed(value), line: settings[name]?.line, field: name)
  }
}
