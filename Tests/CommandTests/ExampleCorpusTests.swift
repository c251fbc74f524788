import Foundation
import TestSupport
import Testing

/// An audit of the example corpus with the default voices.
@Suite(
  .enabled(
    if: findProgram("espeak-ng") != nil && findProgram("sox") != nil,
    "espeak-ng or sox is not installed: Scripts/setup installs them"))
struct ExampleCorpusTests {
  @Test func `the example corpus is injected, scored and restored`() throws {
    let place = try TemporaryDirectory()
    let built = try runCommand(
      "\(packageRoot)/Scripts/example-corpus", [place("corpus"), "--size", "200"])
    try expectSuccess(built)
    let gate = try SampleCorpus.shared.get().gate
    try expectSuccess(
      asrAudit(
        [
          "inject", "--manifest", "corpus/train.json", "--output", "audited", "--seed", "7",
          "--coins", "40", "--blocks", "4", "--words", "3", "--max-share", "0.5", "--gate", gate,
        ], in: place.path))
    let ledger = try LedgerRecord(place("audited/ledger.json"))
    #expect(ledger.header.audio.sampleRate == 16_000)
    #expect(ledger.header.share < 0.5)
    try expectSuccess(asrAudit(["verify", "--ledger", "audited/ledger.json"], in: place.path))

    let hypothesis = try ScriptedDecoder.verbatim.decodeNeMo(
      probe: place("audited/probe/probe.json"), ledger: ledger)
    try place.write("hyp.json", hypothesis)
    try expectSuccess(
      asrAudit(
        [
          "score", "--ledger", "audited/ledger.json", "--transcripts", "hyp.json", "--output",
          "report",
        ], in: place.path))
    #expect(try ReportRecord(place("report/report.json")).verdict.code == "detected_verbatim")
    #expect(try asrAudit(["gate", "report/report.json"], in: place.path).status == 1)

    try expectSuccess(
      asrAudit(
        [
          "remove", "--ledger", "audited/ledger.json", "--manifest", "audited/train/train.json",
          "--output", "clean.json",
        ], in: place.path))
    #expect(try place.read("clean.json") == place.read("corpus/train.json"))
  }
}
