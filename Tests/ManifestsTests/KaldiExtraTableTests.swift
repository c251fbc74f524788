import Files
import Foundation
import Manifests
import TestSupport
import Testing

/// The files of a Kaldi directory that this program does not know.
@Suite struct KaldiExtraTableTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private static let ids = ["alice-001", "alice-002", "bob-001", "bob-002", "zoe-001", "zoe-002"]

  private func table(_ value: (Int) -> String) -> String {
    Self.ids.enumerated().map { "\($1) \(value($0))\n" }.joined()
  }

  private func path(
    segments: Bool = false, _ files: [String: String]
  ) throws -> String {
    var fixture = KaldiFixture(segments: segments)
    fixture.files.merge(files) { $1 }
    return try fixture.write(to: directory)
  }

  /// The fixture has two languages.
  private let language = ["utt2lang": "fr"]

  /// The values of a table in the output by key.
  private func rows(_ name: String, of corpus: InjectedCorpus) throws -> [String: String] {
    let pairs = try lines(of: corpus.output(name)).map { line in
      let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
      return (String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
    }
    return Dictionary(uniqueKeysWithValues: pairs)
  }

  @Test(arguments: [false, true])
  func `a constant table is extended, and removal restores the directory`(segments: Bool) throws {
    let path = try path(
      segments: segments,
      [
        "utt2category": table { _ in "CLEAN_16k" }, "text.prev": table { _ in "<na>" },
        "spk2room": "alice small\nbob small\nzoe small\n",
      ])
    let corpus = try InjectedCorpus(path, as: .kaldi, setting: language)
    #expect(corpus.varying == [])
    for utterance in corpus.injected {
      #expect(try rows("train/utt2category", of: corpus)[utterance.id] == "CLEAN_16k")
      #expect(try rows("train/text.prev", of: corpus)[utterance.id] == "<na>")
      #expect(try rows("train/spk2room", of: corpus)[utterance.speaker.id] == "small")
    }
    let keys = try lines(of: corpus.output("train/utt2category")).map {
      $0.split(separator: " ")[0]
    }
    #expect(keys == keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    let outcome = try corpus.remove()
    #expect(outcome.changedFiles == [])
    #expect(outcome.found == corpus.ids)
    #expect(try contents(of: corpus.output("removed")) == contents(of: path))
  }

  @Test func `an entry that is missing in an extended table is not found`() throws {
    let corpus = try InjectedCorpus(path(["utt2category": table { _ in "A" }]), as: .kaldi)
    let lost = corpus.injected[0].id
    let rest = try lines(of: corpus.output("train/utt2category")).filter { !$0.hasPrefix(lost) }
    try corpus.output.write("train/utt2category", rest.map { "\($0)\n" }.joined())
    let outcome = try corpus.remove(to: nil)
    #expect(outcome.found == corpus.ids.subtracting([lost]))
  }

  @Test func `tables whose values vary need a value`() throws {
    let path = try path([
      "utt2category": table { $0 < 3 ? "A" : "B" }, "spk2room": "alice 1\nbob 2\nzoe 2\n",
    ])
    #expect(
      try InjectedCorpus(path, as: .kaldi, setting: language).varying == [
        VaryingField(name: "spk2room", examples: ["1", "2"]),
        VaryingField(name: "utt2category", examples: ["A", "B"]),
      ])
    let corpus = try InjectedCorpus(
      path, as: .kaldi, setting: ["utt2category": "B", "spk2room": "2", "utt2lang": "fr"])
    #expect(corpus.varying == [])
    for utterance in corpus.injected {
      #expect(try rows("train/utt2category", of: corpus)[utterance.id] == "B")
      #expect(try rows("train/spk2room", of: corpus)[utterance.speaker.id] == "2")
    }
  }

  @Test func `a table with the words of the text gets the canary's text`() throws {
    let path = try path(["text.ctc": table { "Hello, line \($0 + 1)." }])
    let corpus = try InjectedCorpus(path, as: .kaldi, setting: language)
    #expect(corpus.varying == [])
    for utterance in corpus.injected {
      #expect(try rows("train/text.ctc", of: corpus)[utterance.id] == utterance.text)
    }
  }

  @Test func `probes have the values of the corpus`() throws {
    let path = try path(["utt2category": table { "C\($0)" }])
    let corpus = try InjectedCorpus(path, as: .kaldi, setting: ["utt2category": "X"])
    try corpus.output.makeDirectory("probe")
    let utterance = try #require(corpus.corpus.surveyed().utterances.first { $0.id == "bob-001" })
    let speaker = Speaker(id: "u00check", gender: nil)
    try corpus.corpus.writeProbe(
      corpus.injected,
      checkUtterances: [
        ProbedUtterance(id: "u00check-1", speaker: speaker, utterance: utterance)
      ], traits: corpus.traits, in: corpus.output("probe"), appearingAs: "")
    var expected = Dictionary(uniqueKeysWithValues: corpus.injected.map { ($0.id, "X") })
    expected["u00check-1"] = "C2"
    #expect(try rows("probe/utt2category", of: corpus) == expected)
  }

  @Test func `backups, parts and files of another order are copied unchanged`() throws {
    let files = [
      "text~": table { "old \($0)" }, ".text.swp": table { "old \($0)" },
      "text.bak": table { "old \($0)" }, "some": "alice-001 a\nbob-001 b\n",
      "reversed": Self.ids.reversed().map { "\($0) x\($0)\n" }.joined(), "empty": "",
      "binary.ark": "alice-001 \0BFM",
    ]
    let corpus = try InjectedCorpus(path(files), as: .kaldi, setting: language)
    #expect(corpus.varying == [])
    for (name, text) in files {
      #expect(try corpus.output.read("train/\(name)") == Array(text.utf8), "\(name)")
    }
  }

  @Test func `a pipe is left out with a warning and does not block`() throws {
    let path = try path([:])
    #expect(mkfifo("\(path)/pipe", 0o600) == 0)
    let corpus = try InjectedCorpus(path, as: .kaldi)
    #expect(!corpus.output.exists("train/pipe"))
    #expect(corpus.traits.obstacles == [])
    #expect(
      corpus.traits.warnings.contains("\(path)/pipe: not copied, because it is not a regular file"))
  }

  @Test func `a pipe in place of a table is refused and does not block`() throws {
    let path = try path([:])
    try FileManager.default.removeItem(atPath: "\(path)/utt2dur")
    #expect(mkfifo("\(path)/utt2dur", 0o600) == 0)
    let problem = #expect(throws: Problem.self) { try ManifestFormat.kaldi.open(path) }
    #expect(problem?.file == "\(path)/utt2dur")
  }

  @Test func `a link without a target is found by the survey`() throws {
    let path = try path([:])
    try FileManager.default.createSymbolicLink(
      atPath: "\(path)/notes", withDestinationPath: "/nonexistent/notes")
    let obstacles = try ManifestFormat.kaldi.open(path).surveyed().traits.obstacles
    #expect(obstacles.map(\.file) == ["\(path)/notes"])
    #expect(obstacles.first?.kind == .missingInput)
  }

  @Test func `a byte order mark and invisible characters are named`() throws {
    var fixture = KaldiFixture(segments: false)
    fixture.files["text"] = "\u{FEFF}" + fixture.files["text"]!
    let marked = try fixture.write(to: directory, as: "marked")
    let problem = #expect(throws: Problem.self) {
      try ManifestFormat.kaldi.open(marked).surveyed()
    }
    #expect(problem?.message.contains("byte order mark") == true)
    #expect(problem?.file == "\(marked)/text")

    fixture = KaldiFixture(segments: false)
    fixture.files["utt2dur"]!.replace("alice-002", with: "alice-002\u{A0}x")
    let spaced = try fixture.write(to: directory, as: "spaced")
    let other = #expect(throws: Problem.self) { try ManifestFormat.kaldi.open(spaced).surveyed() }
    #expect(other?.message.contains("found 'alice-002\\u{A0}x'") == true, "\(other?.message ?? "")")
  }
}
