import Foundation
import TestSupport
import Testing

/// `probe` and `score --probes` with the real program.
@Suite struct ProbeCommandTests {
  private let place: TemporaryDirectory
  private let audit: SampleAudit

  init() throws {
    place = try TemporaryDirectory()
    audit = try SampleAudit.nemo.get()
  }

  /// The lines of `probes.json` that the tests read.
  private struct Record: Decodable {
    struct Probe: Decodable {
      let id: String
      let family: String
      let strength: String
      let source: String?
      let hidden: [Int]?
    }
    let root: String
    let probes: [Probe]
  }

  private struct Entry: Decodable {
    let path: String
    let text: String
    let duration: Double
    private enum CodingKeys: String, CodingKey {
      case path = "audio_filepath"
      case text, duration
    }
  }

  private func probe(_ more: String..., to output: String = "asked") throws -> CommandResult {
    try asrAudit(
      ["probe", "--ledger", audit.ledger, "--output", output] + more, in: place.path)
  }

  private func record(_ output: String = "asked") throws -> Record {
    try JSONDecoder().decode(Record.self, from: Data(place.read("\(output)/probes.json")))
  }

  private func entries(_ output: String = "asked") throws -> [Entry] {
    let text = String(decoding: try place.read("\(output)/probe.json"), as: UTF8.self)
    return try text.split(separator: "\n").map {
      try JSONDecoder().decode(Entry.self, from: Data($0.utf8))
    }
  }

  /// An audit whose canaries come from recordings that are long enough to hide: 0.2 s each.
  private struct BankAudit: Sendable {
    let directory = TemporaryDirectory.shared("audit-long-words")
    let bank = TemporaryDirectory.shared("bank-long-words")
    var ledger: String { "\(directory)/ledger.json" }

    static let shared = Result { try BankAudit() }

    private init() throws {
      let corpus = try SampleCorpus.shared.get()
      let words = try FileManager.default.contentsOfDirectory(atPath: corpus.bank).sorted()
      for (number, word) in words.enumerated() {
        let folder = "\(bank)/\(word)/anna"
        try FileManager.default.createDirectory(
          atPath: folder, withIntermediateDirectories: true)
        let tone = Sound.tone(200 + 5 * Double(number), seconds: 0.2, rate: SampleCorpus.rate)
        try Data(Sound.wav(tone, rate: SampleCorpus.rate))
          .write(to: URL(filePath: "\(folder)/1.wav"))
      }
      try expectSuccess(
        asrAudit([
          "inject", "--manifest", corpus.manifest, "--output", directory, "--seed", "7",
          "--coins", "40", "--blocks", "4", "--gate", corpus.gate, "--word-bank", bank,
        ]))
    }
  }

  private func maskedProbe(_ families: String) throws {
    let audit = try BankAudit.shared.get()
    try expectSuccess(
      asrAudit(
        [
          "probe", "--ledger", audit.ledger, "--output", "asked", "--families", families,
          "--word-bank", audit.bank,
        ], in: place.path))
  }

  // MARK: - What is written

