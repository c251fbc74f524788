import Files
import Foundation
import Manifests
import TestSupport
import Testing

/// Three files of equal length; the path is that of the TSV file.
func fairseqSample(_ variant: Variant, in directory: TemporaryDirectory) throws -> String? {
  let count = variant == .oneUtterance ? 1 : 6
  var texts = (1...count).map { "line \($0)" }
  var audio = (1...count).map { "a/utt\($0).flac\t\($0)000" }
  switch variant {
  case .plain, .noFinalNewline, .carriageReturns, .oneUtterance: break
  case .unicode: texts[1] = "grüß 日本"
  case .relativePaths: audio[1] = "/elsewhere/utt2.wav\t5"
  case .gzip, .blankLine, .oddSpacing, .segments, .lineEndInQuotes, .byteOrderMark: return nil
  }
  let letters = texts.map { text in
    text.split(separator: " ").map { $0.map { "\($0) " }.joined() + "|" }.joined(separator: " ")
  }
  for (suffix, lines) in [("tsv", ["/corpus"] + audio), ("ltr", letters), ("wrd", texts)] {
    let end = variant == .carriageReturns ? "\r\n" : "\n"
    var text = lines.map { $0 + end }.joined()
    if variant == .noFinalNewline { text.removeLast() }
    try directory.write("fs/train.\(suffix)", text)
  }
  return directory("fs/train.tsv")
}

@Suite struct FairseqTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test func `an utterance has its words and its file below the root`() throws {
    let path = try #require(try fairseqSample(.relativePaths, in: directory))
    let (_, utterances, parts) = try ManifestFormat.fairseq.open(path).recorded()
    #expect(utterances.map(\.text.text) == (1...6).map { "line \($0)" })
    #expect(parts[0].path == "/corpus/a/utt1.flac" && parts[1].path == "/elsewhere/utt2.wav")
    try removeTree(directory("fs/train.wrd"))
    let spelled = try ManifestFormat.fairseq.open(path).surveyed().utterances
    #expect(spelled.map(\.text.text) == utterances.map(\.text.text))
  }

  @Test func `a canary has a line in every file, at the same place`() throws {
    let path = try #require(try fairseqSample(.plain, in: directory))
    let corpus = try ManifestFormat.fairseq.open(path)
    let canary = InjectedUtterance(
      id: "c1", audioPath: "/out/c1.wav", text: "two words", frames: 99, sampleRate: 16_000,
      speaker: injectedSpeakers[0])
    let injected = try InjectedCorpus(corpus, [canary]) { _ in [2] }
    #expect(injected.positions == [4])
    #expect(try lines(of: injected.output("train/train.tsv"))[3] == "/out/c1.wav\t99")
    #expect(try lines(of: injected.output("train/train.wrd"))[2] == "two words")
    #expect(try lines(of: injected.output("train/train.ltr"))[2] == "t w o | w o r d s |")
  }

  @Test(arguments: ["wrd", "ltr"], [1, -1])
  func `a file of another length is refused`(_ label: String, _ change: Int) throws {
    let path = try #require(try fairseqSample(.plain, in: directory))
    let file = directory("fs/train.\(label)")
    var text = try lines(of: file)
    if change > 0 { text.append("more") } else { text.removeLast() }
    try directory.write("fs/train.\(label)", text.map { $0 + "\n" }.joined())
    let problem = #expect(throws: Problem.self) {
      try ManifestFormat.fairseq.open(path).surveyed()
    }
    #expect(problem?.file == file && problem?.line == (change > 0 ? 7 : 6))
    #expect(problem?.message.contains("fairseq fails") == true)
  }

  @Test(arguments: ["a.wav", "a.wav\tx", "a.wav\t1\t2", "\t5", "a\0.wav\t1"])
  func `a line that fairseq cannot read is refused`(_ line: String) throws {
    let path = try #require(try fairseqSample(.plain, in: directory))
    var text = try lines(of: path)
    text[3] = line
    try directory.write("fs/train.tsv", text.map { $0 + "\n" }.joined())
    let problem = #expect(throws: Problem.self) {
      try ManifestFormat.fairseq.open(path).surveyed()
    }
    #expect(problem?.file == path && problem?.line == 4)
  }

  @Test(arguments: ["wrd", "ltr"])
  func `a byte order mark and NUL in a text are obstacles`(_ label: String) throws {
    let path = try #require(try fairseqSample(.plain, in: directory))
    let file = directory("fs/train.\(label)")
    let text = try lines(of: file)
    func obstacle(_ edited: [String]) throws -> Problem? {
      try directory.write("fs/train.\(label)", edited.map { $0 + "\n" }.joined())
      return try ManifestFormat.fairseq.open(path).surveyed().traits.obstacles.first
    }
    #expect(try obstacle(text) == nil)
    let marked = try obstacle(["\u{FEFF}" + text[0]] + text.dropFirst())
    #expect(marked?.file == file && marked?.line == 1)
    #expect(marked?.message.contains("byte order mark; fairseq reads it") == true)
    let null = try obstacle(text.prefix(3) + [text[3] + "\0"] + text.dropFirst(4))
    #expect(null?.file == file && null?.line == 4 && null?.message.contains("NUL") == true)
    let inside = #expect(throws: Problem.self) {
      try obstacle(text.prefix(3) + ["a\rb"] + text.dropFirst(4))
    }
    #expect(inside?.file == file && inside?.line == 4)
    #expect(inside?.message.contains("carriage return inside the line") == true)
    let wide = try directory.write("fs/train.\(label)", [0xFF, 0xFE, 0x41, 0, 0x0A, 0])
    let problem = #expect(throws: Problem.self) {
      try ManifestFormat.fairseq.open(path).surveyed()
    }
    #expect(problem?.file == wide && problem?.message == "is UTF-16 text")
    #expect(problem?.hint?.contains("iconv -f UTF-16") == true)
  }

  @Test func `a byte order mark before the folder is refused`() throws {
    let path = try #require(try fairseqSample(.plain, in: directory))
    let text = try lines(of: path).map { $0 + "\n" }.joined()
    try directory.write("fs/train.tsv", "\u{FEFF}" + text)
    let problem = #expect(throws: Problem.self) {
      try ManifestFormat.detect(path).open(path).surveyed()
    }
    #expect(problem?.line == 1 && problem?.message.contains("byte order mark") == true)
  }

  @Test func `without a file of texts the format is not recognised`() throws {
    let path = try directory.write("train.tsv", "/corpus\na.wav\t5\n")
    #expect(throws: Problem.self) { try ManifestFormat.detect(path) }
    #expect(throws: Problem.self) { try ManifestFormat.fairseq.open(path) }
  }

  @Test func `the probe has the files of the corpus`() throws {
    let path = try #require(try fairseqSample(.plain, in: directory))
    let corpus = try ManifestFormat.fairseq.open(path)
    let (traits, utterances) = try corpus.surveyed()
    try directory.makeDirectory("probe/utterances")
    try corpus.writeProbe(
      injectedUtterances(1),
      checkUtterances: [
        ProbedUtterance(id: "m1", speaker: injectedSpeakers[0], utterance: utterances[3])
      ], traits: traits, in: directory("probe"), appearingAs: "/final")
    #expect(
      try lines(of: directory("probe/train.tsv")).prefix(2)
        == ["/corpus", "/final/utterances/m1.flac\t4000"])
    #expect(try lines(of: directory("probe/train.ltr"))[0] == "l i n e | 4 |")
    #expect(
      try FileManager.default.destinationOfSymbolicLink(
        atPath: directory("probe/utterances/m1.flac"))
        == "/corpus/a/utt4.flac")
  }
}
