import Foundation
import TestSupport
import Testing

/// `score` with several checkpoints and with a history.
struct LooksCommandTests {
  private static let declared = Result {
    let directory = TemporaryDirectory.shared("audit-looks")
    try expectSuccess(
      asrAudit(
        injection(of: SampleCorpus.shared.get().manifest, to: directory, seed: 8, "--looks", "3")))
    return directory
  }

  private let place: TemporaryDirectory
  private let ledger: String

  init() throws {
    let audit = try Self.declared.get()
    place = try TemporaryDirectory()
    ledger = "\(audit)/ledger.json"
    let record = try LedgerRecord(ledger)
    for (name, decoder) in [
      ("one.json", ScriptedDecoder.alike), ("two.json", .halfRight), ("three.json", .verbatim),
    ] {
      try place.write(
        name, decoder.decodeNeMo(probe: "\(audit)/probe/probe.json", ledger: record))
    }
    let incomplete = String(decoding: try place.read("two.json"), as: UTF8.self)
      .split(separator: "\n").dropFirst(2).joined(separator: "\n")
    try place.write("incomplete.json", incomplete + "\n")
  }

  private func score(
    _ transcripts: [String], to output: String = "report", _ more: String...
  ) throws -> CommandResult {
    try asrAudit(
      ["score", "--ledger", ledger, "--output", output]
        + transcripts.flatMap { ["--transcripts", $0] } + more, in: place.path)
  }

