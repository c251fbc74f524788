import AuditModel
import Files
import Gating
import Randomness
import Scoring
import TestSupport
import Testing

@Suite struct GateFileTests {
  static let example = """
    # what this team promises
    gate:
      - memorization: {max: 0.10, repetitions: [1, 2]}
      - memorization:
          max: 0.20
          repetitions: [8, 16]
          level: warn
      - near-memorization: {max: 0.3, repetitions: 16, speeds: [1.5, 2]}
      - regression: {repetitions: [1, 2]}
      - regression: {max-increase: 0.05, repetitions: [8, 16], speeds: 3}
      - detection: {level: off}
    waivers:
      - {metric: memorization, repetitions: [8, 16], speeds: [2], until: 2026-12-31, reason: "next release"}
      - metric: detection
        until: "2027-02-28"
        reason: known
    """

  @Test func `limits are read in their order`() throws {
    #expect(
      try GateFile.parse(Self.example).limits == [
        GateLimit(max: 0.10, repetitions: [1, 2]),
        GateLimit(max: 0.20, repetitions: [8, 16], level: .warn),
        GateLimit(.nearMemorization, max: 0.3, repetitions: [16], speeds: [1.5, 2]),
        GateLimit(.regression, max: 0.10, repetitions: [1, 2]),
        GateLimit(.regression, max: 0.05, repetitions: [8, 16], speeds: [3]),
        .detection(level: .off),
      ])
  }

  @Test func `waivers are read in their order`() throws {
    #expect(
      try GateFile.parse(Self.example).waivers == [
        Waiver(
          .memorization, repetitions: [8, 16], speeds: [2], until: CalendarDate("2026-12-31")!,
          reason: "next release"),
        Waiver(.detection, until: CalendarDate("2027-02-28")!, reason: "known"),
      ])
    #expect(try GateFile.parse("gate:\n  - detection: {}\n").waivers == [])
  }

  @Test(arguments: [
    ("{max: 2e-1, repetitions: 4}", GateLimit(max: 0.2, repetitions: [4])),
    ("{max: .5, repetitions: [1], level: off}", GateLimit(max: 0.5, repetitions: [1], level: .off)),
    ("{max: 0.5, repetitions: [1], level: 'error'}", GateLimit(max: 0.5, repetitions: [1])),
  ])
  func `a limit may be written so`(text: String, expected: GateLimit) throws {
    #expect(try GateFile.parse("gate:\n  - memorization: \(text)\n").limits == [expected])
  }

  @Test func `limits on analyses are read beside the others`() throws {
    let file = try GateFile.parse(
      """
      gate:
        - conflicts: {max: 0}
        - detection: {}
        - suspects: {max-share: 0.01}
        - membership: {max-auc: 0.6, max-tpr-at-1%: 0.05, level: warn}
      """)
    #expect(file.limits == [.detection()])
    #expect(
      file.analysisLimits == [
        AnalysisLimit(.conflicts(0)), AnalysisLimit(.suspects(maxShare: 0.01, minExcess: 5)),
        AnalysisLimit(.membership(maxAUC: 0.6, maxTruePositiveRate: 0.05), level: .warn),
      ])
    let other = try GateFile.parse("gate:\n  - suspects: {max-share: 0, min-excess: 7.5}\n")
    #expect(other.limits.isEmpty)
    #expect(other.analysisLimits == [AnalysisLimit(.suspects(maxShare: 0, minExcess: 7.5))])
  }

  @Test func `a waiver may name a limit on an analysis`() throws {
    let file = try GateFile.parse(
      """
      gate:
        - conflicts: {max: 0}
      waivers:
        - {metric: conflicts, until: 2026-12-31, reason: "homonyms"}
      """)
    #expect(
      file.waivers == [
        Waiver(.conflicts, until: CalendarDate("2026-12-31")!, reason: "homonyms")
      ])
  }

  struct Mistake: Sendable, CustomTestStringConvertible {
    let text: String
    let line: Int?
    let field: String?
    let says: String
    var testDescription: String { text }

    init(_ text: String, line: Int?, field: String?, _ says: String) {
      (self.text, self.line, self.field, self.says) = (text, line, field, says)
    }
  }

  static let mistakes: [Mistake] = [
    Mistake("", line: nil, field: nil, "gate"),
    Mistake("- 1\n", line: nil, field: nil, "gate"),
    Mistake("text", line: nil, field: nil, "gate"),
    Mistake("gate: []\n", line: 1, field: "gate", "one limit or more"),
    Mistake("gate: 0.1\n", line: 1, field: "gate", "one limit or more"),
    Mistake("gates:\n  - 1\n", line: 1, field: "gates", "did you mean 'gate'?"),
    Mistake(
      "gate:\n  - 1\nspeed: 2\n", line: 3, field: "speed",
      "known here: gate, training-evidence, waivers"),
    Mistake(
      "gate:\n  - detection: {level: error}\n    memorization: {max: 0.1, repetitions: [1]}\n",
      line: 2, field: "gate", "found 2"),
    Mistake(
      "gate:\n  - conflicts: {max: 0}\nwaivers:\n"
        + "  - {metric: conflicts, repetitions: [1], until: 2026-12-31, reason: r}\n",
      line: 4, field: "repetitions", "neither tiers nor speeds"),
    Mistake("gate:\n  - conflicts: 0\n", line: 2, field: "conflicts", "expected {max: 0}"),
    Mistake("gate:\n  - conflicts: {max: -1}\n", line: 2, field: "max", "from 0"),
    Mistake("gate:\n  - conflicts: {max: 0.5}\n", line: 2, field: "max", "expected a whole"),
    Mistake("gate:\n  - conflicts: {level: warn}\n", line: 2, field: "max", "is missing"),
    Mistake("gate:\n  - suspects: {max: 1}\n", line: 2, field: "max", "known here: max-share"),
    Mistake("gate:\n  - suspects: {max-share: 2}\n", line: 2, field: "max-share", "from 0 to 1"),
    Mistake(
      "gate:\n  - suspects: {max-share: 1, min-excess: -1}\n", line: 2, field: "min-excess",
      "from 0 to 1000"),
    Mistake("gate:\n  - membership: {}\n", line: 2, field: "membership", "{max-auc: 0.6} or"),
    Mistake("gate:\n  - membership: {max-auc: 0.4}\n", line: 2, field: "max-auc", "from 0.5 to 1"),
    Mistake("gate:\n  - membership: {max-tpr: 1}\n", line: 2, field: "max-tpr", "max-tpr-at-1%"),
    Mistake(
      "gate:\n  - conflicts: {max: 0}\n  - conflicts: {max: 1}\n", line: 3, field: "conflicts",
      "two limits on conflicts"),
    Mistake(
      "gate:\n  - conflict: {max: 0}\n", line: 2, field: "conflict", "did you mean 'conflicts'?"),
    Mistake("gate:\n  - detection: error\n", line: 2, field: "detection", "expected {level"),
    Mistake("gate:\n  - detection: {max: 0.1}\n", line: 2, field: "max", "known here: level"),
    Mistake(
      "gate:\n  - detection: {}\n  - detection: {level: off}\n", line: 3, field: "repetitions",
      "two limits on detection"),
    Mistake(
      "gate:\n  - regression: {max: 0.1, repetitions: [1]}\n", line: 2, field: "max",
      "known here: max-increase"),
    Mistake(
      "gate:\n  - regression: {max-increase: 0, repetitions: [1]}\n", line: 2,
      field: "max-increase", "above 0"),
    limit("{max: 0.1, repetitions: [1], speeds: [2, 2]}", "speeds", "different speeds"),
    limit("{max: 0.1, repetitions: [1], speeds: []}", "speeds", "different speeds"),
    limit("{max: 0.1, repetitions: [1], speeds: fast}", "speeds", "different speeds"),
    limit("{max: 0.1, repetitions: [1], speeds: [0]}", "speeds", "different speeds"),
    Mistake("gate:\n  - detection: {}\nwaivers: 1\n", line: 3, field: "waivers", "a list"),
    Mistake(
      "gate:\n  - detection: {}\nwaivers: [1]\n", line: 3, field: "waivers", "expected a waiver"),
    waiver("until: 2026-12-31, reason: x", "metric", "is missing"),
    waiver("metric: memory, until: 2026-12-31, reason: x", "metric", "memorization, near-"),
    waiver("metric: detection, reason: x", "until", "is missing"),
    waiver("metric: detection, until: 2026-12-31", "reason", "is missing"),
    waiver("metric: detection, until: 2026-12-31, reason: ' '", "reason", "in words"),
    waiver("metric: detection, until: 2026-02-30, reason: x", "until", "found '2026-02-30'"),
    waiver("metric: detection, until: forever, reason: x", "until", "such as 2026-12-31"),
    waiver("metric: detection, until: [2026], reason: x", "until", "such as 2026-12-31"),
    waiver("metric: detection, until: 2026-12-31, reason: x, by: me", "by", "known here"),
    waiver("metric: detection, speeds: [2], until: 2026-12-31, reason: x", "speeds", "together"),
    waiver(
      "metric: detection, repetitions: [2], until: 2026-12-31, reason: x", "repetitions", "together"
    ),
    Mistake("gate:\n  - 0.1\n", line: 2, field: "gate", "expected a limit"),
    Mistake(
      "gate:\n  - memorisation: {max: 0.1}\n", line: 2, field: "memorisation",
      "did you mean 'memorization'?"),
    Mistake("gate:\n  - memorization: 0.1\n", line: 2, field: "memorization", "expected {max"),
    limit("{repetitions: [1]}", "max", "is missing"),
    limit("{max: 0.1}", "repetitions", "is missing"),
    limit("{max: low, repetitions: [1]}", "max", "found 'low'"),
    limit("{max: 0, repetitions: [1]}", "max", "above 0"),
    limit("{max: 1, repetitions: [1]}", "max", "below 1"),
    limit("{max: -0.1, repetitions: [1]}", "max", "above 0"),
    limit("{max: .nan, repetitions: [1]}", "max", "expected a number"),
    limit("{max: .inf, repetitions: [1]}", "max", "expected a number"),
    limit("{max: 0.1, repetitions: []}", "repetitions", "different numbers"),
    limit("{max: 0.1, repetitions: [0]}", "repetitions", "different numbers"),
    limit("{max: 0.1, repetitions: [1, 1]}", "repetitions", "different numbers"),
    limit("{max: 0.1, repetitions: [1.5]}", "repetitions", "different numbers"),
    limit("{max: 0.1, repetitions: {1: 2}}", "repetitions", "different numbers"),
    limit("{max: 0.1, repetitions: [1], level: fatal}", "level", "error, warn, off"),
    limit("{max: 0.1, repetitions: [1], level: eror}", "level", "did you mean 'error'?"),
    limit("{max: 0.1, repetitions: [1], level: [off]}", "level", "error, warn, off"),
    limit("{max: 0.1, repetition: [1]}", "repetition", "did you mean 'repetitions'?"),
    limit("{max: 0.1, speed: 2}", "speed", "did you mean 'speeds'?"),
    Mistake(
      "gate:\n  - memorization: {max: 0.1, repetitions: [1, 2]}\n"
        + "  - memorization: {max: 0.2, repetitions: [2, 1]}\n", line: 3, field: "repetitions",
      "same tiers"),
    Mistake("gate:\n  - memorization: {max: 0.1\n", line: 3, field: nil, "is not YAML"),
    Mistake("gate:\n\t- 1\n", line: 2, field: nil, "is not YAML"),
    Mistake("gate: *nowhere\n", line: 1, field: nil, "is not YAML"),
  ]

  private static func limit(_ settings: String, _ field: String, _ says: String) -> Mistake {
    Mistake("gate:\n  - memorization: \(settings)\n", line: 2, field: field, says)
  }

  private static func waiver(_ settings: String, _ field: String, _ says: String) -> Mistake {
    Mistake(
      "gate:\n  - detection: {}\nwaivers:\n  - {\(settings)}\n", line: 4, field: field, says)
  }

  @Test(arguments: mistakes)
  func `a mistake is named with its line and what was meant`(_ mistake: Mistake) throws {
    let problem = try #require(
      #expect(throws: Problem.self) { try GateFile.parse(mistake.text) })
    #expect(problem.line == mistake.line)
    #expect(problem.field == mistake.field)
    #expect((problem.message + " " + (problem.hint ?? "")).contains(mistake.says), "\(problem)")
  }

  @Test func `a key that is there twice is an error`() {
    let text = "gate:\n  - memorization: {max: 0.1, max: 0.9, repetitions: [1]}\n"
    #expect(throws: Problem.self) { try GateFile.parse(text) }
  }

  @Test func `a problem names the file`() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write("asr-audit.yml", "gates: 1\n")
    let problem = #expect(throws: Problem.self) { try GateFile.read(path) }
    #expect(problem?.file == path)
    try directory.write("asr-audit.yml", [0xFF, 0xFE])
    #expect(throws: Problem.self) { try GateFile.read(path) }
    #expect(throws: Problem.self) { try GateFile.read(directory("none")) }
  }

  @Test func `mutations and monsters never trap`() {
    var random = Seed(short: 1).stream("mutations")
    let pieces = [
      "{", "}", "[", "]", ":", "- ", "\n", "*a", "&a ", "!!int ", "\t", "?", "|", "\u{0}",
    ]
    for _ in 0..<3_000 {
      var bytes = Array(Self.example.utf8)
      for _ in 0..<(1 + random.below(4)) {
        let start = random.below(bytes.count)
        let end = min(bytes.count, start + random.below(8))
        bytes.replaceSubrange(start..<end, with: Array(random.pick(pieces).utf8))
      }
      _ = try? GateFile.parse(String(decoding: bytes, as: UTF8.self))
    }
    let many = (0..<501).map { "  - memorization: {max: 0.1, repetitions: [\($0 + 1)]}\n" }
    let problem = #expect(throws: Problem.self) { try GateFile.parse("gate:\n" + many.joined()) }
    #expect(problem?.line == 502)
    #expect(problem?.message.contains("at most 500") == true)
    let deep = String(repeating: "[", count: 200_000)
    #expect(throws: Problem.self) { try GateFile.parse("gate: \(deep)") }
    let laughs = (1...9).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1), *a\($0 - 1)]\n" }
    #expect(throws: Problem.self) {
      try GateFile.parse("a0: &a0 [1]\n" + laughs.joined() + "gate: *a9\n")
    }
  }
}
