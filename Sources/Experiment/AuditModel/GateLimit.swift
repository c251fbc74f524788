/// One limit of a gate, such as "the memorization gap of canaries with 1 or 2 repetitions is at most
/// 10%".
package struct GateLimit: Hashable, Sendable {
  package enum Level: String, CaseIterable, Codable, Sendable { case error, warn, off }

  /// The quantity that is limited. The raw values are keys of a gate file.
  package enum Metric: String, CaseIterable, Codable, Sendable {
    /// The gap of exact-match rates between trained canaries and controls.
    case memorization
    /// The gap of near-match rates between trained canaries and controls.
    case nearMemorization = "near-memorization"
    /// The growth of memorization since a baseline.
    case regression
    /// The primary analysis detects nothing. This limit has no maximum, no tiers and no speeds.
    case detection
  }

  package var metric: Metric
  /// The largest gap, or growth of the gap, that passes; above 0 and below 1. Nil for detection.
  package var max: Double?
  /// The tiers that are pooled; empty for detection.
  package var repetitions: [Int]
  /// The speeds at which the limit is judged separately; nil for all speeds of the design.
  package var speeds: [Double]?
  package var level: Level

  package init(
    _ metric: Metric = .memorization, max: Double, repetitions: [Int], speeds: [Double]? = nil,
    level: Level = .error
  ) {
    precondition(metric != .detection, "detection has no maximum")
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

  /// The limits that apply without a gate file.
  package static let standard = [
    GateLimit(max: 0.10, repetitions: [1, 2]),
    GateLimit(max: 0.10, repetitions: [8, 16]),
    GateLimit(.nearMemorization, max: 0.10, repetitions: [8, 16]),
    .detection(),
  ]

  /// The growth of memorization that passes if no limit is on growth.
  package static let standardIncrease = 0.10

  /// A description such as `memorization ≤ 0.1 at 1, 2 copies`.
  package var summary: String {
    switch metric {
    case .memorization, .nearMemorization: "\(metric.rawValue) ≤ \(max ?? 0) at \(tiers)"
    case .regression: "memorization grown by ≤ \(max ?? 0) at \(tiers)"
    case .detection: "no memorization detected"
    }
  }

  /// A description of the tiers such as `1, 2 repetitions`.
  package var tiers: String { Self.tiers(repetitions) }

  package static func tiers(_ repetitions: [Int]) -> String {
    let numbers = repetitions.map(String.init).joined(separator: ", ")
    return numbers + (repetitions == [1] ? " repetition" : " repetitions")
  }
}

extension GateLimit: Codable {
  private enum CodingKeys: String, CodingKey { case metric, max, repetitions, speeds, level }

  /// Older ledgers and reports have no metric; it is memorization.
  ///
  /// - Throws: `DecodingError` if a gap has no maximum or detection has one.
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
        debugDescription: metric == .detection
          ? "detection has no maximum" : "the limit has no maximum")
    }
  }
}
