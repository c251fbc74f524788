import AuditModel
import Files
import Preflight
import Profiles
import TestSupport
import Testing

/// Files in which an id of a canary is no proof that training used it.
struct SeenFilesTests {
  private let place: TemporaryDirectory
  private let seen = SeenLedger()
  private var copies: [String] { seen.planted.flatMap(\.trainingIDs) }
  /// A copy of a canary with two, and the canary.
  private var lost: (id: String, canary: Int) { (seen.planted[0].trainingIDs[0], 0) }

  init() throws { place = try TemporaryDirectory() }

  private func write(_ name: String, _ lines: [String]) throws -> String {
    try place.write(name, lines.map { $0 + "\n" }.joined())
  }

  /// Expects that all copies but the lost one count.
  private func expectLost(
    _ found: Consumption, _ location: SourceLocation = #_sourceLocation
  ) {
    #expect(!found.isComplete, sourceLocation: location)
    let rest = found.evidence.canaries.map { $0.repetitions - $0.copies }
    let expected = rest.indices.map { $0 == lost.canary ? 1 : 0 }
    #expect(rest == expected, sourceLocation: location)
  }

  // MARK: - Kaldi data directories

  private func text(_ canary: Canary) -> [String] {
    canary.trainingIDs.map { "\($0) \(canary.text)" }
  }

  static let tables = ["text", "utt2spk", "wav.scp", "feats.scp"]

