import Audit
import Canaries
import Files
import Randomness
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
    """

  @Test func `limits are read in their order`() throws {
    #expect(
      try GateFile.parse(Self.example).limits == [
        GateLimit(max: 0.10, repetitions: [1, 2]),
        GateLimit(max: 0.20, repetitions: [8, 16], level: .warn),
      ])
  }

  @Test(arguments: [
    ("{max: 2e-1, repetitions: 4}", GateLimit(max: 0.2, repetitions: [4])),
    ("{max: .5, repetitions: [1], level: off}", GateLimit(max: 0.5, repetitions: [1], level: .off)),
    ("{max: 0.5, repetitions: [1], level: 'error'}", GateLimit(max: 0.5, repetitions: [1])),
  ])
  func `a limit may be written so`(text: String, expected: GateLimit) throws {
    #expect(try GateFile.parse("gate:\n  - memorization: \(text)\n").limits == [expected])
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
    Mistake("gate:\n  - 1\nspeed: 2\n", line: 3, field: "speed", "known here: gate"),
    Mistake("gate:\n  - 0.1\n", line: 2, field: "gate", "expected a limit"),
    Mistake(
      "gate:\n  - memorisation: {max: 0.1}\n", line: 2, field: "memorisation",
      "did you mean 'memorization'?"),
    Mistake("gate:\n  - memorization: 0.1\n", line: 2, field: "memorization", "expected {max"),
    limit("{repetitions: [1]}", "max", "there is none"),
    limit("{max: 0.1}", "repetitions", "there is none"),
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
    let deep = String(repeating: "[", count: 200_000)
    #expect(throws: Problem.self) { try GateFile.parse("gate: \(deep)") }
    let laughs = (1...9).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1), *a\($0 - 1)]\n" }
    #expect(throws: Problem.self) {
      try GateFile.parse("a0: &a0 [1]\n" + laughs.joined() + "gate: *a9\n")
    }
  }
}
