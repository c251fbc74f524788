import Foundation
import TestSupport
import Testing

/// `asr-audit compare`: a fine-tuned model beside its base model.
struct CompareCommandTests {
  private let place: TemporaryDirectory

  init() throws { place = try TemporaryDirectory() }

  private func name(_ set: String, _ number: Int) -> String { "\(set)-\(number)" }
  private func text(_ number: Int) -> String { "words of sentence \(number)" }

  private func manifest(_ set: String, _ count: Int) throws -> String {
    try place.write(
      "\(set).json",
      (0..<count).map {
        #"{"audio_filepath": "/a/\#(name(set, $0)).wav", "duration": 1, "text": "\#(text($0))"}"#
          + "\n"
      }.joined())
  }

  /// Transcripts that are exact where `isExact`, and otherwise lack the last word.
  private func transcripts(
    _ file: String, _ sets: [(String, Int)], isExact: (String, Int) -> Bool
  ) throws -> String {
    try place.write(
      file,
      sets.flatMap { set, count in
        (0..<count).map { number in
          let heard = isExact(set, number) ? text(number).uppercased() : "words of sentence"
          return #"{"id": "\#(name(set, number))", "text": "\#(heard)"}"# + "\n"
        }
      }.joined())
  }

  private func compare(_ more: String..., base: String, target: String) throws -> CommandResult {
    try asrAudit(
      [
        "compare", "--trained", place("train.json"), "--held-out", place("dev.json"), "--base",
        base,
        "--target", target, "--output", place("out"),
      ] + more, in: place.path)
  }

  private struct Document: Decodable {
    struct Side: Decodable {
      let both: Int
      let targetOnly: Int
      let baseOnly: Int
      let neither: Int
      let missing: Int
      let gained: Double?
      let mcnemarPValue: Double
      let targetWer: Double
    }
    struct Comparison: Decodable {
      struct Difference: Decodable {
        let estimate: Double
        let lower: Double
      }
      let trained: Side
      let heldOut: Side
      let difference: Difference?
      let pValue: Double
      let suspects: [[String: AnyValue]]
    }
    enum AnyValue: Decodable {
      case text(String)
      case number(Int)
      init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        self =
          try (try? value.decode(Int.self)).map(Self.number) ?? .text(value.decode(String.self))
      }
    }
    let kind: String
    let comparison: Comparison
  }

  private func document() throws -> Document {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Document.self, from: Data(place.read("out/analysis.json")))
  }

  @Test func `utterances that only the fine-tuned model writes are counted for both sets`() throws {
    _ = try manifest("train", 40)
    _ = try manifest("dev", 30)
    let sets = [("train", 40), ("dev", 30)]
    let base = try transcripts("base.jsonl", sets) { $1 < 10 }
    // The fine-tuned model loses one utterance of each set that the base model had.
    let tuned = try [("train", 40), ("dev", 30)].map { set, count in
      try transcripts("tuned-\(set).jsonl", [(set, count)]) { set, number in
        number != 0 && (number < 10 || number < (set == "train" ? 30 : 12))
      }
    }
    let result = try compare(base: base, target: tuned.joined(separator: ","))
    try expectSuccess(result)
    #expect(result.output.contains("Fine-tuning memorised utterances"))
    let found = try document().comparison
    #expect(try document().kind == "comparison")
    let (trained, heldOut) = (found.trained, found.heldOut)
    #expect(trained.both == 9 && trained.targetOnly == 20)
    #expect(trained.baseOnly == 1 && trained.neither == 10)
    #expect(heldOut.both == 9 && heldOut.targetOnly == 2)
    #expect(heldOut.baseOnly == 1 && heldOut.neither == 18)
    #expect(trained.gained == 20.0 / 30 && heldOut.gained == 0.1)
    // 2 (1 + 21) / 2^21, and 2 (1 + 3) / 2^3.
    #expect(abs(trained.mcnemarPValue - 44 / pow(2, 21)) < 1e-12)
    #expect(abs(heldOut.mcnemarPValue - 1) < 1e-12)
    // One of four words is wrong in 11 of 40 transcripts.
    #expect(abs(trained.targetWer - 11.0 / 160) < 1e-12)
    #expect(abs(try #require(found.difference).estimate - (20.0 / 30 - 0.1)) < 1e-12)
    #expect(found.pValue < 1e-4 && found.suspects.count == 20)
    let table = String(decoding: try place.read("out/suspects.tsv"), as: UTF8.self)
    #expect(table.split(separator: "\n").count == 21 && table.contains("train-10\t1\t"))
    let page = String(decoding: try place.read("out/analysis.html"), as: UTF8.self)
    #expect(page.contains("Limits of the evidence") && page.contains("train-10"))
  }

  @Test func `a model that gained alike on both sets shows no memory`() throws {
    _ = try manifest("train", 20)
    _ = try manifest("dev", 20)
    let sets = [("train", 20), ("dev", 20)]
    let base = try transcripts("base.jsonl", sets) { $1 < 5 }
    let tuned = try transcripts("tuned.jsonl", sets) { $1 < 15 }
    let result = try compare("--json", base: base, target: tuned)
    try expectSuccess(result)
    let found = try document().comparison
    #expect(found.difference?.estimate == 0 && found.pValue > 0.5)
    #expect(try !compare("--force", base: base, target: tuned).output.contains("memorised"))
  }

  @Test func `a base model that writes everything exactly leaves nothing to gain`() throws {
    _ = try manifest("train", 5)
    _ = try manifest("dev", 5)
    let all = try transcripts("all.jsonl", [("train", 5), ("dev", 5)]) { _, _ in true }
    let result = try compare(base: all, target: all)
    #expect(result.status == 64 || result.output.contains("nothing can be gained"), "\(result)")
    #expect(try document().comparison.difference == nil)
  }

  @Test func `missing transcripts are named, or counted where they are skipped`() throws {
    _ = try manifest("train", 6)
    _ = try manifest("dev", 6)
    let base = try transcripts("base.jsonl", [("train", 6), ("dev", 6)]) { $1 < 3 }
    let tuned = try transcripts("tuned.jsonl", [("train", 6), ("dev", 4)]) { $1 < 4 }
    expectProblem(
      try compare(base: base, target: tuned), status: 65, saying: "'dev-4' has no transcript",
      "--target", "--skip-missing")
    try expectSuccess(compare("--skip-missing", base: base, target: tuned))
    #expect(try document().comparison.heldOut.missing == 2)
    let other = try transcripts("other.jsonl", [("x", 3)]) { _, _ in true }
    expectProblem(
      try compare("--skip-missing", "--force", base: other, target: other), status: 65,
      saying: "no utterance with transcripts of both models")
  }

  @Test func `sets that share an utterance, and one set twice, are refused`() throws {
    let train = try manifest("train", 4)
    let lines = String(decoding: try place.read("train.json"), as: UTF8.self)
    try place.write("dev.json", String(lines.split(separator: "\n")[1]) + "\n")
    let all = try transcripts("all.jsonl", [("train", 4)]) { _, _ in true }
    expectProblem(
      try compare(base: all, target: all), status: 65, saying: "'train-1' is in", "held-out")
    expectProblem(
      try asrAudit([
        "compare", "--trained", train, "--held-out", train, "--base", all, "--target", all,
        "--output", place("out"),
      ]), status: 64, saying: "named twice")
    #expect(!FileManager.default.fileExists(atPath: place("out")))
  }
}
