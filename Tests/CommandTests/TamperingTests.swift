import Foundation
import TestSupport
import Testing

/// Ledgers, audio files and commitments that were changed.
struct TamperingTests {
  /// A copy of the sample audit that may be changed.
  private func copyAudit(to place: TemporaryDirectory) throws -> String {
    let audit = try SampleAudit.nemo.get()
    try runCommand("cp", ["-a", audit.directory, place("audit")])
    return place("audit/ledger.json")
  }

  private func transcripts(in place: TemporaryDirectory) throws -> String {
    let audit = try SampleAudit.nemo.get()
    let hypothesis = try ScriptedDecoder.alike.decodeNeMo(
      probe: "\(audit.directory)/probe/probe.json", ledger: LedgerRecord(audit.ledger))
    return try place.write("hyp.json", hypothesis)
  }

  @Test(arguments: [
    (#""role":"control""#, #""role":"tracer""#), (#""speed":2"#, #""speed":3"#),
  ])
  func `a changed ledger is refused by every command`(
    _ old: String, _ new: String
  ) throws {
    let place = try TemporaryDirectory()
    let ledger = try copyAudit(to: place)
    let text = try String(contentsOfFile: ledger, encoding: .utf8)
    let range = try #require(text.range(of: old))
    try place.write("audit/ledger.json", text.replacingCharacters(in: range, with: new))
    for arguments in [
      ["verify", "--ledger", ledger],
      [
        "score", "--ledger", ledger, "--transcripts", try transcripts(in: place), "--output",
        place("report"),
      ],
      [
        "remove", "--ledger", ledger, "--manifest", place("audit/train/train.json"), "--output",
        place("report"),
      ],
    ] {
      expectProblem(
        try asrAudit(arguments), status: 65, saying: ledger, "do not match its root")
      try expectNothing(of: "report", in: place)
    }
  }

  @Test(arguments: ["train", "probe"])
  func `changed audio fails verification by name`(_ part: String) throws {
    let place = try TemporaryDirectory()
    let ledger = try copyAudit(to: place)
    let record = try LedgerRecord(ledger)
    let canary = try #require(record.canaries.first { $0.repetitions == 1 })
    let id = part == "train" ? canary.train[0] : canary.probe
    let name = "audit/\(part)/utterances/\(id).wav"
    var bytes = try place.read(name)
    bytes[bytes.count / 2] ^= 1
    try place.write(name, bytes)
    let result = try asrAudit(["verify", "--ledger", ledger])
    #expect(result.status == 65)
    #expect(result.output.contains("FAILED  1 audio files were changed"))
    #expect(result.output.contains(id))
    #expect(result.errors.contains("1 of 7 checks failed"))
  }

  @Test func `missing audio fails verification by name`() throws {
    let place = try TemporaryDirectory()
    let ledger = try copyAudit(to: place)
    let canary = try LedgerRecord(ledger).canaries[0].probe
    try FileManager.default.removeItem(atPath: place("audit/probe/utterances/\(canary).wav"))
    let result = try asrAudit(["verify", "--ledger", ledger, "--json"])
    #expect(result.status == 65)
    #expect(result.output.contains(canary))
  }

  @Test func `a missing injected line fails verification and removal`() throws {
    let place = try TemporaryDirectory()
    let ledger = try copyAudit(to: place)
    let record = try LedgerRecord(ledger)
    let id = try #require(record.canaries.first { $0.repetitions == 1 }).train[0]
    let text = try String(contentsOfFile: place("audit/train/train.json"), encoding: .utf8)
    let kept = text.split(separator: "\n").filter { !$0.contains(id) }
    try place.write("audit/train/train.json", kept.joined(separator: "\n") + "\n")
    let verified = try asrAudit(["verify", "--ledger", ledger])
    #expect(verified.status == 65)
    #expect(verified.output.contains(id))

    let removal = [
      "remove", "--ledger", ledger, "--manifest", place("audit/train/train.json"), "--output",
      place("clean.json"),
    ]
    expectProblem(try asrAudit(removal), status: 65, saying: id, "--allow-missing")
    try expectNothing(of: "clean", in: place)
    try expectSuccess(asrAudit(removal + ["--allow-missing"]))
    #expect(
      try place.read("clean.json") == SampleCorpus.shared.get().directory.read("train.json"))
  }

