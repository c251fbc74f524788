import Files
import Foundation
import Manifests
import TestSupport
import Testing

/// Several manifests that one value names.
@Suite struct ManifestListTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func entry(_ name: String, _ more: String = "") -> String {
    #"{"audio_filepath": "audio/\#(name).wav", "duration": 1, "text": "line \#(name)"\#(more)}"#
  }

  /// Two manifests in two directories, each with an audio folder of the same name.
  private func twoFolders() throws -> String {
    for folder in ["one", "two"] {
      try directory.write("\(folder)/audio/a.wav", folder)
      try directory.write(
        "\(folder)/train.json", (0..<4).map { entry("a", #", "n": \#($0)"#) + "\n" }.joined())
    }
    return directory("one/train.json") + "," + directory("two/train.json")
  }

  @Test func `each manifest gets canaries and gives back its bytes`() throws {
    let value = try twoFolders()
    let recognized = try ManifestFormat.recognize(value)
    #expect(recognized.format == .nemo && recognized.evidence.contains("2 files"))
    let corpus = try ManifestFormat.nemo.open(value)
    let injected = try InjectedCorpus(corpus, injectedUtterances(6)) { lines in
      #expect(lines == 8)
      return [0, 2, 4, 5, 8, 8]
    }
    #expect(injected.positions == [1, 4, 7, 9, 13, 14])
    // A canary between both manifests follows the first.
    for (name, count) in [("one", 3), ("two", 3)] {
      let lines = try lines(of: injected.output("train/\(name)/train.json"))
      #expect(lines.count { $0.contains("canary") } == count)
    }
    #expect(try injected.reopened.surveyed().traits.utterances == 14)
    let removed = try injected.remove()
    #expect(removed.changedFiles == [] && removed.found == injected.ids && removed.entries == 6)
    for name in ["one", "two"] {
      #expect(
        try injected.output.read("removed/\(name)/train.json")
          == directory.read("\(name)/train.json"))
    }
  }

  @Test func `relative paths lead to the audio of their own manifest`() throws {
    let corpus = try ManifestFormat.nemo.open(try twoFolders())
    for absolute in [false, true] {
      let injected = try InjectedCorpus(
        corpus, injectedUtterances(2), absolutePaths: absolute, gaps: nil)
      let (_, utterances, parts) = try injected.reopened.recorded()
      let own = zip(utterances, parts).filter { !injected.ids.contains($0.0.name) }
      #expect(own.count == 8)
      for (utterance, part) in own {
        let folder = utterance.file.contains("/one/") ? "one" : "two"
        #expect(try readFile(part.path) == Array(folder.utf8))
      }
      #expect(try injected.remove().changedFiles == [])
    }
  }

  @Test func `one place of all lines is as likely as another`() throws {
    let corpus = try ManifestFormat.nemo.open(try twoFolders())
    for gap in 0...8 {
      let injected = try InjectedCorpus(corpus, injectedUtterances(1)) { _ in [gap] }
      let all = try ["one", "two"].flatMap {
        try lines(of: injected.output("train/\($0)/train.json"))
      }
      #expect(all.firstIndex { $0.contains("canary") } == gap)
      #expect(injected.positions == [gap + 1])
    }
  }

  @Test func `fields that all manifests have with one value are copied`() throws {
    try directory.write("a.json", entry("a", #", "lang": "en", "task": "asr", "x": 1"#) + "\n")
    try directory.write("b.json", entry("b", #", "lang": "en", "task": "asr""#))
    let value = directory("a.json") + "," + directory("b.json")
    let injected = try InjectedCorpus(
      try ManifestFormat.nemo.open(value), injectedUtterances(2)
    ) { _ in [0, 2] }
    #expect(injected.varying.isEmpty)
    for name in ["a.json", "b.json"] {
      let line = try #require(
        try lines(of: injected.output("train/\(name)")).first { $0.contains("canary") })
      #expect(line.contains(#""task": "asr""#) && line.contains(#""lang": "en""#))
      #expect(!line.contains(#""x""#))
    }
    try directory.write("b.json", entry("b", #", "lang": "en", "task": "st""#))
    let varying = try InjectedCorpus(
      try ManifestFormat.nemo.open(value), injectedUtterances(1), gaps: nil
    ).varying
    #expect(varying.map(\.name) == ["task"] && varying[0].examples == ["asr", "st"])
  }

  @Test func `the probe set has check utterances of every manifest`() throws {
    let corpus = try ManifestFormat.nemo.open(try twoFolders())
    let (traits, utterances) = try corpus.surveyed()
    try directory.makeDirectory("probe/utterances")
    let checked = [1, 6].map {
      ProbedUtterance(id: "m\($0)", speaker: injectedSpeakers[0], utterance: utterances[$0])
    }
    try corpus.writeProbe(
      [], checkUtterances: checked, traits: traits, in: directory("probe"), appearingAs: "")
    let (_, _, parts) = try corpus.openProbe(directory("probe/\(corpus.probeName)")).recorded()
    #expect(try parts.map { try readFile($0.path) } == [Array("one".utf8), Array("two".utf8)])
  }

  @Test func `a missing, another and an empty manifest are named`() throws {
    let first = try directory.write("a.json", entry("a") + "\n")
    let other = try directory.write("b.csv", "wav_filename,wav_filesize,transcript\na.wav,1,a\n")
    let empty = try directory.write("c.json", "\n")
    for (name, kind) in [
      (directory("z.json"), Problem.Kind.missingInput), (other, .badData), (empty, .badData),
    ] {
      let problem = #expect(throws: Problem.self) {
        try ManifestFormat.detect("\(first),\(name)")
      }
      #expect(problem?.file == name && problem?.kind == kind)
    }
    let repeated = #expect(throws: Problem.self) { try ManifestFormat.detect("\(first),\(first)") }
    #expect(repeated?.kind == .usage)
  }

  @Test func `manifests whose places an injection cannot keep are refused`() throws {
    for name in ["x/train.json", "x/y/train.json", "x/audio/a.wav", "x/y/audio/a.wav"] {
      try directory.write(name, entry("a") + "\n")
    }
    let nested = directory("x/train.json") + "," + directory("x/y/train.json")
    let problem = #expect(throws: Problem.self) { try ManifestFormat.nemo.open(nested) }
    #expect(problem?.message.contains("lies inside") == true)
    for folder in ["p", "q"] {
      try directory.write("\(folder)/clips/a.mp3", "")
      try directory.write("\(folder)/train.tsv", "client_id\tpath\tsentence\n1\ta.mp3\ta\n")
    }
    let clips = directory("p/train.tsv") + "," + directory("q/train.tsv")
    #expect(throws: Problem.self) { try ManifestFormat.commonVoice.open(clips) }
    let kaldi = #expect(throws: Problem.self) {
      try ManifestFormat.kaldi.open("\(directory("p")),\(directory("q"))")
    }
    #expect(kaldi?.message.contains("cannot be named at once") == true)
  }

  @Test func `tables with other columns are refused`() throws {
    let one = try directory.write("a.csv", "wav_filename,wav_filesize,transcript\na.wav,1,a\n")
    let two = try directory.write("b.csv", "wav_filename,transcript,wav_filesize\na.wav,a,1\n")
    let problem = #expect(throws: Problem.self) { try ManifestFormat.coqui.open("\(one),\(two)") }
    #expect(problem?.file == two && problem?.line == 1)
  }
}
