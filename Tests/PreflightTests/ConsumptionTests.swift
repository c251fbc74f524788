import AuditModel
import Files
import Foundation
import Preflight
import Profiles
import TestSupport
import Testing

/// The evidence of training in files of each kind.
struct ConsumptionTests {
  private let place: TemporaryDirectory
  private let seen = SeenLedger()

  init() throws { place = try TemporaryDirectory() }

  private func write(_ name: String, _ lines: [String]) throws -> String {
    try place.write(name, lines.map { $0 + "\n" }.joined())
  }

  @Test func `a manifest with every copy shows that all are in the training set`() throws {
    let found = try seen.consumption(of: write("train.json", seen.manifest))
    #expect(found.isComplete)
    #expect(found.evidence.canaries.allSatisfy { $0.level == .inTrainingSet })
    #expect(found.evidence.canaries.map(\.copies) == seen.planted.map(\.repetitions))
    #expect(found.evidence.sources.map(\.matches) == [seen.manifest.count])
  }

  @Test func `a filtered manifest leaves its missing copies out`() throws {
    let gone = seen.planted[0].trainingIDs[0]
    let found = try seen.consumption(
      of: write("train.json", seen.manifest.filter { !$0.contains(gone) }))
    #expect(!found.isComplete)
    #expect(found.evidence.canaries[0].copies == seen.planted[0].repetitions - 1)
    #expect(found.evidence.canaries.dropFirst().allSatisfy { $0.copies == $0.repetitions })
  }

  static let layouts: [@Sendable (String) -> String] = [
    { $0 }, { "u12345678-\($0) speaker 12" }, { #"{"id": "\#($0)-0", "type": "MonoCut"}"# },
    { "/data/\($0).flac,1.5,words" }, { "\($0.uppercased())\tx" }, { "sp1.0-u1-\($0) u1" },
    { "  \"key\": \"\($0)_spk1\"," }, { "sp3-\($0)" },
  ]

  @Test(arguments: layouts.indices)
  func `ids are found in every layout of a line`(_ layout: Int) throws {
    let lines = seen.planted.flatMap(\.trainingIDs).map(Self.layouts[layout])
    let found = try seen.consumption(of: write("list", lines))
    #expect(found.isComplete, "\(lines[0])")
  }

  @Test func `longer and shorter runs of digits are no ids`() throws {
    let id = seen.planted[0].trainingIDs[0]
    for line in ["\(id)0", "a\(id)", String(id.dropLast()), "\(id)\(id)"] {
      #expect(throws: Problem.self) { try seen.consumption(of: write("list", [line])) }
    }
  }

  static let exclusions: [@Sendable (String) -> String] = [
    {
      "2026-01-01 10:00:00 WARNING [train.py:1410] Exclude cut with ID \($0) from training (too many)"
    },
    {
      "WARNING (nnet3-chain-get-egs[5.5]:x.cc:134) Not producing egs for utterance \($0) because it is too short: 80 frames."
    },
    { "WARNING (gmm-align-compiled[5.5]:x.cc:1) Did not successfully decode file \($0), len = 60" },
    { "WARNING (nnet3-get-egs[5.5]:x.cc:3) No pdf-level posterior for key \($0)" },
    { "WARNING (gmm-align-compiled[5.5]:x.cc:2) No features for utterance \($0)" },
    { "WARNING (compute-mfcc-feats[5.5]:x.cc:4) Failed to compute features for utterance \($0)" },
  ]

  @Test(arguments: exclusions.indices)
  func `a log that excludes a copy takes it from the training set`(_ index: Int) throws {
    let lost = seen.planted[1].trainingIDs[0]
    let log = try write("train.log", [Self.exclusions[index](lost)])
    let found = try seen.consumption(of: write("train.json", seen.manifest), log)
    let canary = found.evidence.canaries[1]
    #expect(canary.copies == canary.repetitions - 1 && canary.excluded == 1)
    #expect(!found.isComplete)
    #expect(found.evidence.sources.map(\.kind) == ["training set", "log"])
  }

  @Test func `an excluded speed-perturbed copy leaves the original`() throws {
    let id = seen.planted[1].trainingIDs[0]
    let log = try write("train.log", [Self.exclusions[0]("\(id)_sp1.1")])
    let found = try seen.consumption(of: write("train.json", seen.manifest), log)
    #expect(found.isComplete && found.excludedPerturbed == 1)
  }

  @Test func `a log that names copies shows how often the trainer saw them`() throws {
    let lines = (0..<3).flatMap { epoch in
      seen.planted.flatMap(\.trainingIDs).map { "2026-01-01 INFO epoch \(epoch) \($0) loss 0.5" }
    }
    let found = try seen.consumption(of: write("losses.log", lines))
    #expect(found.evidence.canaries.allSatisfy { $0.level == .seen })
    #expect(found.evidence.canaries.map(\.presentations) == seen.planted.map { 3 * $0.repetitions })
  }

  @Test func `a control is found by its id and by its text, in any case`() throws {
    let control = seen.controls[1]
    for line in [
      "{\"audio\": \"/probe/\(control.probeID).wav\"}", "x-1 \(control.text.uppercased())",
      "\"text\":\"\(control.text)\"",
    ] {
      let found = try seen.consumption(of: write("train.json", seen.manifest + [line]))
      #expect(found.evidence.leakedControls.map(\.probe) == [control.probeID], "\(line)")
      #expect(found.evidence.leakedControls[0].line == seen.manifest.count + 1)
      #expect(!found.isComplete)
    }
    let longer = try seen.consumption(
      of: write("train.json", seen.manifest + ["pre\(control.text)", "\(control.text)s"]))
    #expect(longer.evidence.leakedControls.isEmpty)
  }

  @Test func `of a manifest and a filtered one the filtered one counts`() throws {
    let gone = seen.planted[0].trainingIDs[0]
    let whole = try write("train.json", seen.manifest)
    let filtered = try write("filtered.json", seen.manifest.filter { !$0.contains(gone) })
    for files in [[whole, filtered], [filtered, whole]] {
      let found = try seen.consumption(of: files[0], files[1])
      #expect(!found.isComplete)
      #expect(found.evidence.canaries[0].copies == seen.planted[0].repetitions - 1)
      #expect(found.replaced.map(\.missing) == [1] && found.replaced.map(\.file) == [whole])
    }
    let half = seen.manifest.count / 2
    let parts = try seen.consumption(
      of: write("a.json", Array(seen.manifest[..<half])),
      write("b.json", Array(seen.manifest[half...])), whole)
    #expect(parts.isComplete)
  }

  @Test func `after a message that names no utterance a listed canary is not known to be used`()
    throws
  {
    let log = try write(
      "nemo.log", ["[NeMo I 2026-01-01 collections:202] 12 files were filtered totalling 0.1 hours"]
    )
    let found = try seen.consumption(of: write("train.json", seen.manifest), log)
    #expect(found.notes.unnamedExclusions == 12 && !found.isComplete)
    #expect(found.evidence.canaries.allSatisfy { $0.level == .planted && $0.copies == 0 })
    let profile = try ProfileFile.parse(
      "name: ours\nother_filters: none\nloss: attention\nspeed_factors: none\ntime_masks: none\n")
    let survival = SurvivalCheck(seen.ledger, profile, tokens: nil, epochs: nil)
    #expect(survival.count(.survives) == survival.rows.count)
    let kept = try seen.consumption(
      of: write("train.json", seen.manifest), log, survival: survival)
    #expect(kept.isComplete)
  }

  @Test func `copies with changed names are found by their texts`() throws {
    let canary = seen.planted[0]
    let lines = seen.manifest.map { line in
      canary.trainingIDs.reduce(line) { $0.replacing($1, with: "renamed") }
    }
    let found = try seen.consumption(of: write("train.json", lines))
    #expect(found.isComplete && found.notes.textCopies == canary.repetitions)
    let fewer = try seen.consumption(of: write("train.json", Array(lines.dropFirst())))
    #expect(fewer.evidence.canaries[0].copies == canary.repetitions - 1)
    // An id and its text may be on two lines.
    let split = try seen.consumption(
      of: write("train.json", canary.trainingIDs.dropFirst().flatMap { [$0, canary.text] }))
    #expect(
      split.evidence.canaries[0].copies == canary.repetitions - 1 && split.notes.textCopies == 0)
  }

