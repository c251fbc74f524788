import Files
import Manifests
import TestSupport
import Testing

/// WebDataset and WeNet's shards.
@Suite struct SampleShardsTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func archive(_ name: String, _ members: (String, String)...) throws -> String {
    try directory.write(
      name, TarBytes(members.map { (name: $0.0, content: Array($0.1.utf8)) }).bytes)
  }

  private func problem(_ path: String) -> Problem? {
    do throws(Problem) {
      _ = try ManifestFormat.detect(path).open(path).surveyed()
      return nil
    } catch {
      return error
    }
  }

  /// The members of an archive in their order.
  private func members(_ path: String) throws -> [(name: String, content: String)] {
    let reader = try TarReader(path)
    var members: [(name: String, content: String)] = []
    while let member = try reader.next() {
      members.append(
        (member.name, String(decoding: try reader.content(of: member), as: UTF8.self)))
    }
    return members
  }

  // MARK: - WebDataset

  @Test func `canaries have the components of the first sample`() throws {
    let path = try archive(
      "shard-000007.tar", ("a.wav", "R"), ("a.cls", "7"), ("a.txt", "line a\n"), ("b.wav", "R"),
      ("b.cls", "7"), ("b.txt", "line b\n"))
    #expect(try ManifestFormat.recognize(path).format == .webdataset)
    let corpus = try ManifestFormat.webdataset.open(path)
    #expect(corpus.requiredContainer == .wav)
    let injected = try InjectedCorpus(corpus, injectedUtterances(3), shards: 2, gaps: nil)
    #expect(injected.varying.isEmpty && injected.positions == [3, 4, 5])
    let id = injected.injected[0].id
    let first = try members(injected.output("train/shard-000008.tar"))
    #expect(first.map(\.name) == ["\(id).wav", "\(id).cls", "\(id).txt"])
    #expect(first.map(\.content) == ["RIFF 1000", "7", "canary number 0 sings\n"])
    #expect(
      corpus.injectedNames(injected.traits, injected.options).manifest
        == "shard-{000007..000009}.tar")
    #expect(
      try injected.output.names(in: "train")
        == ["shard-000007.tar", "shard-000008.tar", "shard-000009.tar"])
  }

  @Test func `a NUL character in a text is refused`() throws {
    let path = try archive(
      "a.tar", ("a.wav", "R"), ("a.txt", "one"), ("b.wav", "R"), ("b.txt", "t\0o"))
    #expect(problem(path)?.message.contains("'b' has a text with a NUL character") == true)
  }

  @Test func `the keys of a JSON component have the values of canaries`() throws {
    let json = { (name: String) in
      #"{"text": "line \#(name)", "duration": 2.5, "speaker": "s\#(name)", "source": "read", "#
        + #""id": "\#(name)"}"#
    }
    let path = try archive(
      "x.tar", ("a.json", json("a")), ("a.flac", "f"), ("b.json", json("b")), ("b.flac", "f"))
    let corpus = try ManifestFormat.webdataset.open(path)
    let (traits, utterances) = try corpus.surveyed()
    #expect(traits.statedSeconds == 5 && utterances.map(\.text.text) == ["line a", "line b"])
    #expect(corpus.requiredContainer == .flac)
    let injected = try InjectedCorpus(corpus, injectedUtterances(1), shards: 1, gaps: nil)
    #expect(injected.varying.isEmpty)
    let canary = injected.injected[0]
    #expect(
      try members(injected.output("train/x-1.tar"))[0].content
        == #"{"id": "\#(canary.id)", "duration": 0.5, "text": "\#(canary.text)", "#
        + #""speaker": "\#(canary.speaker.id)", "source": "read"}"#)
  }

  @Test func `a component whose values vary has to be stated`() throws {
    let path = try archive(
      "x.tar", ("a.wav", "R"), ("a.txt", "line a"), ("a.domain", "news"), ("b.wav", "R"),
      ("b.txt", "line b"), ("b.domain", "talk"))
    let corpus = try ManifestFormat.webdataset.open(path)
    #expect(
      try InjectedCorpus(corpus, injectedUtterances(1), gaps: nil).varying.map(\.name) == ["domain"]
    )
    let stated = try InjectedCorpus(
      corpus, injectedUtterances(1), setting: ["domain": "talk"], gaps: nil)
    #expect(try members(stated.output("train/x-1.tar")).last?.content == "talk")
  }

  @Test func `names are divided as WebDataset divides them`() throws {
    let path = try archive(
      "x.tar", ("__meta__/a.json", "{}"), ("d.1/a.b.WAV", "R"), ("d.1/a.txt", "one"),
      ("README", "x"), ("c.wav", "R"), ("c.TXT", "two"))
    // The key ends at the first dot of the name and the extension of the audio is b.wav.
    #expect(problem(path)?.message.contains("'d.1/a' has no audio; it has .b.wav, .txt") == true)
    let other = try archive(
      "y.tar", ("d.1/a.WAV", "R"), ("d.1/a.txt", "one"), ("c.wav", "R"), ("c.TXT", "two"))
    let utterances = try ManifestFormat.webdataset.open(other).surveyed().utterances
    #expect(utterances.map(\.name) == ["d.1/a", "c"])
    #expect(utterances.map(\.text.text) == ["one", "two"])
  }

  @Test func `incomplete samples are refused with their key`() throws {
    let interleaved = try archive(
      "x.tar", ("a.wav", "R"), ("a.txt", "one"), ("b.wav", "R"), ("a.txt", "two"))
    #expect(problem(interleaved)?.message.contains("'b' has no text") == true)
    let twice = try archive("y.tar", ("a.wav", "R"), ("a.txt", "one"), ("a.txt", "two"))
    #expect(problem(twice)?.message.contains("'.txt' twice") == true)
    let nemo = try archive("audio_0.tar", ("a.wav", "R"), ("b.wav", "R"))
    #expect(problem(nemo)?.hint?.contains("name their manifest") == true)
    let several = try archive("z.tar", ("a.wav", "R"), ("a.flac", "f"), ("a.txt", "one"))
    #expect(problem(several)?.message.contains("several audio files") == true)
    let broken = try archive("j.tar", ("a.wav", "R"), ("a.json", #"{"text": 5}"#))
    #expect(problem(broken)?.file == "\(broken)(a.json)")
    for path in [interleaved, twice, nemo, several] { #expect(problem(path)?.file == path) }
  }

  @Test func `audio that canaries cannot have is an obstacle`() throws {
    let path = try archive("x.tar", ("a.mp3", "R"), ("a.txt", "one"))
    let traits = try ManifestFormat.webdataset.open(path).surveyed().traits
    #expect(traits.obstacles.first?.message.contains(".mp3") == true)
  }

  @Test func `an edit of the user's texts is detected`() throws {
    let path = try archive("shard-0.tar", ("a.wav", "R"), ("a.txt", "one"))
    let corpus = try ManifestFormat.webdataset.open(path)
    let injected = try InjectedCorpus(corpus, injectedUtterances(2), shards: 1, gaps: nil)
    #expect(try injected.remove(to: nil).changedFiles == [])
    _ = try archive("shard-0.tar", ("a.wav", "R"), ("a.txt", "two"))
    #expect(try injected.remove(to: nil).changedFiles == ["shard-0.tar"])
  }

  @Test func `the probe set of a WebDataset is an audiofolder`() throws {
    let path = try archive("x.tar", ("a.WAV", "R a"), ("a.txt", "line a"))
    let corpus = try ManifestFormat.webdataset.open(path)
    let (traits, utterances) = try corpus.surveyed()
    try directory.makeDirectory("probe/utterances")
    let canary = injectedUtterances(1)[0]
    try directory.write("probe/utterances/\(canary.id).wav", "R")
    try corpus.writeProbe(
      [canary],
      checkUtterances: [
        ProbedUtterance(id: "m1", speaker: injectedSpeakers[0], utterance: utterances[0])
      ], traits: traits, in: directory("probe"), appearingAs: "/final")
    #expect(
      try lines(of: directory("probe/metadata.jsonl")) == [
        #"{"file_name": "utterances/m1.wav", "text": "line a"}"#,
        #"{"file_name": "utterances/\#(canary.id).wav", "text": "\#(canary.text)"}"#,
      ])
    #expect(try directory.read("probe/utterances/m1.wav") == Array("R a".utf8))
    let probe = directory("probe/metadata.jsonl")
    #expect(try ManifestFormat.detect(probe) == .audiofolder)
    #expect(try corpus.openProbe(probe).surveyed().utterances.map(\.name) == ["m1", canary.id])
  }

  // MARK: - WeNet

  private func list(_ lines: String...) throws -> String {
    try directory.write("data.list", lines.map { $0 + "\n" }.joined())
  }

  @Test func `new archives are listed between the user's`() throws {
    let one = try archive("s_000.tar", ("a.txt", " line a\n"), ("a.wav", "R"))
    let two = try archive("s_001.tar", ("b.c.txt", "line b"), ("b.c.wav", "R"))
    let path = try list(one, two)
    #expect(try ManifestFormat.recognize(path).format == .wenetShards)
    let corpus = try ManifestFormat.wenetShards.open(path)
    let (_, utterances, parts) = try corpus.recorded()
    #expect(utterances.map(\.name) == ["a", "b.c"])
    #expect(utterances.map(\.text.text) == ["line a", "line b"])
    #expect(try parts.map { try $0.source.content() } == [[0x52], [0x52]])
    let injected = try InjectedCorpus(corpus, injectedUtterances(4), shards: 2) { lines in
      #expect(lines == 2)
      return [0, 1, 1, 2]
    }
    #expect(
      try lines(of: injected.path)
        == [injected.output("train/s_002.tar"), one, injected.output("train/s_003.tar"), two])
    #expect(injected.positions == [1, 1, 3, 3])
    let id = injected.injected[0].id
    let members = try members(injected.output("train/s_002.tar"))
    #expect(members.prefix(2).map(\.name) == ["\(id).txt", "\(id).wav"])
    #expect(members[0].content == "canary number 0 sings\n")
    #expect(try injected.output.names(in: "train") == ["data.list", "s_002.tar", "s_003.tar"])
  }

  @Test func `a list with another line than an archive is refused`() throws {
    let one = try archive("s.tar", ("a.txt", "line a"), ("a.wav", "R"))
    for (line, message) in [
      ("", "is blank"), ("/data/a.wav", "is not the path of a tar archive"),
      (directory("missing.tar"), "there is no archive"),
    ] {
      let found = problem(try list(one, line))
      #expect(found?.line == 2 && found?.file == directory("data.list"))
      #expect(found?.message.contains(message) == true)
    }
  }

  @Test func `a byte order mark in the list is named`() throws {
    let one = try archive("s.tar", ("a.txt", "line a"), ("a.wav", "R"))
    let found = problem(try list("\u{FEFF}" + one))
    #expect(found?.line == 1 && found?.message.contains("byte order mark; WeNet") == true)
    try directory.write("data.list", Array("\(one)\n".utf8) + [0xE9, 0x0A])
    #expect(problem(directory("data.list"))?.message == "is not UTF-8")
  }

  @Test func `an archive that is listed twice is named`() throws {
    let one = try archive("s_0.tar", ("a.txt", "line a"), ("a.wav", "R"))
    let two = try archive("s_1.tar", ("b.txt", "line b"), ("b.wav", "R"))
    let path = try list(one, two, one)
    let corpus = try ManifestFormat.wenetShards.open(path)
    let warnings = try corpus.surveyed().traits.warnings
    #expect(warnings.contains { $0.hasPrefix("\(path):3: 1 line(s) name an archive again") })
    let injected = try InjectedCorpus(corpus, injectedUtterances(2), shards: 1, gaps: nil)
    #expect(try injected.remove().changedFiles == [])
    #expect(try injected.output.read("removed/data.list") == directory.read("data.list"))
  }

  @Test(arguments: [ManifestFormat.wenetShards, .webdataset])
  func `a sample that occurs twice is named`(_ format: ManifestFormat) throws {
    let path = try archive(
      "s_0.tar", ("a.txt", "one"), ("a.wav", "R"), ("b.txt", "two"), ("b.wav", "R"),
      ("a.txt", "one"), ("a.wav", "R"))
    let manifest = format == .webdataset ? path : try list(path)
    let warnings = try format.open(manifest).surveyed().traits.warnings
    #expect(warnings.count == 1)
    #expect(warnings[0].hasPrefix("\(path): 'a': 1 key(s) occur twice; "), "\(warnings)")
  }

  @Test func `a line break in the output directory is refused for a list only`() throws {
    let path = try archive("s_0.tar", ("a.txt", "one"), ("a.wav", "R"))
    let list = try ManifestFormat.wenetShards.open(try list(path))
    #expect(list.refusal(ofAudioBelow: "/o/a\nb") != nil && list.refusal(ofAudioBelow: "/o") == nil)
    #expect(try ManifestFormat.webdataset.open(path).refusal(ofAudioBelow: "/o/a\nb") == nil)
  }

  @Test func `a damaged archive of the list is named`() throws {
    let one = try archive("s.tar", ("a.txt", "line a"), ("a.wav", "R"))
    let bad = try directory.write("bad.tar", Array(repeating: UInt8(ascii: "x"), count: 2_000))
    #expect(problem(try list(one, bad))?.file == bad)
    let untold = try archive("u.tar", ("a.txt", "line a"), ("a.wav", "R"), ("noextension", "x"))
    #expect(problem(try list(untold))?.message.contains("has no extension") == true)
  }
}
