import Files
import Manifests
import TestSupport
import Testing

/// A table whose columns are named by number, although its first line is a header.
@Suite struct HeaderSuspicionTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func obstacles(
    _ text: String, audio: String = "1", text column: String = "2"
  ) throws -> [Problem] {
    let path = try directory.write("data.csv", text)
    let keys = ManifestKeys(audio: audio, text: column)
    let format = try ManifestFormat.recognize(path, keys: keys).format
    return try format.open(path, keys: keys).surveyed().traits.obstacles
  }

  @Test(arguments: [",", ";", "\t"])
  func `a header is named, and its names are proposed`(_ separator: String) throws {
    try directory.write("a.wav", "RIFF")
    for audio in ["/corpus/1.wav", "1.wav", directory("a.wav")] {
      let text = "path,sentence,ms\n\(audio),hello,5\n".replacing(",", with: separator)
      let problem = try #require(try obstacles(text).first)
      #expect(problem.line == 1 && problem.kind == .badData)
      #expect(problem.message.contains("looks like a header") && problem.message.contains("line 2"))
      #expect(problem.hint?.contains("audio_key 'path'") == true)
      #expect(problem.hint?.contains("text_key 'sentence'") == true)
    }
  }

  @Test func `the columns may be in any order`() throws {
    let text = "who;path;sentence;ms\ng1;/a/g1.wav;three nine;9974\ng2;/a/g2.wav;one;100\n"
    #expect(try obstacles(text, audio: "2", text: "3").map(\.line) == [1])
  }

  @Test(arguments: [
    "/missing.wav,hello\n/other.wav,there\n", "missing.flac,hello\nother.wav,there\n",
    "utt1,hello\nutt2,there\n", "a.wav,one\n",
  ])
  func `a first row of audio is no header`(_ text: String) throws {
    #expect(try obstacles(text).isEmpty)
  }

  @Test func `a file without an extension is audio where it exists`() throws {
    try directory.write("utt1", "RIFF")
    try directory.write("utt2", "RIFF")
    #expect(try obstacles("utt1,hello\nutt2,there\n").isEmpty)
    #expect(try obstacles("path,sentence\nutt2,there\n").count == 1)
  }

  @Test func `columns named by their names have a header`() throws {
    #expect(
      try obstacles("path,sentence\n/a.wav,x\n", audio: "path", text: "sentence").isEmpty)
  }
}