  @Test func `an empty file and a binary file are named for what they are`() throws {
    #expect(try problem([])?.message == "is empty")
    let zip = try place.write("train.zip", "PK\u{3}\u{4}and more")
    #expect(throws: Problem.self) { try seen.consumption(of: zip) }
  }

  private func problem(_ lines: [String]) throws -> Problem? {
    let file = try write("other", lines)
    do throws(Problem) {
      _ = try seen.consumption(of: file)
      return nil
    } catch {
      return error
    }
  }

  @Test func `a file without canaries says what the likeliest cause is`() throws {
    let none = try problem(["{\"audio_filepath\": \"/a/1.wav\", \"text\": \"hello\"}"])
    #expect(none?.message == "mentions no canary")
    #expect(none?.hint?.contains("original manifest") ?? false)
    let foreign = try problem(["/a/\(SeenLedger.id("another")).wav"])
    #expect(foreign?.message.contains("none of this ledger") ?? false)
    #expect(foreign?.hint?.contains("another audit") ?? false)
    let unnamed = try problem([
      "[NeMo I 2026-01-01 collections:202] 12 files were filtered totalling 0.1 hours"
    ])
    #expect(unnamed?.message.contains("12 utterances were left out") ?? false)
  }

  @Test func `a filtered file without any canary is no unrelated file`() throws {
    let all = try write("all.json", seen.manifest)
    let filtered = try write("filtered.json", ["utt1 a b c", "utt2 d e f"])
    let problem = #expect(throws: Problem.self) { try seen.consumption(of: all, filtered) }
    #expect(problem?.file == filtered && problem?.message.contains("mentions no canary") == true)
  }

  @Test func `evidence is written and read again for the same ledger only`() throws {
    let evidence = try seen.consumption(of: write("train.json", seen.manifest)).evidence
    let file = try place.write("evidence.json", evidence.encoded)
    #expect(try ConsumptionEvidence.read(file, of: seen.ledger, root: seen.root) == evidence)
    #expect(evidence.consumedShares(seen.ledger).map(\.share) == [1, 1])
    #expect(throws: Problem.self) {
      try ConsumptionEvidence.read(file, of: seen.ledger, root: .init(of: [8]))
    }
    var other = seen.ledger
    other.canaries.removeFirst()
    #expect(throws: Problem.self) { try ConsumptionEvidence.read(file, of: other, root: seen.root) }
    let broken = try place.write("broken.json", "{}")
    #expect(throws: Problem.self) {
      try ConsumptionEvidence.read(broken, of: seen.ledger, root: seen.root)
    }
  }
}
