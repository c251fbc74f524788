import Foundation
import TestSupport
import Testing

/// `rank` with a trace table.
struct RankCommandTests {
  private let corpus: ToneCorpus
  private var place: TemporaryDirectory { corpus.place }

  init() throws { corpus = try ToneCorpus() }

  /// Losses of the twelve utterances, of which "3" has the highest.
  private func writeTraces(_ name: String = "t.jsonl", ids: [String] = (0..<12).map { "\($0)" })
    throws
  {
    var lines = ""
    for pass in 1...4 {
      for (number, id) in ids.enumerated() {
        let loss = Double(number == 3 ? 40 : 5 + number) / Double(pass)
        lines +=
          "{\"id\": \"\(id)\", \"pass\": \(pass), \"loss\": \(loss), \"tokens\": 3, "
          + "\"frames\": \(60 + number), \"hypothesis\": \"heard \(pass)\"}\n"
      }
    }
    try place.write(name, lines)
  }

  private func rank(_ more: [String] = [], traces: String = "t.jsonl") throws -> CommandResult {
    try asrAudit(
      ["rank", "--traces", place(traces), "--output", place("ranked")] + more, in: place.path)
  }

  private var withManifest: [String] { ["--manifest", place("train.json")] }

  private func rows() throws -> [[String]] {
    String(decoding: try place.read("ranked/ranked.tsv"), as: UTF8.self).split(separator: "\n")
      .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
  }

  private func document() throws -> [String: Any] {
    let object = try JSONSerialization.jsonObject(
      with: Data(place.read("ranked/ranked.json")))
    return try #require((object as? [String: Any])?["rank"] as? [String: Any])
  }

  @Test func `a table alone gives a ranking`() throws {
    try writeTraces()
    let result = try rank()
    try expectSuccess(result)
    #expect(result.output.contains("how many of the first utterances are wrong is unknown"))
    let rows = try rows()
    #expect(rows.count == 13)
    #expect(rows[1].prefix(2) == ["1", "3"])
    let document = try document()
    #expect(document["meaning"] as? String == "unknown")
    #expect(document["conflicts"] == nil)
    let html = String(decoding: try place.read("ranked/ranked.html"), as: UTF8.self)
    #expect(html.contains("meaning unknown") && !html.contains("<audio"))
  }

  @Test func `standard input is a table`() throws {
    try writeTraces()
    let result = try runCommand(
      "sh",
      [
        "-c", "cat t.jsonl | \"$0\" rank --traces - --output ranked", builtProgram("asr-audit"),
      ], in: place.path)
    try expectSuccess(result)
    #expect(try rows().count == 13)
  }

  @Test func `the output of training is ranked, with recordings, texts and what was heard`() throws
  {
    try expectSuccess(corpus.train("run", ["--traces", place("t.jsonl")]))
    try expectSuccess(rank(withManifest))
    let document = try document()
    #expect(document["utterances"] as? Int == 12 && document["passes"] as? Int == 4)
    #expect(document["untraced"] as? Int == 0 && document["unlisted"] as? Int == 0)
    #expect((document["conflicts"] as? [Any])?.isEmpty == true)
    let html = String(decoding: try place.read("ranked/ranked.html"), as: UTF8.self)
    #expect(html.contains("src=\"data:audio/flac;base64,"))
    #expect(html.contains("text: <bdi>two</bdi>"))
  }

  @Test func `conflicts are found by sound and can fail a job`() throws {
    let copy = try place.read("0.wav")
    try place.write("12.wav", copy)
    try place.write("13.wav", copy)
    try corpus.manifest(
      "more.json", and: corpus.line("12", "two", seconds: 0.6),
      corpus.line("13", "One!", seconds: 0.6))
    try writeTraces(ids: (0..<14).map { "\($0)" })
    let options = ["--manifest", place("more.json"), "--max-conflicts"]
    let failed = try rank(options + ["0"])
    #expect(failed.status == 1, "\(failed.errors)")
    #expect(failed.output.contains("conflicts (one sound, different texts): 1"))
    let conflicts = try #require(document()["conflicts"] as? [[String: Any]])
    #expect(conflicts.count == 1)
    #expect(conflicts[0]["ids"] as? [String] == ["0", "12", "13"])
    #expect(try rows().count { $0[16] == "yes" } == 3)
    try expectSuccess(rank(options + ["1", "--force"]))
    try expectSuccess(
      rank(["--manifest", place("more.json"), "--skip-audio", "--force"]))
    #expect(try document()["conflicts"] == nil)
  }

  @Test func `--drop writes the manifest without the worst utterances`() throws {
    try writeTraces()
    try expectSuccess(rank(withManifest + ["--drop", "2"]))
    let kept = try place.read("ranked/clean.json").split(separator: 0x0A)
    let all = try place.read("train.json").split(separator: 0x0A)
    let worst = try rows()[1...2].map { Int($0[1])! }
    #expect(kept == all.enumerated().filter { !worst.contains($0.offset) }.map(\.element))
    expectProblem(
      try rank(withManifest + ["--drop", "12", "--force"]), status: 64, saying: "--drop",
      "whole ranking")
  }

  @Test func `ids that are not the manifest's are an error, or counted`() throws {
    try writeTraces(ids: (100..<112).map { "\($0)" })
    expectProblem(
      try rank(withManifest), status: 65, saying: "t.jsonl", "no id is that of an utterance",
      "--id-key")
    try writeTraces(ids: (6..<18).map { "\($0)" })
    let result = try rank(withManifest)
    try expectSuccess(result)
    #expect(result.output.contains("not in the trace table: 6 of the manifest"))
    #expect(result.output.contains("not in the manifest: 6 of the trace table"))
  }

  @Test func `bad tables and options are refused, and nothing is written`() throws {
    try writeTraces()
    try place.write(
      "nan.jsonl", "{\"id\": \"a\", \"loss\": NaN}\n{\"id\": \"b\", \"loss\": null}\n")
    expectProblem(try rank(traces: "nan.jsonl"), status: 65, saying: "nan.jsonl", "no finite loss")
    try place.write("broken.jsonl", "{\"id\": \"a\", \"loss\": 1}\n{\"id\": \"b\", \"loss\": -1}\n")
    expectProblem(
      try rank(traces: "broken.jsonl"), status: 65, saying: "broken.jsonl:2", "\"loss\"")
    expectProblem(try rank(["--burn-in", "4"]), status: 64, saying: "burn-in of 4", "--burn-in")
    expectProblem(try rank(["--bins", "13"]), status: 64, saying: "13 bins", "--bins")
    expectProblem(try rank(["--model", "m"]), status: 65, saying: "'m'", "--model")
    expectProblem(try rank(["--drop", "1"]), status: 64, saying: "--drop", "--manifest")
    expectProblem(
      try rank(["--max-conflicts", "1"]), status: 64, saying: "--max-conflicts", "--manifest")
    expectProblem(try rank(traces: "absent"), status: 66, saying: "absent")
    try expectNothing(of: "ranked", in: place)
    try FileManager.default.removeItem(atPath: place("4.wav"))
    expectProblem(try rank(withManifest), status: 66, saying: "4.wav")
    try expectNothing(of: "ranked", in: place)
  }
}
