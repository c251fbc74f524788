import Foundation
import TestSupport
import Testing

/// `inject --texts shuffled`, from the audio to the report.
struct ShuffledTextsCommandTests {
  private let place: TemporaryDirectory

  init() throws {
    place = try TemporaryDirectory()
    try expectSuccess(
      asrAudit(
        injection(
          of: SampleCorpus.shared.get().manifest, to: place("audited"), "--texts", "shuffled",
          "--speeds", "1", "--max-share", "0.9")))
  }

  private func score(_ decoder: ScriptedDecoder, _ name: String) throws -> CommandResult {
    let hypothesis = try decoder.decodeNeMo(
      probe: place("audited/probe/probe.json"), ledger: LedgerRecord(place("audited/ledger.json")))
    try place.write("\(name).json", hypothesis)
    return try asrAudit([
      "score", "--ledger", place("audited/ledger.json"), "--transcripts", place("\(name).json"),
      "--output", place(name),
    ])
  }

  @Test func `an audit with shuffled texts is verified, scored and reported as such`() throws {
    let verified = try asrAudit(["verify", "--ledger", place("audited/ledger.json")])
    try expectSuccess(verified)
    #expect(verified.output.contains("texts are shuffled: the sounds of all"))
    let scored = try score(.verbatim, "leaking")
    try expectSuccess(scored)
    #expect(scored.output.contains("texts are shuffled: no sound says the text of its canary"))
    #expect(scored.output.contains("Memorization detected"))
    for name in ["leaking/report.html", "leaking/report.md"] {
      let text = String(decoding: try place.read(name), as: UTF8.self)
      #expect(text.contains("Texts are shuffled"), "\(name)")
      #expect(text.contains("The model has memorised individual training utterances"), "\(name)")
      #expect(!text.contains("learnt words"), "\(name)")
    }
    let document = try #require(
      JSONSerialization.jsonObject(with: Data(place.read("leaking/report.json")))
        as? [String: Any])
    #expect((document["design"] as? [String: Any])?["texts"] as? String == "shuffled")
    // The report is read again.
    try expectSuccess(
      asrAudit([
        "report", place("leaking/report.json"), "--format", "markdown", "--output",
        place("again.md"),
      ]))
    let restored = try asrAudit([
      "remove", "--ledger", place("audited/ledger.json"), "--manifest",
      place("audited/train/train.json"), "--output", place("restored.json"),
    ])
    try expectSuccess(restored)
  }

  @Test func `what shuffled texts cannot have is refused`() throws {
    let manifest = try SampleCorpus.shared.get().manifest
    for (options, words) in [
      (["--recombined-controls", "yes"], "no recombined controls"),
      (["--natural-speed-probes"], "no natural-speed probes"),
    ] {
      let arguments = try injection(of: manifest, to: place("no"), "--texts", "shuffled")
      expectProblem(
        try asrAudit(arguments + options), status: 64, saying: "--texts", words, "--texts own")
      try expectNothing(of: "no", in: place)
    }
    expectProblem(
      try asrAudit([
        "probe", "--ledger", place("audited/ledger.json"), "--output", place("asked"),
      ]), status: 64, saying: "--ledger", "texts are shuffled")
  }
}