  @Test func `transcripts of another run are not measurable`() throws {
    let place = try TemporaryDirectory()
    try expectSuccess(
      asrAudit(
        injection(of: SampleCorpus.shared.get().manifest, to: place("other"), seed: 8)))
    let result = try asrAudit([
      "score", "--ledger", place("other/ledger.json"), "--transcripts",
      try transcripts(in: place), "--output", place("report"),
    ])
    #expect(result.status == 2)
    #expect(result.errors.contains("is it the ledger of another run?"))
    #expect(
      try ReportRecord(place("report/report.json")).verdict.code
        == "not_measurable_missing_transcripts")
    #expect(try asrAudit(["gate", place("report/report.json")]).status == 2)
  }

  @Test func `the commitment of another run is a mismatch`() throws {
    let place = try TemporaryDirectory()
    try expectSuccess(
      asrAudit(
        injection(of: SampleCorpus.shared.get().manifest, to: place("other"), seed: 9)))
    let ledger = try SampleAudit.nemo.get().ledger
    let commitment = ["--commitment", place("other/commitment.json")]
    let score = try asrAudit(
      [
        "score", "--ledger", ledger, "--transcripts", try transcripts(in: place), "--output",
        place("report"),
      ] + commitment)
    #expect(score.status == 2)
    #expect(
      try ReportRecord(place("report/report.json")).verdict.code == "not_measurable_mismatch")
    #expect(try asrAudit(["verify", "--ledger", ledger] + commitment).status == 65)
  }

  @Test func `verification needs no temporary directory`() throws {
    let result = try runCommand(
      builtProgram("asr-audit"), ["verify", "--ledger", SampleAudit.nemo.get().ledger],
      environment: ["TMPDIR": "/nonexistent"])
    try expectSuccess(result)
  }

  @Test func `replaced audio of a check utterance fails verification`() throws {
    let place = try TemporaryDirectory()
    try expectSuccess(
      asrAudit(
        injection(of: SampleCorpus.shared.get().manifest, to: place("out")) + ["--relative"]))
    let record = try LedgerRecord(place("out/ledger.json"))
    let id = try #require(record.checkUtterances.first).probe
    let folder = place("out/probe/utterances")
    let link = try #require(
      FileManager.default.contentsOfDirectory(atPath: folder).first { $0.hasPrefix(id) })
    try FileManager.default.removeItem(atPath: "\(folder)/\(link)")
    try place.write("out/probe/utterances/\(link)", "other audio")
    let result = try asrAudit(["verify", "--ledger", place("out/ledger.json")])
    #expect(result.status == 65)
    #expect(result.output.contains("FAILED  1 check utterances' audio files were changed: \(id)"))
  }

  @Test func `verification of a moved audit names the option for relative paths`() throws {
    let place = try TemporaryDirectory()
    try expectSuccess(
      asrAudit(injection(of: SampleCorpus.shared.get().manifest, to: place("out"))))
    try FileManager.default.moveItem(atPath: place("out"), toPath: place("moved"))
    let result = try asrAudit(["verify", "--ledger", place("moved/ledger.json")])
    #expect(result.status == 65)
    #expect(result.errors.contains("--relative"))
  }

  @Test func `a manifest of another format than the ledger's is named`() throws {
    let place = try TemporaryDirectory()
    let nemo = try SampleAudit.nemo.get()
    let result = try asrAudit([
      "remove", "--ledger", SampleAudit.kaldi.get().ledger, "--manifest",
      "\(nemo.directory)/train/train.json", "--output", place("clean"),
    ])
    expectProblem(result, status: 65, saying: "train.json", "Kaldi data directory")
  }

  @Test func `a moved manifest with relative paths gets advice on its paths`() throws {
    let place = try TemporaryDirectory()
    let manifest = try place.write(
      "train.json", "{\"audio_filepath\": \"audio/1.wav\", \"duration\": 9, \"text\": \"a\"}\n")
    let result = try asrAudit(["inject", "--manifest", manifest, "--output", place("out")])
    expectProblem(result, status: 66, saying: "was the manifest moved?")
  }
}
