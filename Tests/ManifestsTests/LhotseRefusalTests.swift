import Files
import Foundation
import Manifests
import TestSupport
import Testing

/// Lines of Lhotse's manifests that Lhotse cannot load, or that this program cannot use.
@Suite struct LhotseRefusalTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  /// The problem with cuts whose second line was changed, thrown or found as an obstacle.
  private func problem(_ old: String, _ new: String) throws -> Problem? {
    let path = try #require(try sample(.lhotseCuts, .plain, in: directory))
    var text = try lines(of: path)
    text[1].replace(old, with: new)
    try directory.write("cuts.jsonl", text.map { $0 + "\n" }.joined())
    do throws(Problem) {
      return try ManifestFormat.lhotseCuts.open(path).surveyed().traits.obstacles.first
    } catch {
      return error
    }
  }

  @Test(arguments: [
    (#""type": "MonoCut""#, #""zz": 1, "type": "MonoCut""#, "zz"),
    (#""text": "line 2""#, #""zz": 1, "text": "line 2""#, "supervisions.0.zz"),
    (#""sampling_rate""#, #""zz": 1, "sampling_rate""#, "recording.zz"),
  ])
  func `an unknown key is an obstacle`(_ old: String, _ new: String, _ field: String) throws {
    let found = try problem(old, new)
    #expect(found?.line == 2 && found?.field == field, "\(String(describing: found))")
    #expect(found?.message.contains("Unknown type of manifest") == true)
  }

  @Test(arguments: [
    (#""type": "MonoCut""#, #""custom": {"a": 1}, "type": "MonoCut""#),
    (#""type": "MonoCut""#, #""type": "MultiCut""#),
    (#""text": "line 2""#, #""text": "line 2", "gender": "f", "alignment": {}, "custom": {}"#),
    (#""channel_ids": [0]"#, #""transforms": []"#),
  ])
  func `keys and kinds that Lhotse knows are read`(_ old: String, _ new: String) throws {
    #expect(try problem(old, new) == nil)
  }

  @Test(arguments: ["supervisions", "recordings"])
  func `an unknown key in a file of the pair is an obstacle`(_ kind: String) throws {
    let path = try #require(try lhotseSample(.plain, in: directory))
    let file = path.replacing("supervisions", with: kind)
    var text = try lines(of: file)
    text[4] = text[4].dropLast() + #", "zz": 1}"#
    try directory.write(baseName(of: file), text.map { $0 + "\n" }.joined())
    let obstacle = try ManifestFormat.lhotse.open(path).surveyed().traits.obstacles.first
    #expect(obstacle?.file == file && obstacle?.line == 5 && obstacle?.field == "zz")
  }

  @Test(arguments: [
    (#""start": 0, "duration": 2.25, "channel": 0, "supervisions""#, "start", "Unknown type"),
    (#""type": "MonoCut""#, "type", "not a kind of object that Lhotse knows"),
    (#""type": "MonoCut""#, "type ", "a MixedCut is not read"),
    (#", "text": "line 2""#, "supervisions.0.text", "this program needs a text"),
  ])
  func `a cut is refused for the true reason`(
    _ old: String, _ field: String, _ says: String
  ) throws {
    let new =
      switch field {
      case "start": #""duration": 2.25, "channel": 0, "supervisions""#
      case "type": #""type": "abc""#
      case "type ": #""type": "MixedCut""#
      default: ""
      }
    let found = try problem(old, new)
    #expect(found?.line == 2 && found?.field == field.trimmingCharacters(in: .whitespaces))
    #expect(found?.message.contains(says) == true, "\(String(describing: found))")
    #expect(found?.hint?.contains("Lhotse needs") != true || field == "start")
  }

  @Test func `a cut without a supervision has no text, and a mixed cut no start`() throws {
    let path = try #require(try sample(.lhotseCuts, .plain, in: directory))
    let supervision = lhotseSupervision(2, "line 2")
    let without = try problem("[\(supervision)]", "[]")
    #expect(without?.message.contains("this program needs a text") == true)
    #expect(without?.hint?.contains("remove the line") == true)
    let mixed = #"{"id": "m", "tracks": [], "type": "MixedCut"}"#
    var text = try lines(of: path)
    text[1] = mixed
    try directory.write("cuts.jsonl", text.map { $0 + "\n" }.joined())
    let second = #expect(throws: Problem.self) {
      try ManifestFormat.lhotseCuts.open(path).surveyed()
    }
    #expect(second?.line == 2 && second?.message.contains("a MixedCut is not read") == true)
    let first = try directory.write("mixed.jsonl", mixed + "\n")
    let detected = #expect(throws: Problem.self) { try ManifestFormat.detect(first) }
    #expect(detected?.message.contains("MixedCut") == true)
  }

  @Test func `a supervision without a text is refused for the true reason`() throws {
    let path = try #require(try lhotseSample(.plain, in: directory))
    let text = try lines(of: path).map { $0.replacing(#", "text": "line 4""#, with: "") }
    try directory.write(baseName(of: path), text.map { $0 + "\n" }.joined())
    let problem = #expect(throws: Problem.self) {
      try ManifestFormat.lhotse.open(path).surveyed()
    }
    #expect(problem?.line == 4 && problem?.field == "text")
    #expect(problem?.message.contains("this program needs a text") == true)
  }

  @Test func `a name that does not fit the compression is an obstacle`() throws {
    let plain = try #require(try sample(.lhotseCuts, .plain, in: directory))
    let misnamed = try directory.write("plain.jsonl.gz", try readFile(plain))
    let found = try ManifestFormat.lhotseCuts.open(misnamed).surveyed().traits.obstacles.first
    #expect(found?.file == misnamed && found?.message.contains("BadGzipFile") == true)
    let compressed = try #require(try sample(.lhotseCuts, .gzip, in: directory))
    #expect(try ManifestFormat.lhotseCuts.open(compressed).surveyed().traits.obstacles.isEmpty)
    let other = try directory.write("packed.jsonl", try readFile(compressed))
    let reverse = try ManifestFormat.lhotseCuts.open(other).surveyed().traits.obstacles.first
    #expect(reverse?.message.contains("does not end in .gz") == true)
    let pair = try #require(try lhotseSample(.plain, in: directory))
    for kind in ["supervisions", "recordings"] {
      let file = baseName(of: pair).replacing("supervisions", with: kind)
      try directory.write("\(file).gz", try directory.read(file))
    }
    #expect(
      try ManifestFormat.lhotse.open("\(pair).gz").surveyed().traits.obstacles.count == 2)
  }
}
