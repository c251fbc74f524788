import Files
import Foundation
import Manifests
import TestSupport
import Testing

/// The manifest to decode: canaries and check utterances in the order of their ids.
@Suite struct NeMoProbeTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  /// Writes a probe of two canaries and one check utterance for each line.
  private func probe(
    _ lines: [String], named name: String = "train.json", final: String = "/final/probe"
  ) throws -> (corpus: any TrainingCorpus, lines: [String]) {
    let path = directory(name)
    let file = try OutputFile(path, compressed: name.hasSuffix(".gz"))
    for line in lines { try file.write(line + "\n") }
    try file.close()
    let corpus = try ManifestFormat.nemo.open(path)
    let (traits, utterances) = try corpus.surveyed()
    try directory.makeDirectory("probe/utterances")
    let checkUtterances = utterances.enumerated().map { index, utterance in
      ProbedUtterance(
        id: "m-check-\(index)", speaker: injectedSpeakers[0], utterance: utterance)
    }
    let folder = final.isEmpty ? "utterances" : "\(final)/utterances"
    try corpus.writeProbe(
      injectedUtterances(2, folder: folder), checkUtterances: checkUtterances, traits: traits,
      in: directory("probe"), appearingAs: final)
    return (corpus, try ManifestsTests.lines(of: directory("probe/\(corpus.probeName)")))
  }

  private func target(_ name: String) throws -> String {
    try FileManager.default.destinationOfSymbolicLink(atPath: directory("probe/utterances/\(name)"))
  }

  private let odd =
    "  {\"x\": [1, {\"text\": \"\\u00e9\"}],\t\"audio_filepath\" : \"audio\\/o.1.flac\", "
    + "\"duration\": 2.50, \"offset\": 1, \"text\": \"é\"} \r"

  @Test func `only the path of a check utterance's line changes`() throws {
    try directory.write("audio/o.1.flac", "sound")
    let lines = try probe([odd]).lines
    #expect(
      lines.first
        == odd.replacing(
          "audio\\/o.1.flac", with: "/final/probe/utterances/m-check-0.flac"))
    #expect(try target("m-check-0.flac") == directory("audio/o.1.flac"))
    #expect(try directory.read("probe/utterances/m-check-0.flac") == Array("sound".utf8))
  }

  @Test func `paths are relative if no final directory is given`() throws {
    try directory.write("audio/o.1.flac", "sound")
    let lines = try probe([odd], final: "").lines
    #expect(lines[0].contains("\"utterances/m-check-0.flac\""))
    #expect(lines[1].contains("\"audio_filepath\": \"utterances/u"))
    let utterances = try ManifestFormat.nemo.open(directory("probe/probe.json")).surveyed()
      .utterances
    let path = try #require(utterances[0].audio.text)
    #expect(try directory.read("probe/\(path)") == Array("sound".utf8))
  }

  @Test func `links point to absolute paths and keep the ending`() throws {
    func entry(_ path: String) -> String { #"{"audio_filepath": "\#(path)", "duration": 1}"# }
    _ = try probe([entry("/data/1.tar.wav"), entry("x/2.ogg"), entry("/data/.hidden"), entry("/n")])
    #expect(try target("m-check-0.wav") == "/data/1.tar.wav")
    #expect(
      try target("m-check-1.ogg") == "\(FileManager.default.currentDirectoryPath)/x/2.ogg"
    )
    #expect(try target("m-check-2") == "/data/.hidden")
    #expect(try target("m-check-3") == "/n")
  }

  @Test func `canaries and check utterances are sorted by id`() throws {
    let lines = try probe((1...12).map { #"{"audio_filepath": "/\#($0).wav", "duration": 1}"# })
      .lines
    let ids = try ManifestFormat.nemo.open(directory("probe/probe.json")).surveyed().utterances
      .map { stem(of: $0.audio.text ?? "") }
    let canaries = injectedUtterances(2).map(\.id)
    let expected = ((0..<12).map { "m-check-\($0)" } + canaries)
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    #expect(ids == expected)
    #expect(lines.count == 14)
  }

  @Test(arguments: [
    ("train.json", "probe.json"), ("train.jsonl.gz", "probe.jsonl.gz"), ("train", "probe"),
  ])
  func `the probe has the extensions and compression of the manifest`(
    _ name: String, _ expected: String
  ) throws {
    let corpus = try probe([#"{"audio_filepath": "/1.wav", "duration": 1}"#], named: name).corpus
    #expect(corpus.manifestName == name)
    #expect(corpus.probeName == expected)
    let reader = try LineReader(directory("probe/\(expected)"))
    #expect(reader.isCompressed == name.hasSuffix(".gz"))
  }
}
