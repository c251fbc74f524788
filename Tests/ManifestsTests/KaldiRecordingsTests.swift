import Files
import Foundation
import Manifests
import TestSupport
import Testing

/// The audio of the utterances of a Kaldi directory.
@Suite struct KaldiRecordingsTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  /// Every recording is a plain file.
  private func fixture(segments: Bool) -> KaldiFixture {
    var fixture = KaldiFixture(segments: segments)
    for line in 1...(segments ? 2 : 6) {
      fixture.edit("wav.scp", line: line) { "\($0.prefix { $0 != " " }) /data/long \(line).wav " }
    }
    return fixture
  }

  private func open(_ fixture: KaldiFixture) throws -> any TrainingCorpus {
    try ManifestFormat.kaldi.open(fixture.write(to: directory))
  }

  private func expectProblem(
    in fixture: KaldiFixture, _ file: String, line: Int, says: String, hint: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let corpus = try open(fixture)
    let problem = #expect(throws: Problem.self, sourceLocation: sourceLocation) {
      try corpus.recorded()
    }
    #expect(problem?.file == "\(corpus.path)/\(file)", sourceLocation: sourceLocation)
    #expect(problem?.line == line, sourceLocation: sourceLocation)
    #expect(problem?.message.contains(says) == true, sourceLocation: sourceLocation)
    #expect(problem?.hint?.contains(hint) == true, sourceLocation: sourceLocation)
  }

  @Test func `without segments an utterance is a file`() throws {
    var fixture = fixture(segments: false)
    fixture.edit("wav.scp", line: 2) { _ in "alice-002 not/there.wav" }
    let (traits, utterances, parts) = try open(fixture).recorded()
    #expect(utterances.map(\.name)[..<2] == ["alice-001", "alice-002"])
    #expect(
      parts[..<3] == [
        AudioPart(path: "/data/long 1.wav"),
        AudioPart(path: "\(FileManager.default.currentDirectoryPath)/not/there.wav"),
        AudioPart(path: "/data/long 3.wav"),
      ])
    #expect(traits.utterances == 6)
  }

  @Test func `a segment is a part of its recording`() throws {
    let (_, utterances, parts) = try open(fixture(segments: true)).recorded()
    #expect(utterances.map(\.name).last == "zoe-002")
    // The fixture counts them as 2n.25 to (2n + 1).75, exact in binary.
    #expect(
      parts
        == (0..<6).map { index in
          AudioPart(
            path: "/data/long \(index < 3 ? 1 : 2).wav", start: Double(2 * index) + 0.25,
            seconds: 1.5)
        })
  }

  @Test func `segments name recordings in any order`() throws {
    var fixture = fixture(segments: true)
    fixture.edit("segments", line: 1) { _ in "alice-001 rec-z 0 1" }
    fixture.edit("segments", line: 6) { _ in "zoe-002 rec-a 0 1" }
    let parts = try open(fixture).recorded().parts
    #expect(parts[0].path == "/data/long 2.wav" && parts[5].path == "/data/long 1.wav")
  }

  @Test(arguments: [true, false])
  func `a command is refused with its line and not run`(_ segments: Bool) throws {
    let marker = directory("marker")
    for command in ["touch \(marker) |", "`touch \(marker)`|", "| touch \(marker)"] {
      var fixture = fixture(segments: segments)
      fixture.edit("wav.scp", line: 2) { "\($0.prefix { $0 != " " }) \(command)" }
      try expectProblem(
        in: fixture, "wav.scp", line: 2, says: "commands in manifests are never run",
        hint: "write the audio to files first")
    }
    #expect(!directory.exists("marker"))
  }

  @Test(arguments: [true, false])
  func `archives, addresses and lines without a path are refused`(_ segments: Bool) throws {
    for (value, says, hint) in [
      ("/data/b.ark:1234", "is in an archive", "write the audio to files first"),
      ("https://host/b.wav", "is at an address", "download it"), ("", "no path", "a file"),
    ] {
      var fixture = fixture(segments: segments)
      fixture.edit("wav.scp", line: 2) { "\($0.prefix { $0 != " " }) \(value)" }
      try expectProblem(in: fixture, "wav.scp", line: 2, says: says, hint: hint)
    }
  }

  @Test func `a command that no segment needs is ignored`() throws {
    var fixture = fixture(segments: true)
    for line in 4...6 {
      fixture.edit("segments", line: line) { "\($0.prefix { $0 != " " }) rec-a 0 1" }
    }
    fixture.edit("wav.scp", line: 2) { _ in "rec-z sph2pipe x.sph |" }
    #expect(try open(fixture).recorded().parts.count == 6)
  }

  @Test func `a segment of an unknown recording is refused with its line`() throws {
    var fixture = fixture(segments: true)
    fixture.edit("segments", line: 5) { _ in "zoe-001 rec-y 0 1" }
    try expectProblem(
      in: fixture, "segments", line: 5, says: "'rec-y' is not in wav.scp", hint: "fix_data_dir.sh")
  }

  @Test(arguments: [true, false])
  func `errors that survey reports are reported here too`(_ segments: Bool) throws {
    var fixture = fixture(segments: segments)
    fixture.edit("text", line: 3) { _ in "alice-0015 x" }
    try expectProblem(
      in: fixture, "text", line: 3, says: "is not sorted", hint: "fix_data_dir.sh")
  }
}
