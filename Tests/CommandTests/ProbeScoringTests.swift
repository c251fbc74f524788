import Foundation
import TestSupport
import Testing

/// `score --probes` with the real program.
@Suite struct ProbeScoringTests: ProbeTrial {
  let place: TemporaryDirectory
  let audit: SampleAudit

  init() throws {
    place = try TemporaryDirectory()
    audit = try SampleAudit.nemo.get()
  }

  /// Writes the transcripts of a scripted model for the probe set and for the further probes.
  private func transcribe(
    _ path: String? = nil, _ directory: String? = nil,
    _ hear: (ProbeRecord.Probe, LedgerRecord.Canary) -> String?
  ) throws {
    let ledger = try LedgerRecord(path ?? audit.ledger)
    let canaries = Dictionary(uniqueKeysWithValues: ledger.canaries.map { ($0.probe, $0) })
    let texts = Dictionary(
      uniqueKeysWithValues: ledger.checkUtterances.map { ($0.probe, $0.text) })
    let decoded = try ScriptedDecoder.verbatim.decodeNeMo(
      probe: "\(directory ?? audit.directory)/probe/probe.json", ledger: ledger)
    try place.write("hyp.json", decoded)
    let lines = try record().probes.compactMap { probe -> String? in
      let text: String? =
        if let source = probe.source, let canary = canaries[source] {
          hear(probe, canary)
        } else {
          probe.source.flatMap { texts[$0] } ?? ""
        }
      return text.map { #"{"audio_filepath": "\#(probe.id).wav", "pred_text": "\#($0)"}"# }
    }
    try place.write("hyp2.json", lines.map { $0 + "\n" }.joined())
  }

  private func score(
    _ more: String..., ledger: String? = nil, to output: String = "report"
  ) throws -> CommandResult {
    try asrAudit(
      [
        "score", "--ledger", ledger ?? audit.ledger, "--transcripts", "hyp.json", "--probes",
        "asked",
        "--probe-transcripts", "hyp2.json", "--output", output,
      ] + more, in: place.path)
  }

  private struct Report: Decodable {
    struct Probes: Decodable {
      struct Kind: Decodable {
        struct Test: Decodable { let adjustedP: Double }
        struct Masked: Decodable {
          let repetitions: Int
          let probes: Int
          let hiddenWords: Int
          let otherCanary: Int
          let neither: Int
          let unanswered: Int
        }
        let family: String
        let strength: String
        let test: Test?
        let masked: [Masked]?
      }
      struct Unanswered: Decodable { let family: String }
      let kinds: [Kind]
      let unanswered: [Unanswered]
    }
    let furtherProbes: Probes?
  }

  private func report(_ output: String = "report") throws -> Report.Probes {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let report = try decoder.decode(Report.self, from: Data(place.read("\(output)/report.json")))
    return try #require(report.furtherProbes)
  }

  @Test func `a model that remembers only the recording is found by same and not by noise`() throws
  {
    try expectSuccess(probe("--families", "same,noise,silence"))
    try transcribe { probe, canary in
      canary.repetitions >= 8 && probe.family == "same" ? canary.text : ""
    }
    let scored = try score()
    try expectSuccess(scored)
    #expect(scored.output.contains("further probes (not part of the verdict)"))
    let probes = try report()
    #expect(probes.kinds.map(\.family) == ["same", "noise", "noise", "noise"])
    #expect(try #require(probes.kinds[0].test).adjustedP < 0.05)
    #expect(probes.kinds.dropFirst().allSatisfy { $0.test?.adjustedP == 1 })
    for page in ["report.html", "report.md"] {
      let text = String(decoding: try place.read("report/\(page)"), as: UTF8.self)
      #expect(text.contains("Further probes") && text.contains("Sounds without speech"))
    }
    // The verdict is that of the probe set, and the report can be rendered again.
    #expect(scored.output.contains("Memorization detected: verbatim"))
    try expectSuccess(
      asrAudit(["report", "report/report.json", "--format", "markdown"], in: place.path))
  }

  /// One decoder fills the gap in, one writes words of another canary and one stops at the gap.
  @Test(arguments: ["fills in", "another", "stops"])
  func `scripted decoders have their outcome`(_ decoder: String) throws {
    try maskedProbe("masked")
    let (path, directory) = try (BankAudit.shared.get().ledger, BankAudit.shared.get().directory)
    let ledger = try LedgerRecord(path)
    try transcribe(path, directory) { probe, canary in
      guard canary.repetitions > 0, let hidden = probe.hidden else { return "mumble" }
      var words = canary.text.split(separator: " ").map(String.init)
      let other = ledger.canaries.first {
        let others = $0.text.split(separator: " ").map(String.init)
        return $0.probe != canary.probe && others[hidden[0]] != words[hidden[0]]
      }!
      let others = other.text.split(separator: " ").map(String.init)
      switch decoder {
      case "fills in": break
      case "another": for place in hidden { words[place] = others[place] }
      default: words.removeSubrange(hidden[0]...hidden[hidden.count - 1])
      }
      return words.joined(separator: " ")
    }
    try expectSuccess(score(ledger: path))
    let kinds = try report().kinds
    #expect(kinds.count == 4)
    for kind in kinds {
      let groups = try #require(kind.masked)
      #expect(groups[0].unanswered == groups[0].probes && groups[0].repetitions == 0)
      for group in groups.dropFirst() where group.probes > 0 {
        #expect(group.hiddenWords == (decoder == "fills in" ? group.probes : 0))
        #expect(group.otherCanary == (decoder == "another" ? group.probes : 0))
        #expect(group.neither == (decoder == "stops" ? group.probes : 0))
      }
      let p = try #require(kind.test).adjustedP
      #expect(decoder == "fills in" ? p < 0.05 : p == 1)
    }
  }

  @Test func `families without transcripts are named, and incomplete ones are refused`() throws {
    try expectSuccess(probe("--families", "same,level"))
    try transcribe { probe, canary in probe.family == "same" ? canary.text : nil }
    // Check utterances of the family have transcripts, so it is incomplete.
    expectProblem(
      try score(), status: 65, saying: "hyp2.json", "have no transcript", "--missing")
    let lines = String(decoding: try place.read("hyp2.json"), as: UTF8.self)
    let level = Set(try record().probes.filter { $0.family == "level" }.map(\.id))
    let kept = lines.split(separator: "\n").filter { line in
      !level.contains { line.contains($0) }
    }
    try place.write("hyp2.json", kept.joined(separator: "\n") + "\n")
    let scored = try score()
    try expectSuccess(scored)
    #expect(scored.output.contains("no transcript: level, -20 dB"))
    #expect(try report().unanswered.map(\.family) == ["level"])
  }

  @Test func `probes and transcripts of another ledger are refused`() throws {
    let corpus = try SampleCorpus.shared.get()
    try expectSuccess(probe("--families", "same"))
    try transcribe { $1.text }
    let other = TemporaryDirectory.shared("audit-other-probes")
    if !FileManager.default.fileExists(atPath: other) {
      try expectSuccess(asrAudit(injection(of: corpus.manifest, to: other, seed: 8)))
    }
    let scored = try asrAudit(
      [
        "score", "--ledger", "\(other)/ledger.json", "--transcripts", "hyp.json", "--probes",
        "asked", "--probe-transcripts", "hyp2.json", "--output", "report",
      ], in: place.path)
    expectProblem(
      scored, status: 65, saying: "probes.json", "belong to another ledger")
    try place.write("hyp2.json", #"{"audio_filepath": "x.wav", "pred_text": "a"}"# + "\n")
    expectProblem(
      try score(), status: 65, saying: "hyp2.json", "no row belongs to these probes")
    #expect(
      try asrAudit(
        [
          "score", "--ledger", audit.ledger, "--transcripts", "hyp.json", "--probes", "asked",
          "--output", "report",
        ], in: place.path
      ).status == 64)
    try expectNothing(of: "report", in: place)
  }

  @Test func `families that inject declares are declared in the report`() throws {
    let corpus = try SampleCorpus.shared.get()
    try expectSuccess(
      asrAudit(
        injection(of: corpus.manifest, to: place("declared"), seed: 9) + [
          "--families", "same,level",
        ]))
    try expectSuccess(asrAudit(["verify", "--ledger", place("declared/ledger.json")]))
    let written = try asrAudit(
      ["probe", "--ledger", place("declared/ledger.json"), "--output", "asked", "--json"],
      in: place.path)
    try expectSuccess(written)
    #expect(Set(try record().probes.map(\.family)) == ["same", "level"])
    let ledger = String(decoding: try place.read("declared/ledger.json"), as: UTF8.self)
    #expect(ledger.contains(#""probe_families":["same","level"]"#))
    // A ledger that does not declare families has no such key.
    #expect(!(try String(contentsOfFile: audit.ledger, encoding: .utf8)).contains("probe_families"))
  }

  @Test func `what the model writes for silence is searched in the training text`() throws {
    try expectSuccess(probe("--families", "silence,same"))
    try transcribe { _, canary in canary.text }
    let silence = try record().probes.filter { $0.family == "silence" }.prefix(3).map(\.id)
    var text = String(decoding: try place.read("hyp2.json"), as: UTF8.self)
    for (number, id) in silence.enumerated() {
      text = text.replacing(
        #"{"audio_filepath": "\#(id).wav", "pred_text": ""}"#,
        with: #"{"audio_filepath": "\#(id).wav", "pred_text": "\#(SampleCorpus.sentence(number))"}"#
      )
    }
    try place.write("hyp2.json", text)
    let corpus = try SampleCorpus.shared.get()
    let audio = corpus.directory("audio/\(SampleCorpus.id(0)).wav")
    try place.write(
      "other.json",
      #"{"audio_filepath": "\#(audio)", "duration": 1.0, "text": "a text of its own"}"# + "\n")
    try expectSuccess(score("--background", "other.json", "--silence-list", "silence.tsv"))
    let list = String(decoding: try place.read("silence.tsv"), as: UTF8.self).split(separator: "\n")
    #expect(list[0] == "transcripts\tin_training\tin_background\twords")
    #expect(list.count > 3)
    #expect(list.contains { $0.hasSuffix("\ttrue\tfalse\tthe baker found the old") })
    let page = String(decoding: try place.read("report/report.md"), as: UTF8.self)
    #expect(page.contains("5 consecutive words of the training text"))
    #expect(page.contains("100% (3/3)"))
  }
}
