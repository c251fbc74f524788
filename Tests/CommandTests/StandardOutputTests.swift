import TestSupport
import Testing

/// Standard output on a full device (an error) and on a pipe whose reader has gone (no error, but no
/// success either).
struct StandardOutputTests {
  struct Target: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let output: OutputTarget
    let status: Int32
    let errors: String
  }

  static let targets = [
    Target(
      testDescription: "a full device", output: .device("/dev/full"), status: 74,
      errors: "asr-audit: error: standard output could not be written\n"),
    Target(testDescription: "a closed pipe", output: .closedPipe, status: 141, errors: ""),
  ]

  private func score(to output: String, in place: TemporaryDirectory) throws -> [String] {
    let audit = try SampleAudit.nemo.get()
    let hypothesis = try ScriptedDecoder.alike.decodeNeMo(
      probe: "\(audit.directory)/probe/probe.json", ledger: LedgerRecord(audit.ledger))
    return [
      "score", "--ledger", audit.ledger, "--transcripts", try place.write("hyp.json", hypothesis),
      "--output", place(output),
    ]
  }

  @Test(arguments: targets, [["formats"], ["inject", "--help"], ["--version"]])
  func `a short result that is not written ends with a status of its own`(
    _ target: Target, _ arguments: [String]
  ) throws {
    let result = try asrAudit(arguments, output: target.output)
    #expect(result.status == target.status)
    #expect(result.errors == target.errors)
  }

  @Test(arguments: targets)
  func `a long result that is not written ends with a status of its own`(_ target: Target) throws {
    let place = try TemporaryDirectory()
    let length = try asrAudit(score(to: "shown", in: place) + ["--json"]).output.utf8.count
    #expect(length > 8_192, "the result must be longer than any buffer")
    let result = try asrAudit(
      score(to: "report", in: place) + ["--json"], output: target.output)
    #expect(result.status == target.status)
    #expect(result.errors.hasSuffix(target.errors))
    #expect(!result.errors.contains("error: ") || target.status == 74)
  }

  @Test(arguments: targets)
  func `a rendering that is not written ends with a status of its own`(_ target: Target) throws {
    let place = try TemporaryDirectory()
    try expectSuccess(asrAudit(score(to: "report", in: place)))
    for format in ["html", "markdown", "json", "junit", "sarif"] {
      let result = try asrAudit(
        ["report", place("report/report.json"), "--format", format], output: target.output)
      #expect(result.status == target.status, "\(format)")
      #expect(result.errors == target.errors, "\(format)")
    }
  }

  @Test func `head can cut off a report without an error`() throws {
    let place = try TemporaryDirectory()
    try expectSuccess(asrAudit(score(to: "report", in: place)))
    let script = #""$@" | head -n 1"#
    for format in ["json", "html"] {
      let result = try runCommand(
        "env",
        [
          "--default-signal=PIPE", "sh", "-c", script, "sh", builtProgram("asr-audit"), "report",
          place("report/report.json"), "--format", format,
        ])
      try expectSuccess(result)
      #expect(result.errors == "")
      #expect(!result.output.isEmpty)
    }
  }

  @Test func `a gate that cannot be printed does not pass`() throws {
    let place = try TemporaryDirectory()
    try expectSuccess(asrAudit(score(to: "report", in: place)))
    let gate = ["gate", place("report/report.json")]
    #expect(try asrAudit(gate, in: place.path).status == 0)
    for target in Self.targets {
      #expect(try asrAudit(gate, in: place.path, output: target.output).status == target.status)
    }
  }

  @Test func `a gate that fails keeps its status when the reader stops early`() throws {
    let place = try TemporaryDirectory()
    let audit = try SampleAudit.nemo.get()
    let hypothesis = try ScriptedDecoder.verbatim.decodeNeMo(
      probe: "\(audit.directory)/probe/probe.json", ledger: LedgerRecord(audit.ledger))
    let transcripts = try place.write("hyp.json", hypothesis)
    try expectSuccess(
      asrAudit([
        "score", "--ledger", audit.ledger, "--transcripts", transcripts, "--output",
        place("report"),
      ]))
    let gate = ["gate", place("report/report.json")]
    #expect(try asrAudit(gate, in: place.path).status == 1)
    #expect(try asrAudit(gate, in: place.path, output: .closedPipe).status == 1)
  }
}
