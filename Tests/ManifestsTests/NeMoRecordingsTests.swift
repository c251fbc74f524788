import Files
import Foundation
import Manifests
import TestSupport
import Testing

/// The audio of the utterances of a NeMo manifest.
@Suite struct NeMoRecordingsTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func manifest(_ entries: String...) throws -> any TrainingCorpus {
    let text = entries.map { "{\($0)}\n" }.joined()
    return try ManifestFormat.nemo.open(directory.write("train.json", text))
  }

  @Test func `paths are resolved as NeMo does`() throws {
    try directory.write("audio/é 1.wav", "")
    let parts = try manifest(
      #""audio_filepath": "audio/\u00e9 1.wav", "duration": 1"#,
      #""audio_filepath": "./audio/../audio/é 1.wav", "duration": 1"#,
      #""audio_filepath": "/not/there://2.wav", "duration": 1"#,
      #""audio_filename": "nowhere-3.wav", "duration": 1"#
    ).recorded().parts
    #expect(
      parts.map(\.path) == [
        directory("audio/é 1.wav"), directory("audio/é 1.wav"), "/not/there://2.wav",
        "\(FileManager.default.currentDirectoryPath)/nowhere-3.wav",
      ])
  }

  @Test func `only an entry with an offset is a part of a file`() throws {
    let parts = try manifest(
      #""audio_filepath": "/a.wav", "duration": 2.5"#,
      #""audio_filepath": "/a.wav", "duration": 2.5, "offset": null"#,
      #""audio_filepath": "/a.wav", "duration": 2.5, "offset": 0"#,
      #""audio_filepath": "/a.wav", "duration": 2.5, "offset": 7.25"#
    ).recorded().parts
    #expect(
      parts == [
        AudioPart(path: "/a.wav"), AudioPart(path: "/a.wav"),
        AudioPart(path: "/a.wav", start: 0, seconds: 2.5),
        AudioPart(path: "/a.wav", start: 7.25, seconds: 2.5),
      ])
  }

  @Test func `skipped lines and blank lines have no audio`() throws {
    let path = try directory.write(
      "train.json",
      #"{"audio_filepath": "/a.wav", "duration": 1, "_skipme": true}"# + "\n\n"
        + #"{"audio_filepath": "/b.wav", "duration": 1, "text": "b"}"# + "\n")
    let (traits, utterances, parts) = try ManifestFormat.nemo.open(path).recorded()
    #expect(parts.map(\.path) == ["/b.wav"])
    #expect(utterances.map(\.line) == [3])
    #expect(traits.utterances == 1 && traits.lines == 3)
  }

  @Test(arguments: ["s3://bucket/1.wav", "a-rather-long-scheme+x://host/1.wav"])
  func `an address is refused with its line`(_ address: String) throws {
    let corpus = try manifest(
      #""audio_filepath": "/a.wav", "duration": 1"#,
      #""audio_filepath": "\#(address)", "duration": 1"#)
    let problem = #expect(throws: Problem.self) { try corpus.recorded() }
    #expect(problem?.file == corpus.path && problem?.line == 2)
    #expect(problem?.field == "audio_filepath")
    #expect(problem?.message.contains(address) == true)
  }

  @Test(arguments: ["-0.5", "1e9", "1e300"])
  func `an impossible offset is refused`(_ offset: String) throws {
    let corpus = try manifest(
      #""audio_filepath": "/a.wav", "duration": 1, "offset": \#(offset)"#)
    let problem = #expect(throws: Problem.self) { try corpus.recorded() }
    #expect(problem?.file == corpus.path && problem?.line == 1 && problem?.field == "offset")
  }
}
