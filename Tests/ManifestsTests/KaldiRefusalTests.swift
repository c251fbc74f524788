import Files
import Manifests
import TestSupport
import Testing

/// Errors for directories that Kaldi would refuse name file and line.
@Suite struct KaldiRefusalTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  struct Fault: Sendable, CustomTestStringConvertible {
    let file: String
    let line: Int
    /// Nil removes the line.
    var replacement: String? = nil
    /// The file and line of the error, if they differ from those of the fault.
    var at: (file: String, line: Int)? = nil
    let says: String
    var testDescription: String { "\(file):\(line): \(replacement ?? "removed")" }
  }

  private static let faults = [
    Fault(file: "text", line: 2, replacement: "alice-001 x", says: "'alice-001' occurs twice"),
    Fault(
      file: "text", line: 3, replacement: "alice-0015 x",
      says: "'alice-0015' is not sorted as by LC_ALL=C sort after 'alice-002'"),
    Fault(file: "text", line: 3, replacement: "", says: "a line that starts with an id"),
    Fault(file: "text", line: 3, replacement: " bob-001 x", says: "a line that starts with an id"),
    Fault(file: "utt2lang", line: 6, replacement: "", says: "a line that starts with an id"),
    Fault(file: "utt2spk", line: 2, says: "expected 'alice-002' as in text, but found 'bob-001'"),
    Fault(
      file: "utt2spk", line: 6, says: "expected 'zoe-002' as in text, but the file ends"),
    Fault(
      file: "utt2dur", line: 6, replacement: "zoe-002 1\nzoe-003 1", at: ("utt2dur", 7),
      says: "'zoe-003' is not in text"),
    Fault(
      file: "utt2uniq", line: 1, replacement: "alice-000 x",
      says: "expected 'alice-001' as in text, but found 'alice-000'"),
    Fault(file: "utt2spk", line: 4, replacement: "bob-002", says: "expected two fields"),
    Fault(file: "utt2spk", line: 4, replacement: "bob-002 b c", says: "expected two fields"),
    Fault(file: "utt2dur", line: 2, replacement: "alice-002 2,5", says: "found '2,5'"),
    Fault(file: "utt2dur", line: 2, replacement: "alice-002", says: "expected a duration"),
    Fault(file: "utt2dur", line: 2, replacement: "alice-002 -1", says: "expected a duration"),
    Fault(file: "utt2dur", line: 2, replacement: "alice-002 nan", says: "expected a duration"),
    Fault(file: "utt2dur", line: 2, replacement: "alice-002 inf", says: "expected a duration"),
    Fault(file: "utt2dur", line: 2, replacement: "alice-002 1e300", says: "expected a duration"),
    Fault(file: "spk2gender", line: 2, says: "expected 'bob' as in spk2utt, but found 'zoe'"),
    Fault(
      file: "spk2utt", line: 3, at: ("spk2gender", 3), says: "'zoe' is not in spk2utt"),
  ]

  private func expectProblem(
    _ fault: Fault, in fixture: KaldiFixture, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    var fixture = fixture
    fixture.edit(fault.file, line: fault.line) { _ in fault.replacement }
    let path = try fixture.write(to: directory)
    let problem = #expect(throws: Problem.self, sourceLocation: sourceLocation) {
      try KaldiDirectory(path: path).surveyed()
    }
    let place = fault.at ?? (fault.file, fault.line)
    #expect(problem?.kind == .badData, sourceLocation: sourceLocation)
    #expect(problem?.file == "\(path)/\(place.file)", sourceLocation: sourceLocation)
    #expect(problem?.line == place.line, sourceLocation: sourceLocation)
    let message = problem?.message ?? ""
    #expect(message.contains(fault.says), "\(message)", sourceLocation: sourceLocation)
  }

  @Test(arguments: faults)
  func `a table that Kaldi would refuse is refused with file and line`(_ fault: Fault) throws {
    try expectProblem(fault, in: KaldiFixture(segments: false))
  }

  @Test(arguments: [
    "alice-001 rec-a 1.5 1.5", "alice-001 rec-a 2 1", "alice-001 rec-a 0 -1",
    "alice-001 rec-a -1 1", "alice-001 rec-a 0", "alice-001 rec-a 0 1 2", "alice-001 rec-a 0 x",
    "alice-001 rec-a nan 1", "alice-001 rec-a 0 inf", "alice-001 rec-a 0 1e300", "alice-001",
  ])
  func `a segment needs a recording, a start and a later end`(_ line: String) throws {
    var fixture = KaldiFixture(segments: true)
    fixture.files["utt2dur"] = nil
    try expectProblem(
      Fault(file: "segments", line: 1, replacement: line, says: "a start and a later end"),
      in: fixture)
  }

  @Test func `with segments the tables of recordings list the same ids`() throws {
    try expectProblem(
      Fault(
        file: "reco2dur", line: 2, replacement: "rec-y 1",
        says: "expected 'rec-z' as in wav.scp, but found 'rec-y'"),
      in: KaldiFixture(segments: true))
  }

  @Test func `the error for unsorted tables names the first table`() throws {
    var fixture = KaldiFixture(segments: false)
    fixture.edit { text in
      let lines = text.split(separator: "\n")
      text = lines.reversed().map { $0 + "\n" }.joined()
    }
    let path = try fixture.write(to: directory)
    let problem = #expect(throws: Problem.self) { try KaldiDirectory(path: path).surveyed() }
    #expect(problem?.file == "\(path)/text" && problem?.line == 2)
    #expect(problem?.hint?.contains("fix_data_dir.sh") == true)
  }

  @Test func `the error for invalid UTF-8 names file and line`() throws {
    let path = try KaldiFixture(segments: false).write(to: directory)
    var bytes = try directory.read("data/text")
    bytes[bytes.firstRange(of: Array("line 4".utf8))!.lowerBound] = 0xE9
    try directory.write("data/text", bytes)
    let problem = #expect(throws: Problem.self) { try KaldiDirectory(path: path).surveyed() }
    #expect(problem?.message == "is not UTF-8")
    #expect(problem?.file == "\(path)/text" && problem?.line == 4)
  }

  @Test(arguments: ["feats.scp", "cmvn.scp", "vad.scp"])
  func `extracted features are refused with the reason`(_ name: String) throws {
    var fixture = KaldiFixture(segments: false)
    fixture.files[name] = "alice-001 /x.ark:1\n"
    let path = try fixture.write(to: directory)
    let problem = #expect(throws: Problem.self) { try KaldiDirectory(path: path) }
    #expect(problem?.kind == .badData && problem?.file == "\(path)/\(name)")
    #expect(problem?.message.contains("features have already been extracted") == true)
    #expect(problem?.hint?.contains("inject before feature extraction") == true)
  }

  @Test(arguments: ["text", "wav.scp", "utt2spk"])
  func `a directory without a required table is refused`(_ name: String) throws {
    var fixture = KaldiFixture(segments: false)
    fixture.files[name] = nil
    let path = try fixture.write(to: directory)
    let problem = #expect(throws: Problem.self) { try KaldiDirectory(path: path) }
    #expect(problem?.kind == .missingInput && problem?.file == "\(path)/\(name)")
  }

  @Test func `empty tables have no utterance`() throws {
    var fixture = KaldiFixture(segments: false)
    fixture.edit { $0 = "" }
    let path = try fixture.write(to: directory)
    let problem = #expect(throws: Problem.self) { try KaldiDirectory(path: path).surveyed() }
    #expect(problem?.message == "has no utterance")
  }
}
