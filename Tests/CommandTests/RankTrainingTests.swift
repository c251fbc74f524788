import Foundation
import TestSupport
import Testing

/// `rank` that trains the embedded recogniser, with planted errors.
struct RankTrainingTests {
  private let corpus: ToneCorpus
  private var place: TemporaryDirectory { corpus.place }

  /// Forty utterances of two tones each, with two words.
  init() throws {
    corpus = try ToneCorpus()
    let words = ["one", "two", "six"]
    var lines = ""
    for index in 0..<40 {
      let (first, second) = (index % 3, index / 3 % 3)
      let tone =
        Sound.tone(300 + 100 * Double(first), seconds: 0.4, rate: ToneCorpus.rate)
        + Sound.tone(
          300 + 100 * Double(second), seconds: 0.4 + 0.01 * Double(index), rate: ToneCorpus.rate)
      try place.write("t\(index).wav", Sound.wav(tone, rate: ToneCorpus.rate))
      lines += corpus.line(
        "t\(index)", "\(words[first]) \(words[second])", seconds: 0.8 + 0.01 * Double(index))
    }
    try place.write("two.json", lines)
  }

  private func arguments(_ output: String, _ more: [String]) -> [String] {
    [
      "rank", "--manifest", place("two.json"), "--recipe", place("recipe.yml"), "--output",
      place(output),
    ] + more
  }

  private func rank(_ output: String, _ more: [String] = ["--plant", "4"]) throws -> CommandResult {
    try asrAudit(arguments(output, more), in: place.path)
  }

  private static let files = [
    "ranked.tsv", "ranked.json", "ranked.html", "planted.jsonl", "heard.jsonl",
  ]

  private func bytes(_ output: String) throws -> [[UInt8]] {
    try Self.files.map { try place.read("\(output)/\($0)") }
  }

  private func document(_ output: String) throws -> [String: Any] {
    let object = try JSONSerialization.jsonObject(
      with: Data(place.read("\(output)/ranked.json")))
    return try #require(object as? [String: Any])
  }

