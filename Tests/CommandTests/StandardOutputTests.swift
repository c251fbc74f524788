import TestSupport
import Testing

/// Results that nobody can read are errors.
struct StandardOutputTests {
  static let targets: [(String, OutputTarget)] = [
    ("a full device", .device("/dev/full")), ("a closed pipe", .closedPipe),
  ]

  @Test(arguments: targets)
  func `a short result that does not arrive is an error`(
    _ name: String, _ target: OutputTarget
  ) throws {
    let result = try asrAudit(["formats"], output: target)
    #expect(result.status == 74, "\(name): \(result.errors)")
    #expect(result.errors.contains("standard output could not be written"))
  }

  @Test(arguments: targets)
  func `a long result that does not arrive is an error`(
    _ name: String, _ target: OutputTarget
  ) throws {
    let place = try TemporaryDirectory()
    let audit = try SampleAudit.nemo.get()
    let hypothesis = try ScriptedDecoder.alike.decodeNeMo(
      probe: "\(audit.directory)/probe/probe.json", ledger: LedgerRecord(audit.ledger))
    let transcripts = try place.write("hyp.json", hypothesis)
    let score = [
      "score", "--ledger", audit.ledger, "--transcripts", transcripts, "--json", "--output",
    ]
    let length = try asrAudit(score + [place("shown")]).output.utf8.count
    #expect(length > 8_192, "longer than any buffer, or this test shows nothing")
    let result = try asrAudit(score + [place("report")], output: target)
    #expect(result.status == 74, "\(name): \(result.errors)")
  }

  @Test(arguments: targets)
  func `help that does not arrive is an error`(_ name: String, _ target: OutputTarget) throws {
    let result = try asrAudit(["inject", "--help"], output: target)
    #expect(result.status == 74, "\(name): \(result.errors)")
  }

  @Test func `a gate that cannot be printed does not pass`() throws {
    let place = try TemporaryDirectory()
    let audit = try SampleAudit.nemo.get()
    let hypothesis = try ScriptedDecoder.alike.decodeNeMo(
      probe: "\(audit.directory)/probe/probe.json", ledger: LedgerRecord(audit.ledger))
    let transcripts = try place.write("hyp.json", hypothesis)
    try expectSuccess(
      asrAudit([
        "score", "--ledger", audit.ledger, "--transcripts", transcripts, "--output",
        place("report"),
      ]))
    let gate = ["gate", place("report/report.json")]
    #expect(try asrAudit(gate, in: place.path).status == 0)
    #expect(try asrAudit(gate, in: place.path, output: .device("/dev/full")).status == 74)
  }
}
