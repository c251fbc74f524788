import Files
import Foundation
import Manifests
import TestSupport
import Testing

/// Lhotse's manifests: pairs of recordings and supervisions, and cuts.
@Suite struct LhotseTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func object(_ line: String) throws -> NSDictionary {
    try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? NSDictionary)
  }

  private let canary = InjectedUtterance(
    id: "c1", audioPath: "/out/c1.wav", text: "sings", frames: 8_275, sampleRate: 16_000,
    speaker: injectedSpeakers[0], channels: 2)

  private let recording = """
    {"id": "c1", "sources": [{"type": "file", "channels": [0, 1], "source": "/out/c1.wav"}], \
    "sampling_rate": 16000, "num_samples": 8275, "duration": 0.5171875, "channel_ids": [0, 1]}
    """

  private let supervision = """
    {"id": "c1", "recording_id": "c1", "start": 0, "duration": 0.5171875, "channel": 0, \
    "text": "sings", "language": "English", "speaker": "u00c0ffee"}
    """

  @Test func `a pair gets a recording and a supervision for each canary`() throws {
    let path = try #require(try lhotseSample(.plain, in: directory))
    let corpus = try ManifestFormat.lhotse.open(path)
    let injected = try InjectedCorpus(corpus, [canary]) { _ in [2] }
    let supervisions = try lines(of: injected.output("train/x_supervisions_train.jsonl"))
    let recordings = try lines(of: injected.output("train/x_recordings_train.jsonl"))
    #expect(injected.positions == [3] && supervisions.count == 7 && recordings.count == 7)
    #expect(supervisions[2] == supervision)
    #expect(recordings[2] == recording)
  }

  @Test func `either file of a pair can be named`() throws {
    let path = try #require(try lhotseSample(.gzip, in: directory))
    let other = path.replacing("supervisions", with: "recordings")
    for name in [path, other] {
      #expect(try ManifestFormat.detect(name) == .lhotse)
      let (traits, utterances) = try ManifestFormat.lhotse.open(name).surveyed()
      #expect(utterances.map(\.name) == (1...6).map { "utt\($0)" })
      #expect(traits.files.map(\.isCompressed) == [true, true])
    }
    try removeTree(other)
    let problem = #expect(throws: Problem.self) { try ManifestFormat.lhotse.open(path) }
    #expect(problem?.message.contains("no file of the recordings") == true)
  }

  @Test func `utterances have the audio of their recordings`() throws {
    let path = try #require(try lhotseSample(.segments, in: directory))
    let corpus = try ManifestFormat.lhotse.open(path)
    let (_, utterances, parts) = try corpus.recorded()
    #expect(parts[1] == AudioPart(path: "/data/utt3.wav", start: 0, seconds: 2.25))
    #expect(try corpus.audioPaths(of: [utterances[1]]) == ["/data/utt3.wav"])
    #expect(
      try corpus.plainAudioFiles(of: ["utt2", "utt5"])
        == ["utt2": "/data/utt3.wav", "utt5": "/data/utt5.wav"])
  }

  @Test func `a supervision without a recording is refused`() throws {
    let path = try #require(try lhotseSample(.plain, in: directory))
    var text = try lines(of: path)
    text[3].replace(#""recording_id": "rec4""#, with: #""recording_id": "lost""#)
    try directory.write(baseName(of: path), text.map { $0 + "\n" }.joined())
    let problem = #expect(throws: Problem.self) {
      try ManifestFormat.lhotse.open(path).surveyed()
    }
    #expect(problem?.line == 4 && problem?.field == "recording_id")
    #expect(problem?.message.contains("'lost' is not in") == true)
  }

  @Test func `check utterances of a recording have recordings of their own`() throws {
    let path = try #require(try lhotseSample(.segments, in: directory))
    let corpus = try ManifestFormat.lhotse.open(path)
    let (traits, utterances) = try corpus.surveyed()
    try directory.makeDirectory("probe/utterances")
    let checkUtterances = [1, 2].map {
      ProbedUtterance(id: "m\($0)", speaker: injectedSpeakers[0], utterance: utterances[$0])
    }
    try corpus.writeProbe(
      [canary], checkUtterances: checkUtterances, traits: traits, in: directory("probe"),
      appearingAs: "/final")
    let probe = try ManifestFormat.lhotse.open(directory("probe/\(corpus.probeName)"))
    let (_, found, parts) = try probe.recorded()
    #expect(found.map(\.name) == ["c1", "m1", "m2"])
    #expect(
      parts.map(\.path)
        == ["/out/c1.wav", "/final/utterances/m1.wav", "/final/utterances/m2.wav"])
    #expect(parts[1].seconds == 2.25)
  }

  @Test func `a cut has its supervision and its recording`() throws {
    let path = try #require(try sample(.lhotseCuts, .plain, in: directory))
    let injected = try InjectedCorpus(ManifestFormat.lhotseCuts.open(path), [canary]) { _ in [6] }
    let line = try lines(of: injected.path)[6]
    #expect(
      try object(line)
        == object(
          """
          {"id": "c1", "start": 0, "duration": 0.5171875, "channel": 0, "supervisions": \
          [\(supervision)], "recording": \(recording), "type": "MonoCut"}
          """))
  }

  @Test(arguments: [
    (#""type": "MonoCut""#, #""kind": "MonoCut""#, "Unknown type of manifest"),
    (
      #""duration": 2.25, "channel": 0, "supervisions""#, #""channel": 0, "supervisions""#,
      "missing"
    ),
    (#"}], "recording""#, #"}, {"text": "b"}], "recording""#, "several utterances"),
  ])
  func `a cut that Lhotse does not know is refused`(
    _ old: String, _ new: String, _ says: String
  ) throws {
    let path = try #require(try sample(.lhotseCuts, .plain, in: directory))
    var text = try lines(of: path)
    text[1].replace(old, with: new)
    try directory.write("cuts.jsonl", text.map { $0 + "\n" }.joined())
    let problem = #expect(throws: Problem.self) {
      try ManifestFormat.lhotseCuts.open(path).surveyed()
    }
    #expect(problem?.line == 2 && problem?.message.contains(says) == true)
  }

  @Test func `features that were computed in advance are an obstacle`() throws {
    let path = try #require(try sample(.lhotseCuts, .plain, in: directory))
    let text = try lines(of: path).map { $0.dropLast() + #", "features": {"type": "fbank"}}"# }
    try directory.write("cuts.jsonl", text.map { $0 + "\n" }.joined())
    let traits = try ManifestFormat.lhotseCuts.open(path).surveyed().traits
    #expect(traits.obstacles.map(\.field) == ["features"])
  }
}
