import Files
import Manifests
import TestSupport
import Testing

@Suite struct TarredManifestTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func row(_ name: String, shard: Int, _ more: String = "") -> String {
    #"{"audio_filepath": "\#(name)", "duration": 1.5, "text": "line \#(name)", "lang": "en", "#
      + #""shard_id": \#(shard)\#(more)}"# + "\n"
  }

  private func archive(_ name: String, _ members: String...) throws {
    try directory.write(
      name, TarBytes(members.map { (name: $0, content: Array("RIFF \($0)".utf8)) }).bytes)
  }

  /// Two shards, with a manifest of all rows and one of each.
  private func dataSet() throws -> String {
    try archive("audio_0.tar", "a.wav", "b.wav")
    try archive("audio_1.tar", "c.wav")
    let rows = [row("a.wav", shard: 0), row("b.wav", shard: 0), row("c.wav", shard: 1)]
    try directory.write("sharded_manifests/manifest_0.json", rows[0] + rows[1])
    try directory.write("sharded_manifests/manifest_1.json", rows[2])
    return try directory.write("tarred_audio_manifest.json", rows.joined())
  }

  private var sharded: String { directory("sharded_manifests/manifest__OP_0..1_CL_.json") }

  @Test func `the rows of new shards have the names of their members`() throws {
    let corpus = try ManifestFormat.nemoTarred.open(try dataSet())
    let injected = try InjectedCorpus(corpus, injectedUtterances(5), shards: 2, gaps: nil)
    let lines = try lines(of: injected.path)
    #expect(lines.count == 8 && injected.positions == [4, 5, 6, 7, 8])
    let id = injected.injected[0].id
    #expect(
      lines[3] == #"{"audio_filepath": "\#(id).wav", "duration": 0.5, "#
        + #""text": "canary number 0 sings", "lang": "en", "shard_id": 2}"#)
    #expect(lines.count { $0.contains(#""shard_id": 2}"#) } == 2)
    #expect(lines.count { $0.contains(#""shard_id": 3}"#) } == 3)
    #expect(
      try injected.output.names(in: "train")
        == [
          "audio_0.tar", "audio_1.tar", "audio_2.tar", "audio_3.tar", "tarred_audio_manifest.json",
        ])
    // The user's archives are links to themselves.
    #expect(absolutePath(injected.output("train/audio_0.tar")) == directory("audio_0.tar"))
    let names = corpus.injectedNames(injected.traits, injected.options)
    #expect(names == InjectedNames(archives: "audio__OP_0..3_CL_.tar"))
    let audio = try #require(try injected.reopened.archivedAudio(of: injected.ids))
    for (number, utterance) in injected.injected.enumerated() {
      #expect(try audio[utterance.id]?.content() == sampleAudio(1_000 + number))
    }
  }

  @Test func `a member that occurs twice is named, and has a row`() throws {
    let path = try dataSet()
    try archive("audio_0.tar", "a.wav", "b.wav", "a.wav")
    let warnings = try ManifestFormat.nemoTarred.open(path).surveyed().traits.warnings
    #expect(warnings.count == 1)
    #expect(warnings.first?.contains("audio_0.tar(a.wav): 1 member(s) occur twice") == true)
  }

  @Test func `a data set of sharded manifests gets further manifests`() throws {
    _ = try dataSet()
    let recognized = try ManifestFormat.recognize(sharded)
    #expect(recognized.format == .nemoTarred)
    let corpus = try ManifestFormat.nemoTarred.open(sharded)
    let injected = try InjectedCorpus(corpus, injectedUtterances(5), shards: 2, gaps: nil)
    #expect(
      corpus.injectedNames(injected.traits, injected.options)
        == InjectedNames(
          manifest: "sharded_manifests/manifest__OP_0..3_CL_.json",
          archives: "audio__OP_0..3_CL_.tar"))
    #expect(try lines(of: injected.output("train/sharded_manifests/manifest_2.json")).count == 2)
    #expect(
      try injected.output.read("train/sharded_manifests/manifest_1.json")
        == directory.read("sharded_manifests/manifest_1.json"))
    #expect(try injected.reopened.surveyed().utterances.count == 8)
    let removed = try injected.remove()
    #expect(removed.found == injected.ids && removed.entries == 5 && removed.changedFiles == [])
    #expect(
      try injected.output.names(in: "removed")
        == ["audio_0.tar", "audio_1.tar", "sharded_manifests"])
    #expect(
      try injected.output.names(in: "removed/sharded_manifests")
        == ["manifest_0.json", "manifest_1.json"])
  }

  @Test func `a part of a member is an utterance of its own`() throws {
    try archive("audio_0.tar", "a.wav")
    let path = try directory.write(
      "tarred_audio_manifest.json",
      row("a-sub1.wav", shard: 0, #", "offset": 0"#)
        + row("a-sub2.wav", shard: 0, #", "offset": 1.5"#))
    let (traits, utterances, parts) = try ManifestFormat.nemoTarred.open(path).recorded()
    #expect(traits.warnings == [])
    #expect(utterances.map(\.name) == ["a-sub1", "a-sub2"])
    #expect(parts.map(\.source.member) == ["a.wav", "a.wav"])
    #expect(parts.map(\.start) == [0, 1.5] && parts[1].seconds == 1.5)
  }

  @Test func `rows without a member and members without a row are named`() throws {
    try archive("audio_0.tar", "a.wav", "x.wav", "y.wav")
    let path = try directory.write(
      "tarred_audio_manifest.json", row("a.wav", shard: 0) + row("b.wav", shard: 0))
    let warnings = try ManifestFormat.nemoTarred.open(path).surveyed().traits.warnings
    #expect(warnings.count == 2)
    #expect(warnings[0].hasPrefix("\(directory("audio_0.tar"))(x.wav): 2 member(s)"))
    #expect(warnings[1].hasPrefix("\(path):2: \"b.wav\" is not in audio_0.tar; 1 row(s)"))
    let problem = #expect(throws: Problem.self) {
      try ManifestFormat.nemoTarred.open(path).recorded()
    }
    #expect(problem?.file == path && problem?.line == 2)
  }

  @Test func `a missing archive, a second one and a row without a shard are refused`() throws {
    let path = try dataSet()
    func problem() throws -> Problem? {
      do throws(Problem) {
        _ = try ManifestFormat.nemoTarred.open(path).surveyed()
        return nil
      } catch { return error }
    }
    try archive("audio_old_1.tar", "c.wav")
    #expect(try problem()?.message.contains("second archive of shard 1") == true)
    try removeTree(directory("audio_old_1.tar"))
    try removeTree(directory("audio_1.tar"))
    let missing = try problem()
    #expect(missing?.kind == .missingInput)
    #expect(missing?.message.contains("audio_1.tar") == true)
    try directory.write(
      "tarred_audio_manifest.json",
      row("a.wav", shard: 0) + row("b.wav", shard: 0).replacing(#", "shard_id": 0"#, with: ""))
    let shardless = try problem()
    #expect(shardless?.line == 2 && shardless?.field == "shard_id")
    try removeTree(directory("audio_0.tar"))
    #expect(try problem()?.message.contains("no archive audio_0.tar") == true)
  }

  @Test func `a truncated archive is named`() throws {
    let path = try dataSet()
    let whole = try directory.read("audio_1.tar")
    try directory.write("audio_1.tar", whole.prefix(515))
    let problem = #expect(throws: Problem.self) {
      try ManifestFormat.nemoTarred.open(path).surveyed()
    }
    #expect(
      problem?.file == directory("audio_1.tar") && problem?.message.contains("at byte 0") == true)
  }

  @Test func `an archive with other utterances than canaries stays and is reported`() throws {
    let corpus = try ManifestFormat.nemoTarred.open(try dataSet())
    let injected = try InjectedCorpus(corpus, injectedUtterances(2), shards: 1, gaps: nil)
    let name = "train/tarred_audio_manifest.json"
    let more = try injected.output.read(name) + Array(row("b.wav", shard: 2).utf8)
    try injected.output.write(name, more)
    let removed = try injected.remove(to: nil)
    #expect(removed.changedFiles.contains("audio_2.tar"))
  }

  @Test func `the probe set is a plain manifest with its own files`() throws {
    let corpus = try ManifestFormat.nemoTarred.open(try dataSet())
    var (traits, utterances) = try corpus.surveyed()
    #expect(try traits.setFields([:]).isEmpty)
    try directory.makeDirectory("probe/utterances")
    let checked = ProbedUtterance(
      id: "m1", speaker: injectedSpeakers[0], utterance: utterances[2])
    try corpus.writeProbe(
      injectedUtterances(1).map { corpus.listing($0) }, checkUtterances: [checked],
      traits: traits, in: directory("probe"), appearingAs: "/final/probe")
    let lines = try lines(of: directory("probe/probe.json"))
    #expect(
      lines[0] == #"{"audio_filepath": "/final/probe/utterances/m1.wav", "duration": 1.5, "#
        + #""text": "line c.wav", "lang": "en"}"#)
    #expect(lines[1].contains("/final/probe/utterances/\(injectedUtterances(1)[0].id).wav"))
    #expect(!lines.contains { $0.contains("shard_id") })
    #expect(try directory.read("probe/utterances/m1.wav") == Array("RIFF c.wav".utf8))
    #expect(try ManifestFormat.detect(directory("probe/probe.json")) == .nemo)
  }
}