  private func json(_ path: String) throws -> [String: Any] {
    try #require(
      JSONSerialization.jsonObject(with: Data(place.read(path))) as? [String: Any])
  }

  @Test func `checkpoints are decided together`() throws {
    let result = try score(
      ["s1=one.json", "s2=two.json", "s3=three.json"], "--label", "conformer-l", "--no-date")
    try expectSuccess(result)
    #expect(result.output.hasPrefix("conformer-l, s3\nMemorization detected: verbatim"))
    #expect(result.output.contains("memorization detected at 2 of 3 checkpoints"))
    #expect(result.output.contains("3 of the 3 declared checkpoints are decided together."))
    let report = try json("report/report.json")
    let looks = try #require((report["looks"] as? [String: Any])?["looks"] as? [[String: Any]])
    #expect(looks.map { $0["label"] as? String } == ["s1", "s2", "s3"])
    #expect(report["declared_looks"] as? Int == 3)
    #expect((report["exploratory"] as? [String]) == [])
    let again = try asrAudit(
      ["report", "report/report.json", "--format", "markdown"], in: place.path)
    #expect(again.output == String(decoding: try place.read("report/report.md"), as: UTF8.self))
    #expect(again.output.contains("## Checkpoints"))
  }

  @Test func `a ledger without declared looks makes them exploratory`() throws {
    let sample = try ScoredSample(.halfRight)
    let other = try ScoredSample(.verbatim)
    try sample.place.write("other.json", other.place.read("hyp.json"))
    let result = try sample.run(
      sample.arguments(transcripts: "a=hyp.json", adding: ["--transcripts", "b=other.json"]))
    try expectSuccess(result)
    #expect(result.output.contains("Exploratory: Memorization detected: verbatim"))
    #expect(result.output.contains("does not declare that 2 checkpoints are decided together"))
  }

  @Test func `a single scoring of a ledger with looks says how many were seen`() throws {
    let alone = try score(["three.json"])
    try expectSuccess(alone)
    #expect(alone.output.contains("without a history, nothing shows how many of them were scored"))
    for (number, name) in ["one.json", "three.json", "two.json"].enumerated() {
      let result = try score([name], to: "report-\(number)", "--history", "history.jsonl")
      try expectSuccess(result)
      let word = ["first", "second", "third"][number]
      #expect(result.output.contains("This is the \(word) report from this ledger."))
      #expect(
        result.output.contains("\(number + 1) of the 3 declared checkpoints have been scored."))
    }
    let repeated = try score(["three.json"], to: "repeated", "--history", "history.jsonl")
    #expect(repeated.output.contains("The same transcripts were scored before; 3 different sets"))
    let limits = try #require(json("repeated/report.json")["limits"] as? [String])
    #expect(limits.contains { $0.hasPrefix("3 different sets of transcripts were scored") })
    let lines = String(decoding: try place.read("history.jsonl"), as: UTF8.self)
      .split(separator: "\n")
    #expect(lines.count == 4)
    // The order of the checkpoints in time does not matter once they are decided together.
    let together = try score(
      ["a=one.json", "b=two.json", "c=three.json"], to: "together", "--history", "history.jsonl")
    try expectSuccess(together)
    let covered = try #require(json("together/report.json")["limits"] as? [String])
    #expect(!covered.contains { $0.contains("different sets of transcripts were scored") })
  }

  static let refusals: [([String], [String])] = [
    (["one.json", "two.json"], ["'one.json' has no label", "LABEL=FILE"]),
    (["s1=one.json", "two.json"], ["'two.json' has no label"]),
    (["s1=one.json", "exp/lr=0.1/two.json"], ["'exp/lr=0.1/two.json' has no label"]),
    (["s1=one.json", "s1=two.json"], ["two checkpoints have the label 's1'"]),
    (["s1=one.json", "s2=one.json"], ["'s1' and 's2' name the same file"]),
    (["s1=one.json", "s2=./one.json"], ["'s1' and 's2' name the same file"]),
    (["s1=one.json", "=two.json"], ["'' is not a label"]),
    (["s1=one.json", " =two.json"], ["is not a label"]),
    (["s1=one.json", "s\u{1B}[31m2=two.json"], ["is not a label"]),
    (["s1=one.json", "s\n2=two.json"], ["is not a label"]),
    (["s1=one.json", "s\u{202E}2=two.json"], ["is not a label"]),
    (["s1=one.json", String(repeating: "x", count: 61) + "=two.json"], ["is not a label"]),
    (["s1=one.json", "s2="], ["has no label"]),
    (["s1=one.json", "s2=-"], ["standard input"]),
    ((0...20).map { "s\($0)=\($0).json" }, ["21 checkpoints, at most 20"]),
  ]

  @Test(arguments: refusals)
  func `checkpoints without distinct labels and files are refused`(
    _ transcripts: [String], _ says: [String]
  ) throws {
    let result = try score(transcripts)
    for part in says { expectProblem(result, status: 64, saying: "--transcripts", part) }
    #expect(!result.errors.contains("\u{1B}"))
    try expectNothing(of: "report", in: place)
  }

  @Test func `a checkpoint without all transcripts is named`() throws {
    let transcripts = ["s1=one.json", "s2=incomplete.json", "s3=three.json"]
    expectProblem(
      try score(transcripts), status: 65, saying: "2 probe(s) have no transcript at 's2'",
      "incomplete.json")
    expectProblem(
      try score(transcripts, to: "report", "--missing", "skip"), status: 64, saying: "--missing")
    try expectNothing(of: "report", in: place)
    try expectSuccess(try score(transcripts, to: "report", "--missing", "empty"))
  }

  @Test func `transcripts of another ledger are named`() throws {
    let sample = try ScoredSample()
    try place.write("foreign.json", sample.place.read("hyp.json"))
    expectProblem(
      try score(["s1=one.json", "s2=foreign.json"]), status: 65, saying: "at 's2'",
      "no line belongs to this ledger")
  }

  @Test func `a foreign history is refused before anything is written`() throws {
    for content in ["{\"audio_filepath\": \"a.wav\"}\n", "{\"format\":\"asr-audit his"] {
      try place.write("history.jsonl", content)
      expectProblem(
        try score(["three.json"], to: "report", "--history", "history.jsonl"), status: 65,
        saying: "history.jsonl:1")
      try expectNothing(of: "report", in: place)
      #expect(try place.read("history.jsonl") == Array(content.utf8))
    }
  }

  @Test func `a history cannot be the report's directory, a directory or standard input's`() throws
  {
    for (history, transcripts, status) in [
      ("report/history.jsonl", "three.json", 64), ("report", "three.json", 64),
      (".", "three.json", 64), ("", "three.json", 64), ("no/such/history", "three.json", 73),
      ("h.jsonl", "-", 64),
    ] as [(String, String, Int32)] {
      let result = try score([transcripts], to: "report", "--history", history)
      #expect(result.status == status, "\(history): \(result.errors)")
      #expect(result.errors.contains("hint") || status == 73, "\(result.errors)")
      try expectNothing(of: "report", in: place)
    }
  }

  @Test(arguments: ["0", "21", "x"])
  func `an impossible number of looks is refused`(_ number: String) throws {
    let corpus = try SampleCorpus.shared.get()
    expectProblem(
      try asrAudit(
        ["inject", "--manifest", corpus.manifest, "--output", "x", "--looks", number],
        in: place.path), status: 64, saying: "--looks")
  }
}
