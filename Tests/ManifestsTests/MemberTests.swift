import Files
import Foundation
import Manifests
import TestSupport
import Testing

func memberSample(_ variant: Variant, in directory: TemporaryDirectory) throws -> String? {
  var members = (1...(variant == .oneUtterance ? 1 : 6)).map { number in
    #""utt\#(number)": {"wav": "/data/\#(number).wav", "length": \#(number).25, "#
      + #""spk_id": "s\#(number % 2)", "words": "line \#(number)"}"#
  }
  var (before, between, after) = ("{\n  ", ",\n  ", "\n}\n")
  switch variant {
  case .plain, .gzip, .oneUtterance: break
  case .noFinalNewline: (before, between, after) = ("{", ", ", "}")
  case .carriageReturns: (before, between, after) = ("{\r\n", ",\r\n", "\r\n}\r\n")
  case .blankLine: (before, between, after) = ("\n{\n\n", "\n\n,\n\n", "\n\n}\n\n")
  case .oddSpacing: members[2].replace(#", "words": "#, with: ",\n\t\"words\"\n: ")
  case .unicode: members[1].replace("line", with: #"grüß \u00e9 日本 \"}{\" \\"#)
  case .relativePaths: members[1].replace("/data/", with: "data/")
  case .segments, .lineEndInQuotes, .byteOrderMark: return nil
  }
  let text = before + members.joined(separator: between) + after
  let name = variant == .gzip ? "train.json.gz" : "train.json"
  let file = try OutputFile(directory(name), compressed: variant == .gzip, replaces: true)
  try file.write(text)
  try file.close()
  return file.path
}

/// Manifests that are one JSON object with a member for each utterance (SpeechBrain).
@Suite struct MemberTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private let canary = InjectedUtterance(
    id: "c1", audioPath: "/out/c1.wav", text: "sings", frames: 8_000, sampleRate: 16_000,
    speaker: injectedSpeakers[0])

  private func inject(_ text: String, gaps: [Int]) throws -> String {
    let path = try directory.write("train.json", text)
    #expect(try ManifestFormat.detect(path) == .speechbrainJSON)
    let canaries = gaps.enumerated().map { index, _ in
      InjectedUtterance(
        id: "c\(index)", audioPath: "/c\(index).wav", text: "x", frames: 8_000,
        sampleRate: 16_000, speaker: injectedSpeakers[0])
    }
    let corpus = try ManifestFormat.speechbrainJSON.open(path)
    let injected = try InjectedCorpus(corpus, canaries) { _ in gaps }
    let written = String(decoding: try readFile(injected.path), as: UTF8.self)
    let object = try JSONSerialization.jsonObject(with: Data(written.utf8)) as? [String: Any]
    #expect(object?.count == 2 + gaps.count)
    let removed = try injected.remove()
    #expect(removed.changedFiles == [] && removed.entries == gaps.count)
    #expect(try injected.output.read("removed") == Array(text.utf8))
    return written
  }

  private static let a = #""a": {"wav": "/a.wav", "length": 1.5, "words": "A } , \" B"}"#
  private static let b = #""b": {"wav": "/b.wav", "length": 2, "words": "C"}"#
  private static let c = #"{"wav": "/c0.wav", "length": 0.5, "words": "x"}"#

  @Test(arguments: [
    "{\(a), \(b)}", "{\n  \(a),\n  \(b)\n}\n", "\n {\(a)\n,\t\(b) \n } \n\n", "{\(a),\(b)}",
    "{\r\n\t\(a),\r\n\t\(b)\r\n}\r\n",
  ])
  func `canaries are added and removed anywhere, whatever the white space`(_ text: String) throws {
    for gaps in [[0], [1], [2], [0, 0], [0, 1, 1, 2], [2, 2, 2], [1, 2]] {
      _ = try inject(text, gaps: gaps)
    }
  }

  @Test func `a member has the white space of the others`() throws {
    let text = "{\n  \(Self.a),\n  \(Self.b)\n}\n"
    #expect(
      try inject(text, gaps: [1])
        == "{\n  \(Self.a),\n  \"c0\": \(Self.c),\n  \(Self.b)\n}\n")
    #expect(
      try inject(text, gaps: [2])
        == "{\n  \(Self.a),\n  \(Self.b),\n  \"c0\": \(Self.c)\n}\n")
  }

  @Test func `utterances are members, with the line of their key`() throws {
    let path = try directory.write("train.json", "{\n\(Self.a),\n\n\(Self.b)}")
    let utterances = try ManifestFormat.speechbrainJSON.open(path).surveyed().utterances
    #expect(utterances.map(\.name) == ["a", "b"] && utterances.map(\.line) == [2, 4])
    #expect(utterances[0].text.text == "A } , \" B" && utterances[0].seconds == 1.5)
  }

  @Test(arguments: [
    ("{\n\(a),\n\(b)\n", 3, "does not end"), ("{\n\(a)\n\(b)}", 2, "expected ','"),
    ("{\n\(a),\n\(b),\n}", 4, "after a comma"), ("{\n\(a),\n\(b)}\nx", 4, "end of the file"),
    ("{\n\(a),\n\"b\": 5}", 3, "expected an object"), ("{\n\(a),\n\(a)}", 3, "occurs twice"),
    ("{\n\(a),\n\"b\": {\"wav\": \"\", \"words\": \"x\"}}", 3, "missing or empty"),
    ("{\n\(a),\n\"b\": {\"wav\": \"/b\", \"words\": \"x\"", 3, "does not end"),
  ])
  func `a damaged object is refused with its line`(
    _ text: String, _ line: Int, _ says: String
  ) throws {
    let path = try directory.write("train.json", text)
    let problem = #expect(throws: Problem.self) {
      try ManifestFormat.speechbrainJSON.open(path).surveyed()
    }
    #expect(problem?.file == path && problem?.line == line, "\(String(describing: problem))")
    #expect(problem?.message.contains(says) == true, "\(String(describing: problem))")
  }

  @Test func `the probe is an object, and a path with a variable stays`() throws {
    let text = "{\(Self.a), \(Self.b.replacing("/b.wav", with: "{root}/b.wav"))}"
    let path = try directory.write("train.json", text)
    let corpus = try ManifestFormat.speechbrainJSON.open(path)
    let (traits, utterances) = try corpus.surveyed()
    #expect(try corpus.audioPaths(of: utterances) == ["/a.wav", nil])
    try directory.makeDirectory("probe/utterances")
    try corpus.writeProbe(
      [canary],
      checkUtterances: [0, 1].map {
        ProbedUtterance(id: "m\($0)", speaker: injectedSpeakers[0], utterance: utterances[$0])
      }, traits: traits, in: directory("probe"), appearingAs: "/final")
    let probe = try ManifestFormat.speechbrainJSON.open(directory("probe/probe.json"))
    let found = try probe.surveyed().utterances
    #expect(found.map(\.name) == ["c1", "m0", "m1"])
    #expect(
      found.map(\.audio.text) == ["/out/c1.wav", "/final/utterances/m0.wav", "{root}/b.wav"])
  }
}
