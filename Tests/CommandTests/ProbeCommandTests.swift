import Foundation
import TestSupport
import Testing

/// `probe` with the real program.
@Suite struct ProbeCommandTests: ProbeTrial {
  let place: TemporaryDirectory
  let audit: SampleAudit

  init() throws {
    place = try TemporaryDirectory()
    audit = try SampleAudit.nemo.get()
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
}
