import Files
import Foundation
import Manifests
import TestSupport
import Testing

/// A tree with two chapters, or with one if there is only one utterance.
func treeSample(_ variant: Variant, in directory: TemporaryDirectory) throws -> String? {
  let count = variant == .oneUtterance ? 1 : 6
  var texts = (1...count).map { "line \($0)" }
  switch variant {
  case .plain, .noFinalNewline, .carriageReturns, .oneUtterance: break
  case .unicode: texts[1] = "GRÜSS E\u{301} 日本"
  case .gzip, .blankLine, .oddSpacing, .relativePaths, .segments, .lineEndInQuotes, .byteOrderMark:
    return nil
  }
  for (chapter, numbers) in [("19-198", 1...min(4, count)), ("26-7", 5...6)]
  where numbers.lowerBound <= count {
    let folder = "tree/\(chapter.replacing("-", with: "/"))"
    let end = variant == .carriageReturns ? "\r\n" : "\n"
    var text = numbers.map { "\(chapter)-000\($0) \(texts[$0 - 1])\(end)" }.joined()
    if variant == .noFinalNewline { text.removeLast() }
    try directory.write("\(folder)/\(chapter).trans.txt", text)
    for number in numbers {
      try directory.write("\(folder)/\(chapter)-000\(number).flac", sampleAudio(number))
    }
  }
  return directory("tree")
}

