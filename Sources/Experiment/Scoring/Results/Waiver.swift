import AuditModel
import Files

/// A dated, reasoned exception to a limit.
package struct Waiver: Codable, Hashable, Sendable {
  /// The metric of the limits that a waiver covers. The raw values are those of both metrics.
  package enum Metric: Hashable, Sendable {
    case report(GateLimit.Metric)
    case analysis(AnalysisJudgement.Metric)
  }

  package var metric: Metric
  /// The exact set of tiers of the limits that it covers; nil for any set.
  package var repetitions: [Int]?
  /// The speeds that it covers; nil for every speed.
  package var speeds: [Double]?
  /// The last day on which it is in force.
  package var until: CalendarDate
  package var reason: String

  /// A waiver of a limit on an analysis, which has neither tiers nor speeds.
  package init(_ metric: AnalysisJudgement.Metric, until: CalendarDate, reason: String) {
    self.init(.analysis(metric), until: until, reason: reason)
  }

  package init(
    _ metric: GateLimit.Metric, repetitions: [Int]? = nil, speeds: [Double]? = nil,
    until: CalendarDate, reason: String
  ) {
    self.init(
      .report(metric), repetitions: repetitions, speeds: speeds, until: until, reason: reason)
  }

  package init(
    _ metric: Metric, repetitions: [Int]? = nil, speeds: [Double]? = nil,
    until: CalendarDate, reason: String
  ) {
    self.metric = metric
    self.repetitions = repetitions
    self.speeds = speeds
    self.until = until
    self.reason = reason
  }

  /// - Parameter speed: nil for a judgement over all speeds together.
  package func covers(_ limit: GateLimit, speed: Double?) -> Bool {
    metric == .report(limit.metric)
      && (repetitions.map { Set($0) == Set(limit.repetitions) } ?? true)
      && (speeds.map { speed.map($0.contains) ?? false } ?? true)
  }

  /// `memorization at 8, 16 copies, 2x, until 2026-12-31`.
  package var summary: String {
    var text = metric.rawValue
    if let repetitions { text += " at \(GateLimit.tiers(repetitions))" }
    if let speeds { text += ", " + speeds.map { "\(trimmed($0))x" }.joined(separator: ", ") }
    return "\(text), until \(until)"
  }
}

extension Waiver.Metric: RawRepresentable, CaseIterable, Codable {
  package static var allCases: [Self] {
    GateLimit.Metric.allCases.map(Self.report)
      + AnalysisJudgement.Metric.allCases.map(Self.analysis)
  }

  package init?(rawValue: String) {
    guard let metric = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
    self = metric
  }

  package var rawValue: String {
    switch self {
    case .report(let metric): metric.rawValue
    case .analysis(let metric): metric.rawValue
    }
  }
}

/// Waivers, and the day for which a gate checks whether they are in force.
package struct DatedWaivers: Hashable, Sendable {
  package let waivers: [Waiver]
  package let today: CalendarDate

  package init(_ waivers: [Waiver], today: CalendarDate) {
    self.waivers = waivers
    self.today = today
  }

  package var inForce: [Waiver] { waivers.filter { today <= $0.until } }
  package var expired: [Waiver] { waivers.filter { $0.until < today } }
}