  @Test func `every canary and control is asked in every strength, under ids of its own`() throws {
    try expectSuccess(probe("--families", "same,speed,noise", "--check-utterances", "7"))
    let (record, entries) = (try record(), try entries())
    let ledger = try LedgerRecord(audit.ledger)
    #expect(record.root == ledger.root)
    let sources = ledger.canaries.count + 7
    #expect(record.probes.count == 6 * sources && entries.count == record.probes.count)
    let ids = record.probes.map(\.id)
    #expect(Set(ids).count == ids.count)
    let paths = entries.map(\.path)
    #expect(
      paths.map { URL(filePath: $0).deletingPathExtension().lastPathComponent }.sorted()
        == ids.sorted())
    #expect(paths.allSatisfy { FileManager.default.fileExists(atPath: $0) })
    // Neither the ids nor the files name a canary.
    let manifest = String(decoding: try place.read("asked/probe.json"), as: UTF8.self)
    #expect(ledger.canaries.allSatisfy { !manifest.contains($0.probe) })
    let mode = try FileManager.default.attributesOfItem(atPath: place("asked/probes.json"))
    #expect(mode[.posixPermissions] as? Int == 0o600)
  }

  @Test func `an unchanged sound has the bytes of the probe set`() throws {
    try expectSuccess(probe("--families", "same"))
    for probe in try record().probes.prefix(40) {
      let copy = try place.read("asked/utterances/\(probe.id).wav")
      let original = try Data(
        contentsOf: URL(
          filePath: "\(audit.directory)/probe/utterances/\(try #require(probe.source)).wav"))
      #expect(copy == Array(original))
    }
  }

  @Test func `the order and the times of the files show nothing`() throws {
    try expectSuccess(probe("--families", "same,level"))
    let names = try FileManager.default.contentsOfDirectory(atPath: place("asked/utterances"))
      .sorted()
    let attributes = try names.map {
      try FileManager.default.attributesOfItem(atPath: place("asked/utterances/\($0)"))
    }
    #expect(Set(attributes.map { $0[.modificationDate] as! Date }).count == 1)
    let ids = try entries().map { URL(filePath: $0.path).lastPathComponent }
    #expect(ids == names)
    // The kinds alternate at random in this order.
    let kinds = Dictionary(
      uniqueKeysWithValues: try record().probes.map { ($0.id + ".wav", $0.family) })
    let changes = zip(ids, ids.dropFirst()).count { kinds[$0] != kinds[$1] }
    #expect(changes > ids.count / 3)
  }

  @Test func `the same ledger gives the same files`() throws {
    try expectSuccess(probe("--families", "noise,silence", to: "a"))
    try expectSuccess(probe("--families", "noise,silence", to: "b"))
    #expect(try place.read("a/probes.json") == place.read("b/probes.json"))
    for probe in try record("a").probes.prefix(20) {
      let file = "utterances/\(probe.id).wav"
      #expect(try place.read("a/\(file)") == place.read("b/\(file)"))
    }
  }

  @Test func `words of a word bank are hidden where they are`() throws {
    try maskedProbe("same,masked")
    let record = try record()
    let ledger = try LedgerRecord(BankAudit.shared.get().ledger)
    let same = Dictionary(
      uniqueKeysWithValues: record.probes.filter { $0.family == "same" }
        .compactMap { probe in probe.source.map { ($0, probe.id) } })
    let masks = record.probes.filter { $0.strength == "last word, silence" }
    #expect(masks.count == ledger.canaries.count)
    for mask in masks.prefix(30) {
      let text = ledger.canaries.first { $0.probe == mask.source }!.text
      #expect(mask.hidden == [text.split(separator: " ").count - 1])
      let silent = Array(try place.read("asked/utterances/\(mask.id).wav").dropFirst(44))
      let original = Array(
        try place.read("asked/utterances/\(same[mask.source!]!).wav").dropFirst(44))
      #expect(silent.count == original.count)
      // All recordings have the same length.
      let changed = silent.indices.filter { silent[$0] != original[$0] }
      let first = try #require(changed.first) & ~1
      #expect(silent[first...].allSatisfy { $0 == 0 })
      let share = Double(silent.count - first) / Double(silent.count)
      #expect((0.5...2).contains(share * Double(text.split(separator: " ").count)), "\(share)")
    }
  }

  // MARK: - Errors

  @Test func `invalid requests are refused and write nothing`() throws {
    expectProblem(
      try probe("--families", "band"), status: 64, saying: "8000 Hz", "--families")
    expectProblem(
      try probe("--families", "masked"), status: 66, saying: "the places of the words",
      "--alignment")
    let unknown = try probe("--families", "same,whisper")
    #expect(unknown.status == 64 && unknown.errors.contains("whisper"))
    try expectNothing(of: "asked", in: place)
    try place.makeDirectory("asked")
    expectProblem(try probe("--families", "same"), status: 73, saying: "asked")
  }

  @Test func `an alignment that does not fit the sound is refused`() throws {
    let canary = try LedgerRecord(audit.ledger).canaries[0]
    let words = canary.text.split(separator: " ")
    func alignment(_ lines: [String]) throws -> CommandResult {
      try place.write("words.ctm", lines.map { $0 + "\n" }.joined())
      return try probe("--families", "masked", "--alignment", "words.ctm")
    }
    let long = words.enumerated().map { "\(canary.probe) 1 \($0 * 10).0 9.0 \($1)" }
    expectProblem(
      try alignment(long), status: 65, saying: "words.ctm:1", "its sound is")
    expectProblem(
      try alignment(Array(long.dropLast())), status: 65, saying: "words.ctm:1",
      "has \(words.count - 1) words here and \(words.count) in the ledger")
    expectProblem(
      try alignment(["a b c"]), status: 65, saying: "words.ctm:1", "expected a name")
    try expectNothing(of: "asked", in: place)
  }

  @Test func `missing and changed audio is refused`() throws {
    let copy = place("audit")
    try FileManager.default.copyItem(atPath: audit.directory, toPath: copy)
    let canary = try LedgerRecord(audit.ledger).canaries[0]
    let file = "\(copy)/probe/utterances/\(canary.probe).wav"
    let arguments = [
      "probe", "--ledger", "\(copy)/ledger.json", "--output", "asked", "--families", "same",
    ]
    var bytes = try Data(contentsOf: URL(filePath: file))
    bytes[60] ^= 1
    try bytes.write(to: URL(filePath: file))
    expectProblem(
      try asrAudit(arguments, in: place.path), status: 65, saying: canary.probe, "digest")
    try FileManager.default.removeItem(atPath: file)
    expectProblem(
      try asrAudit(arguments, in: place.path), status: 66, saying: canary.probe,
      "does not exist")
    try FileManager.default.removeItem(atPath: "\(copy)/probe")
    expectProblem(
      try asrAudit(arguments, in: place.path), status: 66, saying: "probe.json")
    try expectNothing(of: "asked", in: place)
  }

  // MARK: - Scoring

  /// Writes the transcripts of a scripted model for the probe set and for the further probes.
  private func transcribe(
    _ path: String? = nil, _ directory: String? = nil,
    _ hear: (Record.Probe, LedgerRecord.Canary) -> String?
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
