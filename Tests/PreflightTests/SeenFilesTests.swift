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

  @Test(arguments: [
    "sp0.9-ID", "sp1.1-s1-ID", "ID_sp1.1", "ID-0_sp0.9", "speed0.9-ID", "ID-sp1.1", "ID_x0.9",
  ])
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
    "filtered out ID", "ignoring ID", "utterance ID was not used", "ID shorter than min_duration",
    "converted:skipped(/data/ID.wav)", "Removed:/data/ID.wav", "utt=/data/ID.wav;status=dropped",
    "TooShortUttError: ID has 3 frames", "\u{1B}[33mSkipping\u{1B}[0m ID",
    "ID is below the minimum",
    "{\"event\":\"skipped\",\"path\":\"/data/ID.wav\"}",
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
    "2026-01-01 INFO step 3 batch ID loss 0.3", "2026-01-01 INFO dropout 0.1 ID loss=1e-3",
    "{\"id\": \"ID\", \"loss\": 0.25}", "2026-01-01 DEBUG /data/filtered/removed/ID.wav loss: 2",
  ])
  func `a line with the loss of a copy shows that the trainer saw it`(_ line: String) throws {
    let log = try write("train.log", copies.map { line.replacing("ID", with: $0) })
    let found = try seen.consumption(of: log)
    #expect(found.isComplete && found.evidence.canaries.allSatisfy { $0.level == .seen })
    #expect(found.notes.unclearMessages.count == 0)
  }

  @Test(arguments: [
    "converted /data/ID.wav to 16 kHz", "2026-01-01 INFO [valid] ID loss 0.4", "decoded ID",
    "2026-01-01 WARNING Retrying utterance ID with beam 40", "loss of ID is inf",
    "apply filterbank to ID", "ID: 0 errors, not cached",
  ])
  func `another line about a copy is no proof and takes nothing out`(_ line: String) throws {
    let log = try write("prepare.log", copies.map { line.replacing("ID", with: $0) })
    let alone = try seen.consumption(of: log)
    #expect(alone.evidence.canaries.allSatisfy { $0.level == .planted && $0.copies == 0 })
    guard !line.contains("inf") else { return }
    #expect(alone.notes.unclearLines.count == copies.count)
    #expect(try seen.consumption(of: log, write("train.json", seen.manifest)).isComplete)
  }

  @Test(arguments: ["train.log.1", "log.txt", "slurm-12.out", "list"])
  func `messages are no training set whatever the name of their file`(_ name: String) throws {
    let messages = try write(name, copies.map { "epoch 1: converted /data/\($0).wav to 16 kHz" })
    let found = try seen.consumption(of: messages)
    #expect(found.evidence.canaries.allSatisfy { $0.copies == 0 })
    // Messages without canaries say nothing, beside a training set too.
    let other = try write(name, (0..<50).map { "epoch \($0): loss 0.3" })
    #expect(try seen.consumption(of: other, write("train.json", seen.manifest)).isComplete)
  }

  @Test func `messages that are wrapped before the name or the number are read`() throws {
    let log = try write(
      "train.log",
      [
        "[10:00:01] WARNING  Exclude cut with ID        train.py:1182",
        "        \(lost.id)-0 from training.",
      ])
    expectLost(try seen.consumption(of: log, write("train.json", seen.manifest)))
    let nemo = try write(
      "nemo.log",
      ["[NeMo I 2026-01-01 10:00:00 collections:197] 128 files were", "    filtered totalling 1 h"])
    let found = try seen.consumption(of: nemo, write("train.json", seen.manifest))
    #expect(found.notes.unnamedExclusions == 128 && !found.isComplete)
  }

  @Test(arguments: ["\t", ","])
  func `a table whose texts are all of other utterances counts nothing`(_ separator: String) throws
  {
    let lines = copies.map { "/a/\($0).wav\(separator)wrong words here" }
    let found = try seen.consumption(of: write("table", lines))
    #expect(found.notes.changedTexts.count == copies.count && !found.isComplete)
  }

  @Test func `perturbed copies with changed names are no originals`() throws {
    let lines = seen.planted.flatMap { canary in
      canary.trainingIDs.indices.map { #"{"id": "sp0.9-u\#($0)", "text": "\#(canary.text)"}"# }
    }
    let found = try seen.consumption(
      of: write("train.json", seen.manifest), write("slow.json", lines))
    #expect(found.isComplete && found.notes.textCopies == 0)
    #expect(found.notes.onlyPerturbed.count == copies.count)
  }

  @Test func `ids that begin with a date or a level make no log`() throws {
    for prefix in ["2026-01-01-", "INFO-", "WARNING_", "NeMo"] {
      let lines = copies.map { "\(prefix)\($0) /a/\($0).wav" }
      #expect(try seen.consumption(of: write("wav.scp", lines)).isComplete, "\(prefix)")
    }
  }

  @Test func `words of a canary's text take nothing out`() throws {
    var ledger = seen.ledger
    ledger.canaries[0].text = "removed excluded never"
    let other = SeenLedger(ledger)
    let lines = other.planted.flatMap { canary in
      canary.trainingIDs.map { "2026-01-01 INFO reference of \($0): \(canary.text)" }
    }
    let log = try write("train.log", lines)
    let found = try other.consumption(of: log, write("train.json", other.manifest))
    #expect(found.isComplete && found.notes.unclearMessages.count == 0)
  }

  @Test(arguments: [
    "removed.txt", "excluded_cuts.jsonl", "left-out.jsonl", "train_rejected.tsv", "Dropped.json",
    "filtered_out.json", "too_short.txt", "unused.txt",
  ])
  func `a list of left-out utterances is no training set`(_ name: String) throws {
    let list = try write(name, [lost.id])
    let problem = #expect(throws: Problem.self) { try seen.consumption(of: list) }
    #expect(problem?.hint?.contains("name it with") == true)
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

  @Test func `an entry that loaders leave out by a flag does not count`() throws {
    for flag in ["\"_skipme\": true", "\"drop\": 1"] {
      let lines = seen.manifest.map { line in
        line.contains(lost.id) ? String(line.dropLast()) + ", \(flag)}" : line
      }
      expectLost(try seen.consumption(of: write("train.json", lines)))
    }
    let kept = seen.manifest.map { String($0.dropLast()) + ", \"_skipme\": false}" }
    #expect(try seen.consumption(of: write("train.json", kept)).isComplete)
  }

  @Test(arguments: [
    ("fairseq: 12 samples have invalid sizes and will be skipped", 12), ("Removed 7 cuts", 7),
    ("kept 300 utterances out of 428", 128), ("epoch 3 has 300 samples", 0),
  ])
  func `counts of left-out utterances are known in several wordings`(
    _ message: String, _ count: Int
  ) throws {
    let log = try write("train.log", ["2026-01-01 INFO start", message])
    let found = try seen.consumption(of: write("train.json", seen.manifest), log)
    #expect(found.notes.unnamedExclusions == count && found.isComplete == (count == 0))
  }

  @Test func `copies with changed names cannot be told from those that a log leaves out`() throws {
    let canary = seen.planted[0]
    let renamed = seen.manifest.map { line in
      canary.trainingIDs.enumerated().reduce(line) {
        $0.replacing($1.element, with: "utt\($1.offset)")
      }
    }
    let manifest = try write("train.json", renamed)
    #expect(try seen.consumption(of: manifest).isComplete)
    for log in [
      try write("train.log", ["2026-01-01 WARNING Exclude cut with ID utt0 from training"]),
      try write("other.log", ["2026-01-01 INFO start"]),
    ] {
      let found = try seen.consumption(of: manifest, log)
      let isUnresolved = log.hasSuffix("train.log")
      #expect(found.isComplete != isUnresolved)
      #expect(found.renamedCopies == (isUnresolved ? canary.repetitions : 0))
    }
  }

  // MARK: - Parts and stages

  @Test func `a filtered set counts beside the parts that it was made from`() throws {
    let half = seen.manifest.count / 2
    let parts = [
      try write("a.json", Array(seen.manifest[..<half])),
      try write("b.json", Array(seen.manifest[half...])),
    ]
    let filtered = try write("filtered.json", seen.manifest.filter { !$0.contains(lost.id) })
    #expect(try seen.consumption(of: parts[0], parts[1]).isComplete)
    expectLost(try seen.consumption(of: parts[0], parts[1], filtered))
    expectLost(try seen.consumption(of: filtered, parts[1], parts[0]))
  }

  @Test func `two tables that lack different copies leave both out`() throws {
    let other = seen.planted[1].trainingIDs[0]
    let text = try write("x.list", copies.filter { $0 != lost.id })
    let audio = try write("y.list", copies.filter { $0 != other })
    let found = try seen.consumption(of: text, audio)
    #expect(found.evidence.canaries[0].copies == seen.planted[0].repetitions - 1)
    #expect(found.evidence.canaries[1].copies == seen.planted[1].repetitions - 1)
    #expect(!found.replaced.isEmpty)
  }

  @Test func `a set of perturbed copies beside the original is a stage of it`() throws {
    let slow = try write("slow.list", copies.map { "sp0.9-\($0)" })
    let found = try seen.consumption(of: slow, write("train.json", seen.manifest))
    #expect(found.evidence.canaries.allSatisfy { $0.copies == 0 })
  }

  // MARK: - Texts in other spellings, and controls

  @Test func `texts that score compares as equal count`() throws {
    let changes: [(String) -> String] = [
      { $0.uppercased() }, { $0.replacing(" ", with: "  ") },
      { $0.replacing(" ", with: ", ") + "." },
      { $0.split(separator: " ").map { "▁" + $0 }.joined(separator: " ") },
    ]
    for change in changes {
      let lines = seen.planted.flatMap { canary in
        canary.trainingIDs.map {
          #"{"audio_filepath": "/a/\#($0).wav", "duration": 1.0, "text": "\#(change(canary.text))"}"#
        }
      }
      #expect(try seen.consumption(of: write("train.json", lines)).isComplete, "\(lines[0])")
      try place.write(
        "text",
        seen.planted.flatMap { canary in
          canary.trainingIDs.map { "\($0) \(change(canary.text))\n" }
        }.joined())
      #expect(try seen.consumption(of: place("text")).isComplete)
    }
  }

  @Test func `several controls in one line of JSON are all found`() throws {
    let controls = seen.controls.prefix(3)
    let entries = controls.map { #"{"text": "\#($0.text)"}"# }.joined(separator: ", ")
    let found = try seen.consumption(
      of: write("train.jsonl", seen.manifest), write("array.json", ["[\(entries)]"]))
    #expect(Set(found.evidence.leakedControls.map(\.probe)) == Set(controls.map(\.probeID)))
  }

  @Test func `a control that a log of validation names was not trained`() throws {
    let log = try write(
      "train.log", seen.controls.map { "2026-01-01 INFO [valid] \($0.probeID) loss 0.5 \($0.text)" }
    )
    let found = try seen.consumption(of: log, write("train.json", seen.manifest))
    #expect(found.evidence.leakedControls.isEmpty && found.isComplete)
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
    let log = try write("train.log", copies.map { "2026-01-01 INFO batch \($0) loss 0.5" })
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