@Suite struct LibriSpeechTests {
  let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
    _ = try treeSample(.plain, in: directory)
  }

  private var path: String { directory("tree") }

  private func problem() -> Problem? {
    do throws(Problem) {
      _ = try ManifestFormat.detect(path).open(path).surveyed()
      return nil
    } catch {
      return error
    }
  }

  @Test func `utterances have their ids, speakers and files`() throws {
    #expect(try ManifestFormat.recognize(path).format == .librispeech)
    let corpus = try ManifestFormat.librispeech.open(path)
    #expect(corpus.requiredContainer == .flac)
    let (traits, utterances, parts) = try corpus.recorded()
    #expect(traits.warnings == [] && utterances.map(\.name).first == "19-198-0001")
    #expect(utterances.map(\.speaker) == ["19", "19", "19", "19", "26", "26"])
    #expect(try parts.map { try readFile($0.path) } == (1...6).map(sampleAudio))
    #expect(
      try corpus.plainAudioFiles(of: ["26-7-0006"]) == [
        "26-7-0006": directory("tree/26/7/26-7-0006.flac")
      ])
  }

  @Test func `canaries have chapters of their own in real directories`() throws {
    let corpus = try ManifestFormat.librispeech.open(path)
    let injected = try InjectedCorpus(corpus, injectedUtterances(3), gaps: nil)
    #expect(injected.positions == [])
    let tree = injected.output("train/tree")
    #expect(injected.path == tree)
    let speakers = try injected.output.names(in: "train/tree")
    #expect(speakers == ["19", "26", "900000001", "900000002"])
    for name in ["19", "19/198", "900000001/1"] {
      let attributes = try FileManager.default.attributesOfItem(atPath: "\(tree)/\(name)")
      #expect(attributes[.type] as? FileAttributeType == .typeDirectory)
    }
    #expect(absolutePath("\(tree)/26/7/26-7-0006.flac") == directory("tree/26/7/26-7-0006.flac"))
    let id = injected.injected[0].id
    let texts = try lines(of: "\(tree)/900000001/1/900000001-1.trans.txt")
    #expect(texts.contains("\(id) canary number 0 sings"))
    // The audio lies beside the tree, and a moved audit still finds it.
    let audio = baseName(of: injected.injected[0].audioPath)
    #expect(
      try FileManager.default.destinationOfSymbolicLink(
        atPath: "\(tree)/900000001/1/\(id).flac") == "../../../utterances/\(audio)")
  }

  @Test func `the probe set is a tree`() throws {
    let corpus = try ManifestFormat.librispeech.open(path)
    let (traits, utterances) = try corpus.surveyed()
    try directory.makeDirectory("probe/utterances")
    try corpus.writeProbe(
      injectedUtterances(1).map { corpus.listing($0) },
      checkUtterances: [
        ProbedUtterance(
          id: "95-1-0001", speaker: Speaker(id: "95", gender: nil), utterance: utterances[4])
      ], traits: traits, in: directory("probe"), appearingAs: "/final")
    let probe = try ManifestFormat.librispeech.open(directory("probe/tree"))
    #expect(try probe.surveyed().utterances.count == 2)
    #expect(try probe.surveyed().traits.warnings == [])
    #expect(try readFile(directory("probe/tree/95/1/95-1-0001.flac")) == sampleAudio(5))
  }

  @Test func `faults are named with file and line`() throws {
    let texts = "tree/19/198/19-198.trans.txt"
    try directory.write(texts, "19-198-0001 a\n19-199-0002 b\n")
    #expect(problem()?.file == directory(texts) && problem()?.line == 2)
    try directory.write(texts, "19-198-0001 a\n\n")
    #expect(problem()?.line == 2)
    try directory.write(texts, "19-198-0001 a\n19-198-0001 b\n")
    #expect(problem()?.message.contains("occurs twice") == true)
    try directory.write(texts, Array("19-198-0001 ".utf8) + [0xFF, 0x0A])
    #expect(problem()?.message == "is not UTF-8" && problem()?.line == 1)
    try directory.write(texts, "19-198-0001 a\n19-198-0002\n")
    #expect(problem()?.line == 2 && problem()?.message.contains("without a text") == true)
    try directory.write(texts, "19-198-0001 a\n19-198-0002\tb\n")
    #expect(problem()?.line == 2 && problem()?.message.contains("has a tab") == true)
    try directory.write(texts, "19-198-0001 a\n19-198-0002 b\rc\n")
    #expect(problem()?.line == 2 && problem()?.message.contains("carriage return") == true)
    try directory.write(texts, "19-198-0001 a\r\n19-198-0002 b\r\n")
    #expect(problem() == nil)
    try directory.write(texts, "19-198-0001 a\n19-198-0002 b\0c\n")
    let obstacle = try ManifestFormat.librispeech.open(path).surveyed().traits.obstacles.first
    #expect(obstacle?.file == directory(texts) && obstacle?.line == 2)
    #expect(obstacle?.message.contains("NUL") == true)
    try removeTree(directory(texts))
    try directory.write("tree/19/198/19-198.trans.txt.gz", "")
    #expect(throws: Problem.self) { try ManifestFormat.librispeech.open(path).surveyed() }
  }

  @Test func `lines without audio and audio without a line are named`() throws {
    try removeTree(directory("tree/26/7/26-7-0006.flac"))
    try directory.write("tree/19/198/19-198-0009.flac", "x")
    let warnings = try ManifestFormat.librispeech.open(path).surveyed().traits.warnings
    #expect(
      warnings[0] == "\(directory("tree/26/7/26-7.trans.txt")):2: 1 line(s) have no audio; Lhotse "
        + "leaves them out")
    #expect(warnings[1].hasPrefix("\(directory("tree/19/198/19-198-0009.flac")): 1 audio file(s)"))
  }

  @Test func `an edit of the user's texts is detected`() throws {
    let corpus = try ManifestFormat.librispeech.open(path)
    let injected = try InjectedCorpus(corpus, injectedUtterances(2), gaps: nil)
    #expect(try injected.remove(to: nil).changedFiles == [])
    let text = try String(contentsOfFile: directory("tree/26/7/26-7.trans.txt"), encoding: .utf8)
    try directory.write("tree/26/7/26-7.trans.txt", text.replacing("line 5", with: "Line 5"))
    #expect(try injected.remove(to: nil).changedFiles == ["26/7/26-7.trans.txt"])
  }
}
