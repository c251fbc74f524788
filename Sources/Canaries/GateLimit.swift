/// One promise a team makes about its model: "memorization of the canaries trained once or twice
/// stays under ten per cent".
package struct GateLimit: Codable, Hashable, Sendable {
  package enum Level: String, CaseIterable, Codable, Sendable { case error, warn, off }

  /// The largest gap of exact-match rates between trained canaries and controls that passes, from
  /// above 0 to 1.
  package var max: Double
  /// Tiers that are pooled.
  package var repetitions: [Int]
  package var level: Level

  package init(max: Double, repetitions: [Int], level: Level = .error) {
    self.max = max
    self.repetitions = repetitions
    self.level = level
  }

  /// What holds where a team says nothing.
  package static let standard = [
    GateLimit(max: 0.10, repetitions: [1, 2]),
    GateLimit(max: 0.10, repetitions: [8, 16]),
  ]

  /// `memorization ≤ 0.1 at 1, 2 copies`.
  package var summary: String {
    "memorization ≤ \(max) at \(tiers)"
  }

  /// `1, 2 copies`.
  package var tiers: String {
    let numbers = repetitions.map(String.init).joined(separator: ", ")
    return numbers + (repetitions == [1] ? " copy" : " copies")
  }
}
