import Foundation
import TestSupport
import Testing

/// Inject, decode, score, gate: five models and what each has to come to.
struct EndToEndTests {
  struct Outcome: Sendable {
    let decoder: ScriptedDecoder
    let verdict: String
    let gate: Int32
  }

  static let outcomes = [
    Outcome(decoder: .verbatim, verdict: "detected_verbatim", gate: 1),
    Outcome(decoder: .halfRight, verdict: "detected_partial", gate: 0),
    Outcome(decoder: .alike, verdict: "not_detected", gate: 0),
    Outcome(
      decoder: .recognisesEverything, verdict: "not_measurable_controls_recognised", gate: 2),
    Outcome(decoder: .returnsNothing, verdict: "not_measurable_decoder", gate: 2),
  ]

  @Test(arguments: outcomes)
  func `a NeMo hypothesis comes to its verdict and exit status`(_ outcome: Outcome) throws {
    let audit = try SampleAudit.nemo.get()
    let hypothesis = try outcome.decoder.decodeNeMo(
      probe: "\(audit.directory)/probe/probe.json", ledger: LedgerRecord(audit.ledger))
    try check(outcome, audit, hypothesis, named: "hyp.json")
  }

  @Test(arguments: outcomes)
  func `a Kaldi text comes to its verdict and exit status`(_ outcome: Outcome) throws {
    let audit = try SampleAudit.kaldi.get()
    let hypothesis = try outcome.decoder.decodeKaldi(
      probe: "\(audit.directory)/probe", ledger: LedgerRecord(audit.ledger))
    try check(outcome, audit, hypothesis, named: "text")
  }

  private func check(
    _ outcome: Outcome, _ audit: SampleAudit, _ hypothesis: String, named name: String
  ) throws {
    let place = try TemporaryDirectory()
    let transcripts = try place.write(name, hypothesis)
    let common = ["score", "--ledger", audit.ledger, "--transcripts", transcripts, "--output"]

    try expectSuccess(asrAudit(common + [place("report")], in: place.path))
    let report = try ReportRecord(place("report/report.json"))
    #expect(report.verdict.code == outcome.verdict)
    let text = String(decoding: try place.read("report/report.md"), as: UTF8.self)
    #expect(text.contains(report.verdict.title))

    let gate = try asrAudit(["gate", place("report/report.json")], in: place.path)
    #expect(gate.status == outcome.gate, "\(gate.output)\(gate.errors)")
    #expect(gate.output.contains(report.verdict.title))
    let permitted = try asrAudit(
      ["gate", place("report/report.json"), "--allow-inconclusive"], in: place.path)
    #expect(permitted.status == (outcome.gate == 2 ? 0 : outcome.gate))

    let corpus = try SampleCorpus.shared.get()
    let judged = try asrAudit(common + [place("judged"), "--gate", corpus.gate], in: place.path)
    #expect(judged.status == outcome.gate, "\(judged.output)\(judged.errors)")
    #expect(place.exists("judged/report.json"))
  }

  @Test func `a detection within the limits is named where the gate passes`() throws {
    let audit = try SampleAudit.nemo.get()
    let place = try TemporaryDirectory()
    let hypothesis = try ScriptedDecoder.halfRight.decodeNeMo(
      probe: "\(audit.directory)/probe/probe.json", ledger: LedgerRecord(audit.ledger))
    try place.write("hyp.json", hypothesis)
    try asrAudit(
      ["score", "--ledger", audit.ledger, "--transcripts", "hyp.json", "--output", "report"],
      in: place.path)
    let gate = try asrAudit(["gate", "report/report.json"], in: place.path)
    #expect(gate.output.contains("memorization was detected, but it is within the limits"))
  }
}

/// What the tests read of a report.
struct ReportRecord: Decodable {
  struct Verdict: Decodable {
    let code: String
    let title: String
  }
  let verdict: Verdict

  init(_ path: String) throws {
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    self = try JSONDecoder().decode(ReportRecord.self, from: bytes)
  }
}