  @Test func `planted errors give the ranking a meaning`() throws {
    let result = try rank("ranked")
    try expectSuccess(result)
    #expect(result.output.contains("planted error") && !result.output.contains("is unknown"))
    let planted = try corpus.objects("ranked/planted.jsonl")
    #expect(planted.count == 10)
    let document = try document("ranked")
    #expect(document["seed"] as? String == "1")
    let rank = try #require(document["rank"] as? [String: Any])
    #expect(rank["meaning"] as? String == "measured")
    #expect(rank["utterances"] as? Int == 42)
    #expect(rank["unlisted"] as? Int == 0 && rank["untraced"] as? Int == 0)
    let recall = try #require(rank["recall"] as? [[String: Any]])
    #expect(recall.map { $0["kind"] as? String } == ["swapped", "one_word", "duplicate"])
    let worst = try #require(rank["worst"] as? [[String: Any]])
    let kinds = Dictionary(
      uniqueKeysWithValues: planted.map { ($0["id"] as? String ?? "", $0["kind"] as? String) })
    let texts = Dictionary(
      uniqueKeysWithValues: planted.map { ($0["id"] as? String ?? "", $0["text"] as? String) })
    for row in worst {
      let id = try #require(row["id"] as? String)
      #expect(row["planted"] as? String == kinds[id] ?? nil)
      if let text = texts[id] { #expect(row["text"] as? String == text) }
      #expect(row["heard"] is String)
    }
    #expect(worst.count { $0["planted"] != nil } == 10)
  }

  @Test func `threads change nothing, and other seeds plant other errors`() throws {
    try expectSuccess(rank("one", ["--plant", "4", "--threads", "1"]))
    try expectSuccess(rank("two", ["--plant", "4", "--threads", "2"]))
    #expect(try bytes("one") == bytes("two"))
    try expectSuccess(rank("other", ["--plant", "4", "--seed", "2"]))
    #expect(try place.read("other/planted.jsonl") != place.read("one/planted.jsonl"))
  }

  @Test func `an interrupted ranking is resumed to the same bytes`() throws {
    let recipe = try corpus.recipe(["steps": 1_500, "checkpoint_every": 100])
    let options = ["--plant", "4", "--recipe", recipe, "--curvature", "1"]
    try expectSuccess(rank("whole", options))
    for steps in [300, 1_000] {
      let output = "stopped\(steps)"
      let running = try RunningCommand(
        builtProgram("asr-audit"), arguments(output, options), in: place.path)
      while running.isRunning, try corpus.steps("\(output)/training") < steps { usleep(500) }
      running.interrupt()
      let result = try running.result()
      #expect(result.status == 130, "\(result.errors)")
      #expect(!place.exists("\(output)/ranked.json"))
      try expectSuccess(rank(output, options + ["--resume"]))
      #expect(try bytes(output) == bytes("whole"))
    }
  }

  @Test func `a ranking without planted errors trains on the corpus and keeps its meaning open`()
    throws
  {
    let result = try rank("ranked", ["--drop", "2"])
    try expectSuccess(result)
    #expect(result.output.contains("is unknown"))
    let rank = try #require(document("ranked")["rank"] as? [String: Any])
    #expect(rank["meaning"] as? String == "unknown" && rank["utterances"] as? Int == 40)
    #expect(try place.read("ranked/clean.json").count { $0 == 0x0A } == 38)
    #expect(try place.read("ranked/planted.jsonl").isEmpty)
  }

  @Test func `with --folds, models that were not trained on an utterance transcribe it`() throws {
    let options = ["--plant", "4", "--folds", "2"]
    try expectSuccess(rank("ranked", options))
    #expect(!place.exists("ranked/heard.jsonl"))
    var left: [String: String] = [:]
    for model in ["model-01", "model-02"] {
      for row in try corpus.objects("ranked/folds-2/\(model).jsonl") {
        #expect(row["in_training"] as? Bool == false)
        let id = try #require(row["id"] as? String)
        let hypothesis = try #require(row["hypothesis"] as? String)
        #expect(left.updateValue(hypothesis, forKey: id) == nil)
      }
    }
    #expect(left.count == 42)
    let ranked = try #require(document("ranked")["rank"] as? [String: Any])
    for row in try #require(ranked["worst"] as? [[String: Any]]) {
      #expect(row["heard"] as? String == left[row["id"] as? String ?? ""])
    }
    // A repetition is left out with the utterance whose sound it has.
    for row in try corpus.objects("ranked/planted.jsonl") {
      guard let id = row["id"] as? String, let original = row["of"] as? String else { continue }
      let first = try corpus.objects("ranked/folds-2/model-01.jsonl").compactMap {
        $0["id"] as? String
      }
      #expect(first.contains(id) == first.contains(original))
    }
    let before = try place.read("ranked/ranked.tsv")
    try expectSuccess(rank("ranked", options + ["--resume"]))
    #expect(try place.read("ranked/ranked.tsv") == before)
  }

