import Foundation
import Manifests
import TestSupport
import Testing

/// The utterances of a Kaldi directory.
@Suite struct KaldiReadingTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test func `an utterance is read from all its tables`() throws {
    let path = try KaldiFixture(segments: false).write(to: directory)
    let (traits, utterances) = try KaldiDirectory(path: path).surveyed()
    let last = utterances[5]
    #expect(last.id == "zoe-002" && last.speaker == "zoe" && last.language == "de")
    #expect(last.text.text == "hello line 6" && last.audio.text == "/data/z2.wav")
    #expect(last.seconds == 6.5 && last.offset == nil)
    #expect(last.file == "\(path)/text" && last.line == 6)
    #expect(traits.utterances == 6 && traits.lines == 6 && traits.utterancesWithDuration == 6)
    #expect(traits.statedSeconds == 24)
    #expect(traits.languages == ["fr": 5, "de": 1])
  }

  @Test func `durations come from utt2dur, then from segments or recordings`() throws {
    func seconds(segments: Bool, without names: String...) throws -> [Double?] {
      var fixture = KaldiFixture(segments: segments)
      for name in names { fixture.files[name] = nil }
      let directory = try TemporaryDirectory()
      return try KaldiDirectory(path: fixture.write(to: directory)).surveyed().utterances
        .map(\.seconds)
    }
    #expect(try seconds(segments: true) == [1.5, 2.5, 3.5, 4.5, 5.5, 6.5])
    #expect(try seconds(segments: true, without: "utt2dur") == Array(repeating: 1.5, count: 6))
    #expect(try seconds(segments: false, without: "utt2dur") == [1.5, 2.5, 3.5, 4.5, 5.5, 6.5])
    let none = try seconds(segments: false, without: "utt2dur", "reco2dur")
    #expect(none.allSatisfy { $0 == nil } && none.count == 6)
  }

  @Test func `an empty transcript and tabs are read`() throws {
    var fixture = KaldiFixture(segments: false)
    fixture.edit("text", line: 1) { _ in "alice-001" }
    fixture.edit("text", line: 2) { _ in "alice-002\ttab \t separated " }
    let utterances = try KaldiDirectory(path: fixture.write(to: directory)).surveyed().utterances
    #expect(utterances[0].text.isEmpty)
    #expect(utterances[1].text.text == "tab \t separated ")
  }

  @Test func `only plain files are listed as audio`() throws {
    var fixture = KaldiFixture(segments: false)
    fixture.edit("wav.scp", line: 6) { _ in "zoe-002   relative/z2.wav \t" }
    let corpus = try KaldiDirectory(path: fixture.write(to: directory))
    #expect(
      try corpus.audioPaths(limit: 9) == [
        "/data/alice 1.wav", "/data/z1.wav",
        "\(FileManager.default.currentDirectoryPath)/relative/z2.wav",
      ])
    #expect(try corpus.audioPaths(limit: 1) == ["/data/alice 1.wav"])
  }
}
