import Files
import Foundation
import Manifests
import TestSupport
import Testing

/// NeMo resolves relative paths against the manifest's directory if such a file exists, else against the
/// working directory. The injected manifest must refer to the same files.
@Suite struct RelativePathTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func manifest(_ paths: String...) throws -> String {
    let text = paths.map { #"{"audio_filepath": "\#($0)", "duration": 1}"# + "\n" }.joined()
    return try directory.write("train.json", text)
  }

  private func link(_ name: String, in injectedCorpus: InjectedCorpus) -> String? {
    try? FileManager.default.destinationOfSymbolicLink(
      atPath: injectedCorpus.output("train/\(name)"))
  }

  @Test func `the first component of each path is linked, once`() throws {
    for name in ["audio/x/1.wav", "audio/2.wav", "b.wav", "é/3.wav"] {
      try directory.write(name, name)
    }
    let injectedCorpus = try InjectedCorpus(
      manifest("audio/x/1.wav", "b.wav", "audio/2.wav", #"\u00e9\/3.wav"#), as: .nemo)
    #expect(try injectedCorpus.output.names(in: "train") == ["audio", "b.wav", "train.json", "é"])
    for name in ["audio", "b.wav", "é"] {
      #expect(link(name, in: injectedCorpus) == directory(name))
    }
    #expect(try injectedCorpus.output.read("train/audio/x/1.wav") == Array("audio/x/1.wav".utf8))
  }

  @Test(arguments: ["./audio/1.wav", ".//audio/1.wav", "././audio//1.wav", "audio/./1.wav"])
  func `a dot before the first component is ignored`(_ path: String) throws {
    try directory.write("audio/1.wav", "sound")
    let injectedCorpus = try InjectedCorpus(manifest(path), as: .nemo)
    #expect(link("audio", in: injectedCorpus) == directory("audio"))
    #expect(try injectedCorpus.output.read("train/\(path)") == Array("sound".utf8))
  }

  @Test func `a path that is not beside the manifest is not linked`() throws {
    try directory.write("audio/1.wav", "")
    let injectedCorpus = try InjectedCorpus(
      manifest("audio/1.wav", "elsewhere/2.wav", "~/3.wav"), as: .nemo, absolutePaths: true)
    let paths = try injectedCorpus.reopened.surveyed().utterances.compactMap(\.audio.text)
    #expect(paths.contains("elsewhere/2.wav") && paths.contains("~/3.wav"))
    #expect(paths.contains("\(directory.path)/./audio/1.wav"))
    let linked = try InjectedCorpus(manifest("elsewhere/2.wav"), as: .nemo)
    #expect(try linked.output.names(in: "train") == ["train.json"])
  }

  @Test(arguments: ["../up.wav", "audio/../../up.wav", "audio/..", "./../up.wav", "..\\/up.wav"])
  func `a path that leads outside is refused`(_ path: String) throws {
    try directory.write("in/audio/1.wav", "")
    let file = try directory.write(
      "in/train.json",
      #"{"audio_filepath": "audio/1.wav", "duration": 1}"# + "\n"
        + #"{"audio_filepath": "\#(path)", "duration": 1}"# + "\n")
    let traits = try ManifestFormat.nemo.open(file).surveyed().traits
    #expect(traits.warnings.contains { $0.contains("1 relative path(s) lead outside") })
    let problem = #expect(throws: Problem.self) { try InjectedCorpus(file, as: .nemo) }
    #expect(problem?.kind == .badData)
    #expect(problem?.file == file && problem?.line == 2 && problem?.field == "audio_filepath")
    #expect(problem?.hint?.contains("absolute_paths") == true)
    try expectCompatibility(of: file, as: .nemo, absolutePaths: true)
  }

  @Test func `addresses and long strings are not relative paths`() throws {
    let long = String(repeating: "é", count: 255)
    let short = String(repeating: "d/", count: 100) + String(repeating: "é", count: 54)
    try directory.makeDirectory("d")
    let paths = ["s3://bucket/1.wav", "https://x/2.wav", long, short, "/abs.wav"]
    let files = try ManifestFormat.nemo.open(
      manifest(paths[0], paths[1], long, short, "/abs.wav")
    ).audioPaths(limit: 9)
    #expect(files[0] == paths[0] && files[1] == paths[1] && files[2] == long)
    #expect(files[3] == "\(FileManager.default.currentDirectoryPath)/\(short)")
    #expect(files[4] == "/abs.wav")
    // A path of 254 code points is relative, even if it has more than 254 bytes.
    #expect(short.unicodeScalars.count == 254)
    let injectedCorpus = try InjectedCorpus(manifest(short), as: .nemo)
    #expect(link("d", in: injectedCorpus) == directory("d"))
  }

  @Test func `audio beside the manifest takes precedence over the working directory`() throws {
    try directory.write("audio/1.wav", "")
    let corpus = try ManifestFormat.nemo.open(try manifest("audio/1.wav", "audio/2.wav", "/3.wav"))
    #expect(
      try corpus.audioPaths(limit: 9) == [
        directory("audio/1.wav"),
        "\(FileManager.default.currentDirectoryPath)/audio/2.wav", "/3.wav",
      ])
    #expect(try corpus.audioPaths(limit: 1) == [directory("audio/1.wav")])
  }

  @Test func `injected audio gets a folder that no path of the corpus uses`() throws {
    func folder(_ paths: String...) throws -> String {
      let text = paths.map { #"{"audio_filepath": "\#($0)", "duration": 1}"# + "\n" }.joined()
      let path = try directory.write("train.json", text)
      return try ManifestFormat.nemo.open(path).surveyed().traits.freeAudioFolder
    }
    #expect(try folder("/utterances/1.wav", "audio/utterances/1.wav") == "utterances")
    #expect(try folder("utterances/1.wav") == "utterances-2")
    #expect(try folder("./utterances/1.wav") == "utterances-2")
    #expect(try folder("utterances-2/1.wav", #"\u0075tterances/1.wav"#) == "utterances-3")
    #expect(try folder("utterances-2/1.wav") == "utterances")
  }
}
