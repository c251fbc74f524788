import AuditModel
import Files
import Statistics
import Testing

@Suite struct GateLimitTests {
  private func decoded(_ text: String) throws -> GateLimit {
    try JSONCoding.decoded(GateLimit.self, from: Array(text.utf8))
  }

  @Test func `a limit without a metric is on memorization at all speeds`() throws {
    let old = try decoded(#"{"max": 0.4, "repetitions": [1, 2], "level": "error"}"#)
    #expect(old == GateLimit(max: 0.4, repetitions: [1, 2]))
  }

  static let limits = [
    GateLimit(max: 0.4, repetitions: [1, 2]),
    GateLimit(.nearMemorization, max: 0.4, repetitions: [1], speeds: [1.5, 2], level: .warn),
    GateLimit(.regression, max: 0.1, repetitions: [16], level: .off), .detection(),
  ]

  @Test(arguments: limits)
  func `a limit is read back as it was written`(limit: GateLimit) throws {
    let bytes = JSONCoding.encoded(limit, pretty: false)
    #expect(try JSONCoding.decoded(GateLimit.self, from: bytes) == limit)
  }

  @Test(arguments: [
    #"{"metric": "detection", "max": 0.1, "repetitions": [], "level": "error"}"#,
    #"{"metric": "memorization", "repetitions": [1], "level": "error"}"#,
    #"{"metric": "memory", "max": 0.1, "repetitions": [1], "level": "error"}"#,
  ])
  func `a limit that contradicts itself is refused`(text: String) {
    let problem = #expect(throws: Problem.self) { try decoded(text) }
    #expect(problem?.kind == .badData)
  }

  // MARK: - The fewest canaries

  @Test(arguments: [(0.20, 14), (0.10, 29), (0.05, 59), (0.02, 149), (0.01, 299)])
  func `a gap needs the canaries of the one-sided bound, whatever the number of controls`(
    max: Double, size: Int
  ) {
    for metric in [GateLimit.Metric.memorization, .nearMemorization] {
      let limit = GateLimit(metric, max: max, repetitions: [1])
      #expect(limit.smallestPassableSize(controls: 0) == size)
      #expect(limit.smallestPassableSize(controls: 200) == size)
    }
    #expect(GateLimit.detection().smallestPassableSize(controls: 0) == 0)
  }

  @Test(arguments: [(0.10, 200), (0.10, 60), (0.05, 400), (0.30, 20)])
  func `growth needs the smallest size at which two clean audits pass`(
    max: Double, controls: Int
  ) {
    func change(_ size: Int) -> Double {
      let clean = GapChange.Groups(
        trained: Proportion(hits: 0, trials: size),
        controls: Proportion(hits: 0, trials: controls))
      return GapChange.interval(now: clean, before: clean, confidence: 0.95).upper
    }
    let limit = GateLimit(.regression, max: max, repetitions: [1])
    #expect(
      limit.smallestPassableSize(controls: controls) == (1...5_000).first { change($0) <= max })
  }

  @Test func `with few controls no number of canaries can pass a small limit on growth`() {
    // The upper bound of twenty controls without a hit is z²/(20 + z²) = 16.1%.
    let limit = GateLimit(.regression, max: 0.16, repetitions: [1])
    #expect(limit.smallestPassableSize(controls: 20) == nil)
    #expect(
      GateLimit(.regression, max: 0.17, repetitions: [1]).smallestPassableSize(controls: 20) != nil)
  }
}
