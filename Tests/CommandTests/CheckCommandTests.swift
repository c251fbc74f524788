import Foundation
import TestSupport
import Testing

/// `check` before training: the prediction for every canary, the manifest and the audio.
struct CheckCommandTests {
  struct Document: Decodable {
    struct Survival: Decodable {
      let survives: Int
      let dropped: Int
      let atRisk: Int
      let unknown: Int
    }
    struct Row: Decodable {
      let probe: String
      let role: String
      let repetitions: Int
      let seconds: Double
      let outcome: String
      let rule: String?
      let copiesPerEpoch: Int
      let presentations: Int?
    }
    struct Audio: Decodable {
      struct Fault: Decodable {
        let id: String
        let fault: String
      }
      let canaryFiles: Int
      let faults: [Fault]
    }
    struct Manifest: Decodable {
      let copies: Int
      let missingCopies: Int
    }
    let survival: Survival?
    let canaries: [Row]?
    let manifest: Manifest?
    let audio: Audio?
  }

  private func document(_ result: CommandResult) throws -> Document {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Document.self, from: Data(result.output.utf8))
  }

  private func check(_ more: String...) throws -> CommandResult {
    try asrAudit(["check", "--ledger", SampleAudit.nemo.get().ledger] + more)
  }

  @Test func `a manifest with named fields is read by the names in the ledger`() throws {
    let place = try TemporaryDirectory()
    let corpus = try String(
      contentsOfFile: SampleCorpus.shared.get().manifest, encoding: .utf8)
    let named = try place.write(
      "named.jsonl",
      corpus.replacing("\"audio_filepath\"", with: "\"sound\"")
        .replacing("\"text\"", with: "\"said\""))
    try expectSuccess(
      asrAudit(
        injection(
          of: named, to: place("out"), "--audio-key", "sound", "--text-key", "said",
          "--duration-key",
          "duration", "--sample-rate", "16000", "--check-utterances", "0")))
    let result = try asrAudit([
      "check", "--ledger", place("out/ledger.json"), "--manifest", place("out/train/named.jsonl"),
      "--json",
    ])
    try expectSuccess(result)
    #expect(try document(result).manifest?.missingCopies == 0)
  }

  @Test func `filters see the durations that the manifest states`() throws {
    let place = try TemporaryDirectory()
    let audit = try SampleAudit.nemo.get()
    let ids = try LedgerRecord(audit.ledger).canaries.flatMap(\.train)
    let lines = try String(contentsOfFile: "\(audit.directory)/train/train.json", encoding: .utf8)
      .split(separator: "\n").map { line -> String in
        let text = String(line)
        guard ids.contains(where: { text.contains($0) }) else { return text }
        return text.replacing(#/"duration": ?[0-9.]+/#, with: "\"duration\": 0.05")
      }
    let manifest = try place.write("short.json", lines.joined(separator: "\n") + "\n")
    let profile = try recipe(place, "min_duration: 0.1", "speed_factors: none")
    let result = try check("--profile", profile, "--manifest", manifest, "--json")
    #expect(result.status == 3, "\(result.errors)")
    let rows = try #require(try document(result).canaries)
    for row in rows {
      #expect(row.outcome == (row.repetitions > 0 ? "dropped" : "survives"), "\(row)")
    }
    #expect(result.errors.contains("'min_duration' hits trained canaries and controls unequally"))
  }

  @Test func `the original manifest is named as the cause, and no rule is called unequal`() throws {
    let place = try TemporaryDirectory()
    let profile = try recipe(place, "min_duration: 50", "speed_factors: none")
    let result = try check(
      "--profile", profile, "--manifest", SampleCorpus.shared.get().manifest)
    #expect(result.status == 3)
    #expect(result.errors.contains("original manifest"), "\(result.errors)")
    #expect(!(result.output + result.errors).contains("nequal"), "\(result.output)")
  }

  /// An audit with canaries of two speeds, and therefore of two lengths.
  private func auditOfTwoSpeeds(_ place: TemporaryDirectory) throws -> String {
    try expectSuccess(
      asrAudit(
        injection(
          of: SampleCorpus.shared.get().manifest, to: place("two"), "--speeds", "2,3",
          "--max-share", "0.5")))
    return place("two/ledger.json")
  }

  /// A recipe without filters but for the given ones.
  private func recipe(_ place: TemporaryDirectory, _ lines: String...) throws -> String {
    try place.write(
      "recipe.yml",
      (["name: ours", "other_filters: none", "loss: attention", "time_masks: none"]
        + (lines.contains { $0.hasPrefix("speed_factors") } ? [] : ["speed_factors: none"])
        + lines).joined(separator: "\n") + "\n")
  }

  @Test func `canaries below the shortest duration are dropped, and the others survive`() throws {
    let place = try TemporaryDirectory()
    let path = try auditOfTwoSpeeds(place)
    let ledger = try LedgerRecord(path)
    let seconds = ledger.canaries.map { Double($0.frames) / Double(SampleCorpus.rate) }
    let limit = try #require(seconds.max())
    let profile = try recipe(place, "min_duration: \(limit)", "epochs: 5")
    let arguments = ["check", "--ledger", path, "--profile", profile]
    let result = try asrAudit(arguments + ["--json"])
    #expect(result.status == 3, "\(result.errors)")
    #expect(result.errors.contains("would not be trained on"))
    let found = try document(result)
    let rows = try #require(found.canaries)
    #expect(rows.map(\.probe) == ledger.canaries.map(\.probe))
    for row in rows {
      #expect(row.outcome == (row.seconds < limit ? "dropped" : "survives"))
      #expect(row.rule == (row.seconds < limit ? "min_duration" : nil))
      #expect(row.presentations == (row.seconds < limit ? 0 : 5 * row.repetitions))
    }
    #expect(found.survival?.dropped == rows.count { $0.seconds < limit })
    #expect(rows.contains { $0.seconds < limit } && rows.contains { $0.seconds >= limit })
    let text = try asrAudit(arguments)
    #expect(text.status == 3)
    #expect(text.output.hasPrefix("profile   ours"), "the summary comes first")
    for row in rows { #expect(text.output.contains(row.probe)) }
  }

  @Test func `a recipe that keeps everything passes`() throws {
    let place = try TemporaryDirectory()
    let result = try check("--profile", try recipe(place, "epochs: 2"), "--json")
    try expectSuccess(result)
    let found = try document(result)
    #expect(found.survival?.survives == found.canaries?.count)
  }

  @Test func `an unknown tokenizer makes outcomes unknown, which do not pass`() throws {
    let place = try TemporaryDirectory()
    let ledger = try LedgerRecord(SampleAudit.nemo.get().ledger)
    let longest = try #require(ledger.canaries.map(\.frames).max())
    // Some texts fit with a token per word, and none with one per character.
    let rate = 10 * Double(SampleCorpus.rate) / Double(longest)
    let profile = try recipe(place, "max_tokens_per_second: \(rate)")
    let unknown = try check("--profile", profile, "--json")
    let found = try document(unknown)
    #expect(found.survival?.unknown ?? 0 > 0)
    #expect(unknown.status == (found.survival?.dropped == 0 ? 2 : 3), "\(unknown.errors)")
    let known = try check("--profile", profile, "--tokenizer", "words", "--json")
    #expect(try document(known).survival?.unknown == 0)
  }

  @Test func `a lost speed-perturbed copy is a risk and lowers the effective exposure`() throws {
    let place = try TemporaryDirectory()
    let ledger = try LedgerRecord(SampleAudit.nemo.get().ledger)
    let shortest = try #require(ledger.canaries.map(\.frames).min())
    let limit = Double(shortest) / Double(SampleCorpus.rate)
    let profile = try recipe(
      place, "min_duration: \(limit)", "speed_factors: [0.9, 1.0, 1.1]", "epochs: 1")
    let result = try check("--profile", profile, "--json")
    #expect(result.status == 2, "\(result.errors)")
    let rows = try #require(try document(result).canaries)
    #expect(rows.contains { $0.outcome == "at_risk" })
    for row in rows {
      #expect(row.copiesPerEpoch == (row.outcome == "at_risk" ? 2 : 3))
      #expect(row.presentations == row.copiesPerEpoch * row.repetitions)
    }
  }

  @Test(arguments: ["icefall-zipformer", "nemo-fastconformer", "wenet-librispeech"])
  func `a built-in profile drops the short canaries of the sample`(_ name: String) throws {
    let result = try check("--profile", name, "--tokenizer", "characters")
    #expect(result.status == 3, "\(result.errors)")
    #expect(result.output.contains(".py") || result.output.contains(".yaml"), "no source is named")
  }

  @Test func `the manifest is checked for every copy`() throws {
    let audit = try SampleAudit.nemo.get()
    let manifest = "\(audit.directory)/train/train.json"
    let whole = try check("--manifest", manifest, "--json")
    try expectSuccess(whole)
    #expect(try document(whole).manifest?.missingCopies == 0)

    // A recipe that removes lines with the same text.
    let place = try TemporaryDirectory()
    var texts: Set<String> = []
    let kept = try String(contentsOfFile: manifest, encoding: .utf8).split(separator: "\n")
      .filter { line in
        let entry = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        return texts.insert(entry?["text"] as? String ?? "").inserted
      }
    let thinned = try place.write("thinned.json", kept.joined(separator: "\n") + "\n")
    let result = try check("--manifest", thinned)
    #expect(result.status == 3 && result.errors.contains("copies are not in the manifest"))

    let original = try check(
      "--manifest", SampleCorpus.shared.get().manifest, "--profile", try recipe(place), "--json")
    #expect(original.status == 3)
    let rows = try #require(try document(original).canaries)
    for row in rows { #expect((row.rule == "manifest") == (row.repetitions > 0)) }
  }

  @Test(arguments: ["id", "text"])
  func `a control in the manifest is an error with its line`(_ trace: String) throws {
    let audit = try SampleAudit.nemo.get()
    let control = try #require(
      LedgerRecord(audit.ledger).canaries.first { $0.role == "control" })
    let place = try TemporaryDirectory()
    let manifest = try String(
      contentsOfFile: "\(audit.directory)/train/train.json", encoding: .utf8)
    let leak =
      trace == "id"
      ? #"{"audio_filepath": "/p/\#(control.probe).wav", "duration": 1, "text": "a b"}"#
      : #"{"audio_filepath": "/p/x.wav", "duration": 1, "text": "\#(control.text.uppercased())"}"#
    let leaking = try place.write("leaking.json", manifest + leak + "\n")
    let result = try check("--manifest", leaking)
    #expect(result.status == 3, "\(result.errors)")
    #expect(result.errors.contains("1 control is in the manifest"))
    let line = manifest.split(separator: "\n").count + 1
    #expect(
      result.output.contains(
        "the \(trace) of the control \(control.probe) is in \(leaking):\(line)"))
  }

  @Test func `sound audio passes`() throws {
    let audit = try SampleAudit.nemo.get()
    let result = try check("--audio", "--manifest", "\(audit.directory)/train/train.json", "--json")
    // The sample corpus states 100 s for tones of a tenth of a second.
    #expect(result.status == 3)
    let audio = try #require(try document(result).audio)
    let ledger = try LedgerRecord(audit.ledger)
    let canaries = ledger.canaries.reduce(0) { $0 + 1 + $1.repetitions }
    #expect(audio.canaryFiles == canaries + (ledger.recombinedControls ?? []).count)
    #expect(Set(audio.faults.map(\.fault)) == ["duration"])
    let own = try check("--audio", "--json")
    try expectSuccess(own)
  }

  @Test(arguments: ["missing", "unreadable", "silent", "clipped", "duration", "format", "changed"])
  func `a faulty canary file is named with its fault`(_ fault: String) throws {
    let place = try TemporaryDirectory()
    let audit = try SampleAudit.nemo.get()
    try FileManager.default.copyItem(atPath: audit.directory, toPath: place("audit"))
    let canary = try LedgerRecord(audit.ledger).canaries[0]
    let file = "audit/probe/utterances/\(canary.probe).wav"
    let rate = SampleCorpus.rate
    func tone(_ frames: Int, amplitude: Double) -> [Float] {
      (0..<frames).map { Float(max(-1, min(1, amplitude * sin(Double($0) / 3)))) }
    }
    try FileManager.default.removeItem(atPath: place(file))
    switch fault {
    case "missing": break
    case "unreadable": try place.write(file, "no audio")
    case "silent":
      try place.write(file, Sound.wav(tone(canary.frames, amplitude: 0), rate: rate))
    case "clipped":
      try place.write(file, Sound.wav(tone(canary.frames, amplitude: 20), rate: rate))
    case "changed":
      try place.write(file, Sound.wav(tone(canary.frames, amplitude: 0.5), rate: rate))
    case "duration":
      try place.write(file, Sound.wav(tone(canary.frames - 10, amplitude: 0.5), rate: rate))
    default:
      try place.write(file, Sound.wav(tone(canary.frames, amplitude: 0.5), rate: 2 * rate))
    }
    let result = try asrAudit(
      ["check", "--ledger", place("audit/ledger.json"), "--audio", "--json"])
    #expect(result.status == 3)
    let faults = try #require(try document(result).audio).faults
    #expect(faults.map(\.fault) == [fault] && faults.map(\.id) == [canary.probe])
  }

  @Test func `options that need others, and a check of nothing, are refused`() throws {
    let ledger = try SampleAudit.nemo.get().ledger
    expectProblem(
      try check("--profile", "nemo-conformr"), status: 64, saying: "--profile",
      "did you mean 'nemo-conformer'?")
    for arguments in [[], ["--audio", "--tokenizer", "words"], ["--audio", "--epochs", "3"]] {
      let result = try asrAudit(["check", "--ledger", ledger] + arguments)
      #expect(result.status == 64 && result.output.isEmpty)
    }
  }
}
