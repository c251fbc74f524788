import Foundation
import TestSupport
import Testing

/// `inject --profile`: canaries that the recipe keeps, and the caps beside `--frame-rate`.
struct InjectProfileTests {
  private func inject(_ place: TemporaryDirectory, _ more: String...) throws -> CommandResult {
    try asrAudit(
      injection(
        of: SampleCorpus.shared.get().manifest, to: place("out"), "--max-share", "0.9")
        + more)
  }

  @Test(arguments: [
    "icefall-zipformer", "nemo-conformer", "nemo-fastconformer", "espnet", "wenet-librispeech",
    "speechbrain", "hf-wav2vec2", "hf-whisper", "embedded",
  ])
  func `check finds that every canary survives the profile it was injected for`(
    _ profile: String
  ) throws {
    let place = try TemporaryDirectory()
    let injected = try inject(place, "--profile", profile, "--json")
    try expectSuccess(injected)
    let document = try #require(
      JSONSerialization.jsonObject(with: Data(injected.output.utf8)) as? [String: Any])
    #expect(document["profile"] as? String == profile)
    let ledger = place("out/ledger.json")
    let checked = try asrAudit(
      [
        "check", "--ledger", ledger, "--profile", profile, "--audio", "--json",
      ])
    try expectSuccess(checked)
    let without = try asrAudit([
      "check", "--ledger", SampleAudit.nemo.get().ledger, "--profile", profile,
    ])
    if profile != "hf-whisper" {
      #expect(without.status != 0, "the sample's canaries survive without padding")
    }
  }

  @Test func `the ledger and the report have the recipe and the effective exposure`() throws {
    let place = try TemporaryDirectory()
    try expectSuccess(inject(place, "--profile", "icefall-zipformer", "--epochs", "7"))
    let text = String(decoding: try place.read("out/ledger.json"), as: UTF8.self)
    #expect(text.contains(#""copies_per_epoch":3"#) && text.contains(#""epochs":7"#))
    let hypothesis = try ScriptedDecoder.alike.decodeNeMo(
      probe: place("out/probe/probe.json"), ledger: LedgerRecord(place("out/ledger.json")))
    try expectSuccess(
      asrAudit([
        "score", "--ledger", place("out/ledger.json"), "--transcripts",
        try place.write("hyp.json", hypothesis), "--output", place("report"),
      ]))
    let page = String(decoding: try place.read("report/report.md"), as: UTF8.self)
    #expect(page.contains("icefall-zipformer"))
    // 16 repetitions, 3 speed copies, 7 epochs.
    #expect(page.contains("16: 336"), "\(page)")
  }

  @Test func `the choice and its reason are printed`() throws {
    let place = try TemporaryDirectory()
    let result = try inject(place, "--profile", "icefall-zipformer")
    try expectSuccess(result)
    #expect(result.output.contains("profile   icefall-zipformer: "))
    #expect(result.output.contains("7 words at 2x"))
    #expect(result.output.contains("0.9x and 1.1x copies"))
  }

  /// A recipe whose longest utterance holds only short texts.
  private func shortRecipe(_ place: TemporaryDirectory, seconds: Double) throws -> String {
    try place.write(
      "short.yml",
      """
      name: short
      other_filters: none
      max_duration: \(seconds)
      max_characters_per_second: 20
      loss: attention
      speed_factors: none
      time_masks: none
      """)
  }

  @Test func `shorter canaries are chosen where seven words do not fit`() throws {
    let place = try TemporaryDirectory()
    // Seven words have 41 characters, five words 29.
    let recipe = try shortRecipe(place, seconds: 1.6)
    let result = try inject(place, "--profile", recipe)
    try expectSuccess(result)
    #expect(result.errors.contains("chose 5 words at 2x"), "\(result.errors)")
    let ledger = try LedgerRecord(place("out/ledger.json"))
    #expect(ledger.canaries.allSatisfy { $0.text.split(separator: " ").count == 5 })
  }

  @Test func `a stated length is kept, and refused where it does not fit`() throws {
    let place = try TemporaryDirectory()
    let recipe = try shortRecipe(place, seconds: 1.6)
    let result = try inject(place, "--profile", recipe, "--words", "7")
    #expect(result.status == 3, "\(result.errors)")
    try expectNothing(of: "out", in: place)
  }

  @Test func `caps on characters per second and tokens per frame are respected`() throws {
    let place = try TemporaryDirectory()
    try expectSuccess(
      inject(
        place, "--frame-rate", "100", "--tokenizer", "words", "--max-cps", "15",
        "--max-token-ratio", "0.01"))
    for canary in try LedgerRecord(place("out/ledger.json")).canaries {
      let seconds = Double(canary.frames) / Double(SampleCorpus.rate)
      #expect(Double(canary.text.count) / seconds <= 15)
      #expect(7 / (seconds * 100) <= 0.01 + 1e-9)
    }
    for arguments in [
      ["--max-cps", "15"], ["--frame-rate", "25", "--max-cps", "0"],
      ["--profile", "espnet", "--frame-rate", "25"], ["--epochs", "3"],
    ] {
      let other = try TemporaryDirectory()
      #expect(
        try asrAudit(
          injection(of: SampleCorpus.shared.get().manifest, to: other("out")) + arguments
        ).status == 64)
    }
  }
}
