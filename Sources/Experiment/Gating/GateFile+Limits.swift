import AuditModel
import Files
import Scoring
import Settings

extension GateFile {
  /// Reads the list under `gate`.
  static func limits(_ items: [SettingsValue]) throws(Problem) -> [GateLimit] {
    var limits: [GateLimit] = []
    for item in items {
      let new = try limit(item)
      let isDuplicate = limits.contains {
        $0.metric == new.metric && Set($0.repetitions) == Set(new.repetitions)
          && $0.speeds.map(Set.init) == new.speeds.map(Set.init)
      }
      guard !isDuplicate else {
        throw Problem(
          .badData,
          new.metric == .detection
            ? "two limits on detection" : "two limits for the same tiers \(new.repetitions)",
          line: item.line, field: "repetitions")
      }
      limits.append(new)
    }
    return limits
  }

  private static func limit(_ item: SettingsValue) throws(Problem) -> GateLimit {
    guard let section = item.section else {
      throw Problem(
        .badData, "expected a limit such as memorization: {max: 0.1, repetitions: [1, 2]}",
        line: item.line, field: "gate")
    }
    let metrics = GateLimit.Metric.allCases
    try section.check(
      known: metrics.map(\.rawValue) + AnalysisJudgement.Metric.allCases.map(\.rawValue))
    guard section.entries.count == 1,
      let metric = metrics.first(where: { section[$0.rawValue] != nil })
    else {
      throw Problem(
        .badData, "expected one limit, found \(section.entries.count)", line: item.line,
        field: "gate", hint: "start each limit with its own '-'")
    }
    guard let settings = section[metric.rawValue]?.section else {
      throw Problem(
        .badData,
        metric == .detection ? "expected {level: …}" : "expected {max: …, repetitions: […]}",
        line: item.line, field: metric.rawValue)
    }
    switch metric {
    case .memorization, .nearMemorization: return try gap(metric, settings, "max")
    case .regression:
      return try gap(metric, settings, "max-increase", default: GateLimit.standardIncrease)
    case .detection:
      try settings.check(known: ["level"])
      return .detection(level: try level(settings))
    }
  }

  private static func gap(
    _ metric: GateLimit.Metric, _ settings: SettingsSection, _ limit: String,
    default standard: Double? = nil
  ) throws(Problem) -> GateLimit {
    try settings.check(known: [limit, "repetitions", "speeds", "level"])
    return GateLimit(
      metric, max: try max(settings, limit, standard),
      repetitions: try settings.required("repetitions", tiers),
      speeds: try settings.optional("speeds", speeds),
      level: try level(settings))
  }

  private static func max(
    _ settings: SettingsSection, _ name: String, _ standard: Double?
  ) throws(Problem) -> Double {
    if let standard, settings[name] == nil { return standard }
    let value = try settings.required(name, SettingsValue.finiteNumber)
    guard value > 0, value < 1 else {
      throw Problem(
        .usage, "expected a limit above 0 and below 1, found \(value)",
        line: settings[name]?.line, field: name,
        hint: "no number of canaries can show a rate of exactly 0")
    }
    return value
  }

  private static func level(_ settings: SettingsSection) throws(Problem) -> GateLimit.Level {
    try settings.optional("level", SettingsValue.word) ?? .error
  }
}
