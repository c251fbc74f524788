import Files
import Manifests
import TestSupport
import Testing

/// Lhotse Shar.
@Suite struct ShardDirectoryTests {
  let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
    _ = try archiveSample(.lhotseShar, .plain, in: directory)
  }

  private var path: String { directory("shar") }

  private func problem() -> Problem? {
    do throws(Problem) {
      _ = try ManifestFormat.detect(path).open(path).surveyed()
      return nil
    } catch {
      return error
    }
  }

  @Test func `a new shard has cuts and recordings in one order`() throws {
    let corpus = try ManifestFormat.lhotseShar.open(path)
    let injected = try InjectedCorpus(corpus, injectedUtterances(3), shards: 1, gaps: nil)
    #expect(
      try injected.output.names(in: "train")
        == (0...2).map { "cuts.00000\($0).jsonl" } + (0...2).map { "recording.00000\($0).tar" })
    let cuts = try lines(of: injected.output("train/cuts.000002.jsonl"))
    let reader = try TarReader(injected.output("train/recording.000002.tar"))
    for (cut, canary) in zip(cuts, injected.injected) {
      let recording =
        #"{"id": "\#(canary.id)", "sources": [{"type": "shar", "channels": [0], "source": ""}], "#
        + #""sampling_rate": 16000, "num_samples": \#(canary.frames), "#
      #expect(cut.contains(#""recording": "# + recording))
      #expect(cut.hasPrefix(#"{"id": "\#(canary.id)", "start": 0, "#))
      #expect(try reader.next()?.name == "\(canary.id).wav")
      let meta = try #require(try reader.next())
      #expect(meta.name == "\(canary.id).json")
      let text = String(decoding: try reader.content(of: meta), as: UTF8.self)
      #expect(text.hasPrefix(recording) && text.hasSuffix("}\n"))
    }
    #expect(cuts.count == 3)
    #expect(try reader.next() == nil)
  }

  @Test func `the probe set has cuts of files`() throws {
    let corpus = try ManifestFormat.lhotseShar.open(path)
    let (traits, utterances) = try corpus.surveyed()
    try directory.makeDirectory("probe/utterances")
    try corpus.writeProbe(
      injectedUtterances(1),
      checkUtterances: [
        ProbedUtterance(id: "m1", speaker: injectedSpeakers[0], utterance: utterances[4])
      ], traits: traits, in: directory("probe"), appearingAs: "/final")
    let cuts = try lines(of: directory("probe/cuts.jsonl"))
    #expect(cuts[0].hasPrefix(#"{"id": "m1", "#))
    #expect(
      cuts[0].contains(#"{"type": "file", "channels": [0], "source": "/final/utterances/m1.wav"}"#))
    #expect(try directory.read("probe/utterances/m1.wav") == sampleAudio(5))
    let (_, _, parts) = try corpus.openProbe(directory("probe/cuts.jsonl")).recorded()
    #expect(parts.map(\.path).allSatisfy { $0.hasPrefix("/") && !$0.contains("tar") })
  }

  @Test func `cuts and recordings that do not agree are refused`() throws {
    let archive = "shar/recording.000001.tar"
    let recordings: [(name: String, content: [UInt8])] = [
      ("utt5.wav", [1]), ("utt5.json", [2]), ("utt6.wav", [1]), ("utt6.json", [2]),
    ]
    func write(_ members: [Int]) throws {
      try directory.write(archive, TarBytes(members.map { recordings[$0] }).bytes)
    }
    try write([0, 1, 2, 3])
    #expect(problem() == nil)
    try write([2, 3, 0, 1])
    #expect(problem()?.message.contains("Lhotse raises an AssertionError") == true)
    #expect(problem()?.file == directory("shar/cuts.000001.jsonl") && problem()?.line == 1)
    try write([0, 1])
    #expect(problem()?.line == 2)
    try write([0, 1, 2])
    #expect(problem()?.message.contains("has no metadata after it") == true)
    try write([0, 2, 1, 3])
    #expect(problem()?.message.contains("is followed by") == true)
    try directory.write(
      archive,
      TarBytes(
        recordings + [(name: "utt7.wav", content: [1]), (name: "utt7.json", content: [2])]
      ).bytes)
    #expect(problem()?.file == directory(archive))
    try removeTree(directory(archive))
    #expect(problem()?.message.contains("recording.000001.tar") == true)
  }

  @Test func `another field is an obstacle`() throws {
    try directory.write("shar/features.000000.tar", TarBytes([]).bytes)
    let traits = try ManifestFormat.lhotseShar.open(path).surveyed().traits
    #expect(traits.obstacles.first?.file == directory("shar/features.000000.tar"))
  }

  @Test func `a cut without audio has none`() throws {
    try directory.write(
      "shar/recording.000001.tar",
      TarBytes([
        ("utt5.nodata", []), ("utt5.nometa", []), ("utt6.wav", [1]), ("utt6.json", [2]),
      ]).bytes)
    let corpus = try ManifestFormat.lhotseShar.open(path)
    let utterances = try corpus.surveyed().utterances
    #expect(try corpus.audioFiles(of: utterances)[4] == nil)
    #expect(throws: Problem.self) { try corpus.recorded() }
  }

  @Test func `an edit of the user's cuts is detected`() throws {
    let corpus = try ManifestFormat.lhotseShar.open(path)
    let injected = try InjectedCorpus(corpus, injectedUtterances(2), shards: 1, gaps: nil)
    #expect(try injected.remove(to: nil).changedFiles == [])
    let text = String(decoding: try directory.read("shar/cuts.000000.jsonl"), as: UTF8.self)
    try directory.write("shar/cuts.000000.jsonl", text.replacing("line 3", with: "Line 3"))
    #expect(try injected.remove(to: nil).changedFiles == ["cuts.000000.jsonl"])
  }
}