  @Test(arguments: tables)
  func `an utterance of a data directory is used if every table has it`(_ name: String) throws {
    func write(_ table: String, _ lines: [String], without id: String?) throws {
      try place.write(
        "data/\(table)",
        lines.filter { line in id.map { !line.contains($0) } ?? true }.map { $0 + "\n" }.joined())
    }
    for isLost in [false, true] {
      func id(_ table: String) -> String? { isLost && table == name ? lost.id : nil }
      try write("text", seen.planted.flatMap(text), without: id("text"))
      try write("utt2spk", copies.map { "\($0) s1" }, without: id("utt2spk"))
      try write("wav.scp", copies.map { "\($0) /a/\($0).wav" }, without: id("wav.scp"))
      try write("feats.scp", copies.map { "\($0) /f.ark:12" }, without: id("feats.scp"))
      let found = try seen.consumption(of: place("data"))
      if isLost { expectLost(found) } else { #expect(found.isComplete) }
      #expect(found.notes.incompleteTables.count == (isLost ? 1 : 0))
      #expect(found.evidence.sources.map(\.file) == Self.tables.map { place("data/\($0)") })
    }
  }

  @Test func `the recordings of a divided data directory are no utterances`() throws {
    try place.write("data/text", seen.planted.flatMap(text).map { $0 + "\n" }.joined())
    try place.write("data/segments", copies.map { "\($0) rec1 0.0 1.0\n" }.joined())
    try place.write("data/wav.scp", "rec1 /a/rec1.wav\n")
    #expect(try seen.consumption(of: place("data")).isComplete)
  }

  @Test func `a directory without tables is refused, and one whose wav.scp has no canary`() throws {
    try place.write("empty/x", "")
    #expect(throws: Problem.self) { try seen.consumption(of: place("empty")) }
    try place.write("data/text", seen.planted.flatMap(text).map { $0 + "\n" }.joined())
    try place.write("data/wav.scp", "nothing here\n")
    let found = try seen.consumption(of: place("data"))
    #expect(found.evidence.canaries.allSatisfy { $0.copies == 0 })
  }

  // MARK: - Texts and comments

  @Test(arguments: ["", "other words", "half"])
  func `an entry with another text than that of its canary does not count`(_ text: String) throws {
    let canary = seen.planted[0]
    let other =
      text == "half" ? String(canary.text.prefix(canary.text.count / 2)) : text
    let lines = seen.manifest.map { line in
      line.contains(lost.id) ? line.replacing(canary.text, with: other) : line
    }
    let found = try seen.consumption(of: write("train.json", lines))
    expectLost(found)
    #expect(found.notes.changedTexts.count == 1)
    #expect(found.notes.changedTexts.place == place("train.json"))
    // A set in which all texts are lost replaces the whole one.
    let none = seen.manifest.map { line in
      seen.planted.reduce(line) { $0.replacing("\"\($1.text)\"", with: "\"\"") }
    }
    let all = try seen.consumption(
      of: write("whole.json", seen.manifest), write("empty.json", none))
    #expect(all.evidence.canaries.allSatisfy { $0.copies == 0 })
  }

  @Test func `texts in another case count, beyond ASCII too`() throws {
    var ledger = seen.ledger
    ledger.canaries[0].text = "Über älter Öfen"
    let other = SeenLedger(ledger)
    for change in [{ $0 }, { $0.lowercased() }, { $0.uppercased() }] as [(String) -> String] {
      let lines = other.planted.flatMap { canary in
        canary.trainingIDs.map { "\($0) \(change(canary.text))" }
      }
      #expect(try other.consumption(of: write("text", lines)).isComplete)
    }
  }

  @Test func `a comment of a list does not count`() throws {
    let list = copies.map { $0 == lost.id ? "# \($0)" : $0 }
    let found = try seen.consumption(of: write("list.txt", list))
    expectLost(found)
    #expect(found.notes.comments.count == 1 && found.notes.comments.line == 1)
  }

  // MARK: - Speed-perturbed copies

  @Test(arguments: ["sp0.9-ID", "sp1.1-s1-ID", "ID_sp1.1", "ID-0_sp0.9"])
  func `a list of perturbed copies alone is no use of the originals`(_ name: String) throws {
    let perturbed = copies.map { name.replacing("ID", with: $0) }
    let alone = try seen.consumption(of: write("slow.txt", perturbed))
    #expect(alone.evidence.canaries.allSatisfy { $0.copies == 0 && $0.level == .planted })
    #expect(alone.notes.onlyPerturbed.count == copies.count)
    let both = try seen.consumption(of: write("both.txt", copies + perturbed))
    #expect(both.isComplete && both.notes.onlyPerturbed.count == 0)
  }

  @Test func `a table line of a perturbed copy names its original as well`() throws {
    let lines = copies.flatMap {
      ["\($0) /a/\($0).wav", "sp0.9-\($0) sox /a/\($0).wav -t wav - speed 0.9 |"]
    }
    #expect(try seen.consumption(of: write("wav.scp", lines)).isComplete)
    let slow = lines.filter { $0.hasPrefix("sp") }
    #expect(try seen.consumption(of: write("slow.scp", slow)).notes.onlyPerturbed.count > 0)
  }

  @Test func `a log that excludes perturbed copies only mentions canaries`() throws {
    let log = try write(
      "train.log", ["WARNING Exclude cut with ID \(lost.id)_sp1.1 from training."])
    let found = try seen.consumption(of: log)
    #expect(found.excludedPerturbed == 1 && !found.isComplete)
  }

  // MARK: - Messages and lists of left-out utterances

  @Test(arguments: [
    "Removing utterance ID (0.3 s)", "exclude cut with id ID from training",
    "ID: skipped, too long",
    "filtered out ID", "ERROR could not align ID", "ignoring ID", "utterance ID was not used",
  ])
  func `a message in other words takes the copy out`(_ message: String) throws {
    let log = try write(
      "train.log", ["2026-01-01 INFO start", message.replacing("ID", with: lost.id)])
    let found = try seen.consumption(of: write("train.json", seen.manifest), log)
    expectLost(found)
    #expect(found.evidence.canaries[0].excluded == 1)
    let isKnown = message.hasPrefix("exclude cut")
    #expect(found.notes.unclearMessages.count == (isKnown ? 0 : 1))
    #expect(isKnown || found.notes.unclearMessages.place == "\(log):2")
  }

  @Test(arguments: [
    "2026-01-01 INFO step 3 batch ID loss 0.3", "2026-01-01 INFO dropout 0.1 ID",
    "2026-01-01 DEBUG /data/filtered/removed/ID.wav norm 1.2",
  ])
  func `a message without such words shows that the trainer saw the copy`(_ line: String) throws {
    let log = try write("train.log", copies.map { line.replacing("ID", with: $0) })
    let found = try seen.consumption(of: log)
    #expect(found.isComplete && found.evidence.canaries.allSatisfy { $0.level == .seen })
    #expect(found.notes.unclearMessages.count == 0)
  }

  @Test(arguments: [
    "removed.txt", "excluded_cuts.jsonl", "left-out.jsonl", "train_rejected.tsv", "Dropped.json",
  ])
  func `a list of left-out utterances is no training set`(_ name: String) throws {
    let list = try write(name, [lost.id])
    let problem = #expect(throws: Problem.self) { try seen.consumption(of: list) }
    #expect(problem?.hint?.contains("--left-out") == true)
    let found = try Consumption(
      seen.ledger, root: seen.root, directory: nil,
      files: [write("train.json", seen.manifest)], leftOut: [list], survival: nil, tool: "test")
    expectLost(found)
    #expect(found.evidence.canaries[0].excluded == 1)
    #expect(found.evidence.sources.last?.kind == "list of left-out utterances")
  }

  @Test(arguments: ["train_filtered.json", "nodup.json", "train_removed_dups.json", "droplet.json"])
  func `the name of a filtered training set is accepted`(_ name: String) throws {
    #expect(try seen.consumption(of: write(name, seen.manifest)).isComplete)
  }

  // MARK: - Predictions

  private func survival(_ profile: String) throws -> SurvivalCheck {
    SurvivalCheck(seen.ledger, try ProfileFile.parse(profile), tokens: nil, epochs: nil)
  }

  @Test func `with an unknown outcome only a log shows that a canary was used`() throws {
    let unknown = try survival("name: ours\nloss: attention\n")
    #expect(unknown.count(.unknown) == unknown.rows.count)
    let manifest = try write("train.json", seen.manifest)
    let listed = try seen.consumption(of: manifest, survival: unknown)
    #expect(!listed.isComplete)
    #expect(listed.evidence.canaries.allSatisfy { $0.prediction == .unknown })
    #expect(listed.evidence.consumedShares(seen.ledger).allSatisfy { $0.share == 0 })
    let log = try write("train.log", copies.map { "2026-01-01 INFO batch \($0)" })
    #expect(try seen.consumption(of: manifest, log, survival: unknown).isComplete)
  }

  @Test func `a count of left-out utterances below the prediction contradicts the profile`() throws
  {
    let dropping = try survival(
      "name: ours\nother_filters: none\nloss: attention\nspeed_factors: none\ntime_masks: none\n"
        + "min_duration: 10\n")
    #expect(dropping.count(.dropped) == dropping.rows.count)
    let manifest = try write("train.json", seen.manifest)
    for (count, isContradicted) in [(1, true), (copies.count, false)] {
      let log = try write("nemo.log", ["[NeMo I] \(count) files were filtered totalling 0.1 hours"])
      let found = try seen.consumption(of: manifest, log, survival: dropping)
      #expect((found.contradiction != nil) == isContradicted)
      #expect(found.evidence.canaries.allSatisfy { $0.consumedCopies == 0 })
    }
  }
}
