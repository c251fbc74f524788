import AuditModel
import Files
import Yams

extension GateFile {
  /// The list under `gate`.
  static func limits(_ items: Node.Sequence) throws(Problem) -> [GateLimit] {
    var limits: [GateLimit] = []
    for item in items {
      let new = try limit(item)
      let isThere = limits.contains {
        $0.metric == new.metric && Set($0.repetitions) == Set(new.repetitions)
          && $0.speeds.map(Set.init) == new.speeds.map(Set.init)
      }
      guard !isThere else {
        throw Problem(
          .badData,
          new.metric == .detection
            ? "two limits on detection" : "two limits for the same tiers \(new.repetitions)",
          line: item.mark?.line, field: "repetitions")
      }
      limits.append(new)
    }
    return limits
  }

  private static func limit(_ node: Node) throws(Problem) -> GateLimit {
    guard let mapping = node.mapping else {
      throw Problem(
        .badData, "expected a limit such as memorization: {max: 0.1, repetitions: [1, 2]}",
        line: node.mark?.line, field: "gate")
    }
    let metrics = GateLimit.Metric.allCases
    try YAMLSettings(mapping, of: node).refuseUnknown(
      known: metrics.map(\.rawValue))
    guard mapping.count == 1, let metric = metrics.first(where: { mapping[$0.rawValue] != nil })
    else {
      throw Problem(
        .badData, "expected one limit, found \(mapping.count)", line: node.mark?.line,
        field: "gate", hint: "each begins with a '-' of its own")
    }
    guard let inner = mapping[metric.rawValue]?.mapping else {
      throw Problem(
        .badData,
        metric == .detection ? "expected {level: …}" : "expected {max: …, repetitions: […]}",
        line: node.mark?.line, field: metric.rawValue)
    }
    let settings = YAMLSettings(inner, of: node)
    switch metric {
    case .memorization, .nearMemorization: return try gap(metric, settings, "max")
    case .regression:
      return try gap(metric, settings, "max-increase", default: GateLimit.standardIncrease)
    case .detection:
      try settings.refuseUnknown(known: ["level"])
      return .detection(level: try level(settings))
    }
  }

  private static func gap(
    _ metric: GateLimit.Metric, _ settings: YAMLSettings, _ limit: String,
    default standard: Double? = nil
  ) throws(Problem) -> GateLimit {
    try settings.refuseUnknown(known: [limit, "repetitions", "speeds", "level"])
    return GateLimit(
      metric, max: try max(settings, limit, standard),
      repetitions: try settings.required("repetitions", YAMLSettings.tiers),
      speeds: try settings.optional("speeds", YAMLSettings.speeds),
      level: try level(settings))
  }

  private static func max(
    _ settings: YAMLSettings, _ name: String, _ standard: Double?
  ) throws(Problem) -> Double {
    if let standard, settings.mapping[name] == nil { return standard }
    let value = try settings.required(name, YAMLSettings.number)
    guard value > 0, value < 1 else {
      throw Problem(
        .usage, "a limit lies above 0 and below 1, not at \(value)",
        line: settings.mapping[name]?.mark?.line, field: name,
        hint: "no number of canaries can show a rate of exactly 0")
    }
    return value
  }

  private static func level(_ settings: YAMLSettings) throws(Problem) -> GateLimit.Level {
    try settings.optional("level", YAMLSettings.word) ?? .error
  }
}