  @Test func `--curvature is the mean over five checkpoints, and changes no rank`() throws {
    try place.write(
      "passes.yml",
      String(decoding: try place.read("recipe.yml"), as: UTF8.self)
        .replacingOccurrences(of: "steps: 12", with: "epochs: 7"))
    let recipe = ["--recipe", place("passes.yml")]
    try expectSuccess(rank("plain", recipe))
    try expectSuccess(rank("ranked", recipe + ["--curvature", "2", "--threads", "1"]))
    let files = ["0002", "0003", "0005", "0006", "0007"].map { "pass-\($0).jsonl" }
    #expect(try place.names(in: "ranked/curvature-2").sorted() == files)
    var values: [String: [Double]] = [:]
    for file in files {
      for row in try corpus.objects("ranked/curvature-2/\(file)") {
        let id = try #require(row["id"] as? String)
        values[id, default: []].append(try #require(row["curvature"] as? Double))
      }
    }
    let ranked = try #require(document("ranked")["rank"] as? [String: Any])
    let plain = try #require(document("plain")["rank"] as? [String: Any])
    let rows = try #require(ranked["worst"] as? [[String: Any]])
    let others = try #require(plain["worst"] as? [[String: Any]])
    #expect(rows.map { $0["id"] as? String } == others.map { $0["id"] as? String })
    for row in rows {
      let found = try #require(row["curvature"] as? Double)
      let all = try #require(values[row["id"] as? String ?? ""])
      #expect(all.count == 5 && found > 0)
      #expect(abs(found - all.reduce(0, +) / 5) < 1e-9 * found)
      #expect((row["input_gradient_norm"] as? Double ?? 0) > 0)
    }
    #expect(others.allSatisfy { $0["curvature"] == nil })
    // The last checkpoint is the finished model.
    try expectSuccess(
      asrAudit([
        "trace", "--checkpoint", place("ranked/training/model.safetensors"), "--manifest",
        place("two.json"), "--curvature", "2", "--output", place("traced.jsonl"),
      ]))
    for row in try corpus.objects("traced.jsonl") {
      let id = try #require(row["id"] as? String)
      // Planted errors changed some texts.
      guard try corpus.objects("ranked/planted.jsonl").allSatisfy({ $0["id"] as? String != id })
      else { continue }
      #expect(row["curvature"] as? Double == values[id]?.last)
    }
    try expectSuccess(rank("ranked", recipe + ["--curvature", "2", "--resume"]))
    try expectSuccess(rank("two", recipe + ["--curvature", "2", "--threads", "2"]))
    #expect(try bytes("two") == bytes("ranked"))
    expectProblem(
      try rank("ranked", recipe + ["--curvature", "3", "--resume"]), status: 64,
      saying: "past pass 2", "--curvature")
    expectProblem(
      try rank("out", ["--curvature", "0"]), status: 64, saying: "--curvature", "from 1")
  }

  @Test func `--drop leaves planted errors aside`() throws {
    try expectSuccess(rank("ranked", ["--plant", "4", "--drop", "30"]))
    let planted = try corpus.objects("ranked/planted.jsonl").compactMap { $0["id"] as? String }
      .filter { !$0.hasPrefix("repeated-") }
    let kept = String(decoding: try place.read("ranked/clean.json"), as: UTF8.self)
    #expect(planted.allSatisfy { kept.contains("/\($0).wav") })
    #expect(kept.split(separator: "\n").count == 10)
  }

  @Test func `options that contradict one another are refused`() throws {
    expectProblem(
      try rank("out", ["--plant", "20"]), status: 64, saying: "--plant", "40 utterances",
      "too few")
    expectProblem(try rank("out", ["--seed", "2"]), status: 64, saying: "--seed", "--plant")
    expectProblem(
      try rank("out", ["--traces", place("two.json"), "--plant", "2"]), status: 64,
      saying: "--recipe", "--traces")
    expectProblem(try rank("out", ["--folds", "1"]), status: 64, saying: "--folds", "from 2")
    expectProblem(try rank("out", ["--folds", "1x"]), status: 64, saying: "--folds")
    expectProblem(
      try rank("out", ["--resume"]), status: 66, saying: "out/planted.jsonl", "--resume")
    expectProblem(
      try asrAudit(["rank", "--output", place("out")]), status: 64, saying: "--traces",
      "--manifest")
    try expectNothing(of: "out", in: place)
    try expectSuccess(rank("out"))
    expectProblem(try rank("out"), status: 73, saying: "already exists", "--force")
    expectProblem(
      try rank("out", ["--plant", "5", "--resume"]), status: 64, saying: "planted.jsonl",
      "--plant and --seed")
    let before = try bytes("out")
    try expectSuccess(rank("out", ["--plant", "4", "--resume"]))
    #expect(try bytes("out") == before)
  }
}
