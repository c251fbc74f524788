/// One promise a team makes about its model: "memorization of the canaries trained once or twice
/// stays under ten per cent".
package struct GateLimit: Hashable, Sendable {
  package enum Level: String, CaseIterable, Codable, Sendable { case error, warn, off }

  /// What is promised; the raw values are keys of a gate file.
  package enum Metric: String, CaseIterable, Codable, Sendable {
    /// The gap of exact-match rates between trained canaries and controls.
    case memorization
    /// The same of near matches.
    case nearMemorization = "near-memorization"
    /// By how much memorization has grown since a baseline.
    case regression
    /// That the primary analysis detects nothing: it has no size, no tiers and no speed of its own.
    case detection
  }

  package var metric: Metric
  /// The largest gap, or growth of the gap, that passes: above 0, below 1. Nil for detection.
  package var max: Double?
  /// Tiers that are pooled; empty for detection.
  package var repetitions: [Int]
  /// Speeds at which it is judged, each by itself; nil for all of the design.
  package var speeds: [Double]?
  package var level: Level

  package init(
    _ metric: Metric = .memorization, max: Double, repetitions: [Int], speeds: [Double]? = nil,
    level: Level = .error
  ) {
    precondition(metric != .detection, "detection has no limit")
    self.metric = metric
    self.max = max
    self.repetitions = repetitions
    self.speeds = speeds
    self.level = level
  }

  private init(detection level: Level) {
    metric = .detection
    repetitions = []
    self.level = level
  }

  package static func detection(level: Level = .error) -> GateLimit { GateLimit(detection: level) }

  /// What holds where a team says nothing.
  package static let standard = [
    GateLimit(max: 0.10, repetitions: [1, 2]),
    GateLimit(max: 0.10, repetitions: [8, 16]),
  ]

  /// By how much memorization may grow where a team says nothing.
  package static let standardIncrease = 0.10

  /// `memorization ≤ 0.1 at 1, 2 copies`.
  package var summary: String {
    switch metric {
    case .memorization, .nearMemorization: "\(metric.rawValue) ≤ \(max ?? 0) at \(tiers)"
    case .regression: "memorization grown by ≤ \(max ?? 0) at \(tiers)"
    case .detection: "no memorization detected"
    }
  }

  /// `1, 2 copies`.
  package var tiers: String { Self.tiers(repetitions) }

  package static func tiers(_ repetitions: [Int]) -> String {
    let numbers = repetitions.map(String.init).joined(separator: ", ")
    return numbers + (repetitions == [1] ? " copy" : " copies")
  }
}

extension GateLimit: Codable {
  private enum CodingKeys: String, CodingKey { case metric, max, repetitions, speeds, level }

  /// Ledgers and reports from before there were other metrics name none: they mean memorization.
  ///
  /// - Throws: `DecodingError` where a gap has no limit, or detection has one.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    metric = try container.decodeIfPresent(Metric.self, forKey: .metric) ?? .memorization
    max = try container.decodeIfPresent(Double.self, forKey: .max)
    repetitions = try container.decode([Int].self, forKey: .repetitions)
    speeds = try container.decodeIfPresent([Double].self, forKey: .speeds)
    level = try container.decode(Level.self, forKey: .level)
    guard (max == nil) == (metric == .detection) else {
      throw DecodingError.dataCorruptedError(
        forKey: .max, in: container,
        debugDescription: metric == .detection ? "detection has no limit" : "there is none")
    }
  }
}
