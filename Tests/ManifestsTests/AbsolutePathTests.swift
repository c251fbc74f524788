import Files
import Manifests
import TestSupport
import Testing

/// Relative paths that are made absolute by injection and relative by removal.
@Suite struct AbsolutePathTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func manifest(_ paths: [String], in folder: String = "in") throws -> String {
    let text = paths.map { #"{"duration": 1, "audio_filepath": "\#($0)", "x": [1]}"# + "\n" }
    return try directory.write("\(folder)/train.json", text.joined())
  }

  private let paths = [
    "audio/1.wav", "../up.wav", "/abs.wav", #"\u0061udio\/2.wav"#, "./audio/3.wav", "audio/./4.wav",
    "/x/./5.wav", "s3://b/6.wav", "nowhere/7.wav",
  ]

  @Test(arguments: ["in", "in \"quotes\" and \\", "données\t日本"])
  func `the directory is put before relative paths and removed again`(_ folder: String) throws {
    try directory.makeDirectory("\(folder)/audio")
    let path = try manifest(paths, in: folder)
    let injectedCorpus = try InjectedCorpus(
      path, as: .nemo, injectedUtterances(0), absolutePaths: true)
    let source = directory(folder)
    #expect(
      try injectedCorpus.reopened.surveyed().utterances.map(\.audio.text) == [
        "\(source)/./audio/1.wav", "\(source)/./../up.wav", "/abs.wav", "\(source)/./audio/2.wav",
        "\(source)/././audio/3.wav", "\(source)/./audio/./4.wav", "/x/./5.wav", "s3://b/6.wav",
        "nowhere/7.wav",
      ])
    #expect(try injectedCorpus.output.names(in: "train") == ["train.json"])
    try expectCompatibility(of: path, as: .nemo, injection: 20, absolutePaths: true)
  }

  @Test func `all bytes of a line except its path are kept`() throws {
    try directory.write("in/a.wav", "")
    let path = try directory.write(
      "in/train.json",
      "\t{ \"x\":\"\\u0041\" ,\"audio_filepath\"  : \"a\\u002ewav\",\"duration\":1.50}  ")
    let injectedCorpus = try InjectedCorpus(path, as: .nemo, [], absolutePaths: true)
    #expect(
      try lines(of: injectedCorpus.path) == [
        "\t{ \"x\":\"\\u0041\" ,\"audio_filepath\"  : \"\(directory("in"))/./a\\u002ewav\","
          + "\"duration\":1.50}  "
      ])
  }

  @Test(arguments: [true, false])
  func `a path with the mark of absolute paths is refused`(_ hasRelativePaths: Bool) throws {
    try directory.makeDirectory("in/audio")
    let look = "\(directory("in"))/./audio/9.wav"
    let path = try manifest([hasRelativePaths ? "audio/1.wav" : "/1.wav", look])
    let problem = #expect(throws: Problem.self) {
      try InjectedCorpus(path, as: .nemo, absolutePaths: true)
    }
    #expect(problem?.file == path && problem?.line == 2 && problem?.field == "audio_filepath")
    #expect(problem?.message.contains("'/./'") == true)
    try expectCompatibility(of: path, as: .nemo, absolutePaths: false)
  }

  @Test func `paths that another tool has escaped differently are restored`() throws {
    try directory.makeDirectory("é/audio")
    let path = try manifest(["audio/1.wav", "audio/2.wav"], in: "é")
    let injectedCorpus = try InjectedCorpus(path, as: .nemo, absolutePaths: true)
    let text = try lines(of: injectedCorpus.path).map { $0 + "\n" }.joined()
    for rewritten in [
      text.replacing("é", with: "\\u00e9"), text.replacing("/", with: "\\/"),
      text.replacing("audio_filepath\": \"", with: "audio_filepath\": \"\\u002f")
        .replacing("\\u002f/", with: "\\u002f"),
    ] {
      try injectedCorpus.output.write("train/train.json", rewritten)
      let name = "back-\(rewritten.count)"
      #expect(try injectedCorpus.remove(to: name).found == injectedCorpus.ids)
      let back = try ManifestFormat.nemo.open(injectedCorpus.output(name)).surveyed().utterances
      #expect(back.map(\.audio.text) == ["audio/1.wav", "audio/2.wav"])
    }
  }
}
