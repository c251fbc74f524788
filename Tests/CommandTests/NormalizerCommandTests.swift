import Foundation
import TestSupport
import Testing

/// The normaliser that `inject` declares and `score` applies.
@Suite struct NormalizerCommandTests {
  @Test func `a declared normaliser is in the ledger and applied by score`() throws {
    let corpus = try SampleCorpus.shared.get()
    let place = try TemporaryDirectory()
    let audited = place("audited")
    try expectSuccess(
      asrAudit(
        injection(of: corpus.manifest, to: audited) + ["--normalizer", "whisper-en"]))
    let text = try String(contentsOfFile: "\(audited)/ledger.json", encoding: .utf8)
    #expect(text.contains(#""normalizer":"whisper-en-1""#))

    let ledger = try LedgerRecord("\(audited)/ledger.json")
    let hypothesis = try ScriptedDecoder.verbatim.decodeNeMo(
      probe: "\(audited)/probe/probe.json", ledger: ledger)
    try place.write("hyp.json", hypothesis)
    let arguments = [
      "score", "--ledger", "\(audited)/ledger.json", "--transcripts", place("hyp.json"), "--output",
    ]
    try expectSuccess(asrAudit(arguments + [place("report")]))
    let report = String(decoding: try place.read("report/report.json"), as: UTF8.self)
    #expect(report.contains(#""normalizer" : "whisper-en-1""#))
    let other = try asrAudit(arguments + [place("other"), "--normalizer", "basic"])
    #expect(other.status == 2)
    #expect(
      other.output.contains("The normaliser is basic-1, but the ledger declares whisper-en-1."))
  }
}
