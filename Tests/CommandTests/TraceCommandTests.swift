import Files
import Foundation
import TestSupport
import Testing
import Traces

/// `trace` on a small model.
struct TraceCommandTests {
  private let corpus: ToneCorpus
  private var place: TemporaryDirectory { corpus.place }

  init() throws {
    corpus = try ToneCorpus()
    try expectSuccess(corpus.train("run"))
  }

  private func trace(_ output: String, _ more: [String] = []) throws -> CommandResult {
    try asrAudit(
      [
        "trace", "--checkpoint", place("run/model.safetensors"), "--manifest", place("train.json"),
        "--output", output == "-" ? "-" : place(output),
      ] + more, in: place.path)
  }

  @Test func `losses and transcripts are those of transcribe`() throws {
    try expectSuccess(trace("t.jsonl"))
    try expectSuccess(corpus.transcribe("run/model.safetensors", to: "hyp.json", ["--loss"]))
    let transcripts = try corpus.objects("hyp.json")
    let rows = try corpus.objects("t.jsonl")
    #expect(rows.count == 12)
    for (row, transcript) in zip(rows, transcripts) {
      #expect(row["id"] as? String == transcript["id"] as? String)
      #expect(row["hypothesis"] as? String == transcript["pred_text"] as? String)
      let loss = try #require(row["loss"] as? Double)
      #expect(abs(loss - (transcript["ctc_loss"] as? Double ?? -1)) < 1e-5 * loss)
      #expect((row["input_gradient_norm"] as? Double ?? 0) > 0)
      #expect(row["tokens"] as? Int == 3 && row["curvature"] == nil && row["pass"] == nil)
      #expect(
        (row["text"] as? String ?? "one two six").contains(row["worst_token"] as? String ?? "-"))
    }
  }

  @Test func `threads change nothing, and a table has the options in it`() throws {
    let options = ["--curvature", "2", "--in-training", "yes", "--model-name", "m"]
    try expectSuccess(trace("one.jsonl", options + ["--threads", "1"]))
    try expectSuccess(trace("two.jsonl", options + ["--threads", "2"]))
    #expect(try place.read("one.jsonl") == place.read("two.jsonl"))
    let table = try TraceReader.read(place("one.jsonl"))
    #expect(table.models == ["m"])
    #expect(
      (0..<table.count).allSatisfy { table[$0].isInTraining == true && table[$0].curvature! > 0 })
    try expectSuccess(trace("t.jsonl.gz", options))
    let packed = try TraceReader.read(place("t.jsonl.gz"))
    #expect((0..<table.count).allSatisfy { packed[$0] == table[$0] })
    let printed = try trace("-", options)
    #expect(Array(printed.output.utf8) == (try place.read("one.jsonl")))
  }

  @Test func `a text that the model cannot produce has no loss and is named`() throws {
    try corpus.manifest("more.json", and: corpus.utterance("99", "zebra", seconds: 0.7))
    let result = try asrAudit(
      [
        "trace", "--checkpoint", place("run/model.safetensors"), "--manifest", place("more.json"),
        "--output", place("t.jsonl"),
      ])
    try expectSuccess(result)
    #expect(result.errors.contains("1 utterance(s) have no loss") && result.errors.contains("99"))
    let row = try #require(corpus.objects("t.jsonl").last)
    #expect(row["loss"] is NSNull && row["hypothesis"] is String)
  }

  @Test func `a finished model is ranked, and bad inputs are refused`() throws {
    try expectSuccess(trace("t.jsonl"))
    try expectSuccess(
      asrAudit(["rank", "--traces", place("t.jsonl"), "--output", place("ranked")]))
    expectProblem(try trace("t.jsonl"), status: 73, saying: "already exists")
    try expectSuccess(trace("t.jsonl", ["--force"]))
    expectProblem(
      try trace("train.json", ["--force"]), status: 64, saying: "--output", "is the input")
    expectProblem(try trace("x", ["--curvature", "-1"]), status: 64, saying: "--curvature")
  }
}
