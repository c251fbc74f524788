import Foundation
import TestSupport
import Testing
import Traces

/// `capacity` on the canaries of a small audit, beside a corpus of tones.
struct CapacityCommandTests {
  private let corpus: ToneCorpus
  private let audit: SampleAudit
  private var place: TemporaryDirectory { corpus.place }

  init() throws {
    corpus = try ToneCorpus()
    audit = try SampleAudit.nemo.get()
    // Whole words as tokens, because the canaries are too short for characters.
    try place.write(
      "words.yml",
      """
      model:
        {sample_rate: 8000, mel_bins: 16, subsampling_factor: 2, d_model: 24, n_layers: 1, n_heads: 2}
      tokens: {kind: words}
      training: {seed: 3, epochs: 1, batch_size: 4, micro_batches: 2, warmup_steps: 2,
        checkpoint_every: 10}
      augmentation: {frequency_width: 4}
      """)
  }

  private func arguments(_ output: String, _ more: [String]) -> [String] {
    [
      "capacity", "--ledger", audit.ledger, "--common", place("train.json"), "--recipe",
      place("words.yml"), "--repetitions", "3", "--sizes", "2,4,6", "--output", place(output),
    ] + more
  }

  private func capacity(_ output: String, _ more: [String] = []) throws -> CommandResult {
    try asrAudit(arguments(output, more), in: place.path)
  }

  private func result(_ output: String) throws -> [String: Any] {
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(place.read("\(output)/analysis.json")))
        as? [String: Any])
    #expect(document["kind"] as? String == "capacity")
    return try #require(document["capacity"] as? [String: Any])
  }

  private func points(_ output: String) throws -> [[String: Any]] {
    let series = try #require(try result(output)["series"] as? [[String: Any]])
    return try #require(series.first?["points"] as? [[String: Any]])
  }

  private var roles: [String: String] {
    get throws {
      Dictionary(
        uniqueKeysWithValues: try LedgerRecord(audit.ledger).canaries.map { ($0.probe, $0.role) })
    }
  }

  // MARK: - Training

  @Test func `every run is trained on the first canaries, and measures them and the controls`()
    throws
  {
    try expectSuccess(capacity("out", ["--every-size", "--bisections", "0"]))
    let list = try corpus.objects("out/utterances.jsonl")
    let roles = try roles
    for row in list where row["role"] as? String != "ordinary" {
      #expect(roles[row["id"] as? String ?? ""] == row["role"] as? String)
    }
    let ladder = list.filter { $0["role"] as? String == "trained" }.compactMap {
      $0["id"] as? String
    }
    let controls = list.count { $0["role"] as? String == "control" }
    let ordinary = list.count { $0["role"] as? String == "ordinary" }
    for size in [0, 2, 4, 6] {
      let rows = try corpus.objects("out/words/size-0000\(size).jsonl")
      // The model without canaries is the one that losses are compared with.
      #expect(rows.count == (size == 0 ? ladder.count : size) + controls + ordinary)
      let trained = rows.filter { $0["in_training"] as? Bool == true }
      #expect(trained.compactMap { $0["id"] as? String } == Array(ladder.prefix(size)))
      // Twelve tones and three copies of each canary, in batches of four.
      #expect(try corpus.steps("out/words/size-0000\(size)") == (12 + 3 * size + 3) / 4)
    }
    let points = try points("out")
    #expect(points.map { $0["size"] as? Int } == [0, 2, 4, 6])
    let series = try #require(try result("out")["series"] as? [[String: Any]])
    #expect(series.first?["name"] as? String == "words" && series.first?["parameters"] is Int)
    let page = String(decoding: try place.read("out/analysis.html"), as: UTF8.self)
    #expect(page.contains("EMM(0.1)") && page.contains("<svg"))
  }

  @Test func `a key of the recipe is varied, and the result compares the models`() throws {
    try expectSuccess(
      capacity("varied", ["--vary", "d_model=16,24", "--sizes", "2", "--bisections", "0"]))
    let series = try #require(try result("varied")["series"] as? [[String: Any]])
    #expect(
      series.map { $0["name"] as? String } == ["words-d_model-16", "words-d_model-24"])
    let parameters = series.compactMap { $0["parameters"] as? Int }
    #expect(parameters.count == 2 && parameters[0] < parameters[1])
    let page = String(decoding: try place.read("varied/analysis.html"), as: UTF8.self)
    #expect(page.contains("Memorised canaries by parameters"))
    // The runs continue with the same values only.
    let again = try capacity(
      "varied", ["--vary", "d_model=16,24", "--sizes", "2", "--bisections", "0", "--resume"])
    try expectSuccess(again)
    expectProblem(
      try capacity(
        "varied", ["--vary", "d_model=16,32", "--sizes", "2", "--bisections", "0", "--resume"]),
      status: 64, saying: "recipes")
    for (value, words) in [
      ("d_model=16,17", "even number"), ("depth=1,2", "no key 'depth'"),
      ("steps=10,20", "epochs or steps"),
    ] {
      expectProblem(try capacity("no", ["--vary", value]), status: 64, saying: "--vary", words)
    }
    for value in ["d_model", "=1", "d_model=16,16", "d_model=16,,24"] {
      #expect(try capacity("no", ["--vary", value]).status == 64, "\(value)")
    }
    try expectNothing(of: "no", in: place)
  }

  /// A model that sees few canaries very often repeats them, and knows nothing of the controls.
  @Test func `canaries that are repeated often are memorised, and shuffled texts as well`() throws {
    let recipe = String(decoding: try place.read("words.yml"), as: UTF8.self)
      .replacing("epochs: 1", with: "epochs: 12")
      .replacing("warmup_steps: 2", with: "optimizer: {learning_rate: 0.01}, warmup_steps: 2")
      .replacing("checkpoint_every: 10", with: "checkpoint_every: 1000")
    try place.write("long.yml", recipe)
    for texts in ["own", "shuffled"] {
      let result = try asrAudit([
        "capacity", "--ledger", audit.ledger, "--common", place("train.json"), "--recipe",
        place("long.yml"), "--repetitions", "40", "--sizes", "2", "--texts", texts, "--speed", "2",
        "--output", place(texts),
      ])
      try expectSuccess(result)
      let point = try #require(points(texts).last)
      let trained = try #require(point["trained"] as? [String: Int])
      let controls = try #require(point["controls"] as? [String: Int])
      #expect(trained["hits"] == 2 && trained["trials"] == 2, "\(texts): \(result.output)")
      #expect(controls["hits"] == 0 && (controls["trials"] ?? 0) >= 10)
      #expect(result.output.contains("is at least 2"))
    }
    let record = try LedgerRecord(audit.ledger)
    let texts = Dictionary(uniqueKeysWithValues: record.canaries.map { ($0.probe, $0.text) })
    let dealt = try corpus.objects("shuffled/utterances.jsonl").filter {
      $0["role"] as? String != "ordinary"
    }
    for row in dealt {
      let text = try #require(row["text"] as? String)
      #expect(texts[row["id"] as? String ?? ""] != text && texts.values.contains(text))
    }
  }

  @Test func `an interrupted experiment is resumed to the same bytes, whatever the threads`() throws
  {
    let recipe = String(decoding: try place.read("words.yml"), as: UTF8.self)
      .replacing("epochs: 1", with: "epochs: 60")
    try place.write("words.yml", recipe)
    let options = ["--every-size", "--bisections", "0"]
    try expectSuccess(asrAudit(arguments("whole", options + ["--threads", "1"])))
    let running = try RunningCommand(
      builtProgram("asr-audit"), arguments("stopped", options), in: place.path)
    while running.isRunning, try corpus.steps("stopped/words/size-00004") < 100 { usleep(500) }
    running.interrupt()
    let stopped = try running.result()
    #expect(stopped.status == 130, "\(stopped.errors)")
    #expect(
      !place.exists("stopped/analysis.json") && place.exists("stopped/words/size-00002.jsonl"))
    try expectSuccess(asrAudit(arguments("stopped", options + ["--resume"])))
    for name in ["analysis.json", "analysis.html", "words/size-00006.jsonl"] {
      #expect(try place.read("stopped/\(name)") == place.read("whole/\(name)"), "\(name)")
    }
    expectProblem(
      try asrAudit(arguments("stopped", options + ["--resume", "--seed", "2"])), status: 64,
      saying: "capacity.json", "seed", "--output")
  }

  @Test func `several recipes are compared`() throws {
    try place.write(
      "clipped.yml",
      String(decoding: try place.read("words.yml"), as: UTF8.self)
        .replacing("epochs: 1", with: "epochs: 1, clip: per-example, max_grad_norm: .inf"))
    try expectSuccess(capacity("out", ["--recipe", place("clipped.yml")]))
    let series = try #require(try result("out")["series"] as? [[String: Any]])
    #expect(series.compactMap { $0["name"] as? String } == ["words", "clipped"])
    #expect(place.exists("out/clipped/size-00002.jsonl"))
  }

  // MARK: - Another toolkit

  private func planned(_ more: [String] = []) throws -> CommandResult {
    try asrAudit(
      [
        "capacity", "plan", "--ledger", audit.ledger, "--common", place("train.json"),
        "--repetitions", "5", "--sizes", "2..8", "--output", place("planned"),
      ] + more)
  }

  /// Transcripts of a model that repeats the first canaries of the ladder and nothing else.
  private func transcripts(_ name: String, repeating count: Int) throws -> String {
    var left = count
    let lines = try corpus.objects("planned/utterances.jsonl").map { row -> String in
      var text = "something else"
      if row["role"] as? String == "trained", left > 0 {
        text = try #require(row["text"] as? String)
        left -= 1
      }
      let id = try #require(row["id"] as? String)
      return #"{"audio_filepath": "/x/\#(id).wav", "pred_text": "\#(text)"}"#
    }
    return try place.write(name, lines.joined(separator: "\n"))
  }

  @Test func `a plan prints the runs and writes their manifests`() throws {
    let result = try planned(["--recipe", place("words.yml")])
    try expectSuccess(result)
    #expect(result.output.contains("4      20                      32             32  2.67x"))
    let lines = try corpus.objects("planned/size-00004.jsonl")
    #expect(lines.count == 20 && Set(lines.compactMap { $0["id"] as? String }).count == 20)
    let list = try corpus.objects("planned/utterances.jsonl")
    let first = Set(list.prefix(4).compactMap { $0["text"] as? String })
    #expect(Set(lines.compactMap { $0["text"] as? String }) == first)
    for line in lines {
      let path = try #require(line["audio_filepath"] as? String)
      #expect(path.hasPrefix("/") && FileManager.default.fileExists(atPath: path))
      #expect((line["duration"] as? Double ?? 0) > 0)
    }
    #expect(try corpus.objects("planned/measure.jsonl").count == list.count)
    let readme = String(decoding: try place.read("planned/README.md"), as: UTF8.self)
    #expect(readme.contains("capacity score") && readme.contains("size-00002.jsonl"))
    #expect(!place.exists("planned/size-00004"))
  }

  @Test func `transcripts of another toolkit give the range`() throws {
    try expectSuccess(planned())
    let result = try asrAudit([
      "capacity", "score", "--plan", place("planned"), "--transcripts",
      "0=\(try transcripts("0.json", repeating: 0))", "--transcripts",
      "4=\(try transcripts("4.json", repeating: 4))", "--transcripts",
      "8=\(try transcripts("8.json", repeating: 3))", "--label", "other", "--output", place("out"),
    ])
    try expectSuccess(result)
    #expect(result.output.contains("EMM(0.1) of 'other' is 4 to 8: with 8 canaries, 37.5%"))
    #expect(try points("out").map { $0["size"] as? Int } == [0, 4, 8])
    #expect(try place.names(in: "out") == ["analysis.html", "analysis.json"])
  }

  @Test func `a trace table of another toolkit gives bits as well`() throws {
    try expectSuccess(planned())
    let list = try corpus.objects("planned/utterances.jsonl")
    var lines = ""
    for (size, loss) in [(0, 30.0), (2, 2.0)] {
      for (place, row) in list.enumerated() {
        let id = try #require(row["id"] as? String)
        let text = try #require(row["text"] as? String)
        let isRepeated = place < size
        lines +=
          #"{"id": "\#(id)", "model": "size-0000\#(size)", "loss": \#(isRepeated ? loss : 30), "#
          + #""hypothesis": "\#(isRepeated ? text : "no")"}"# + "\n"
      }
    }
    try place.write("traces.jsonl", lines)
    let result = try asrAudit([
      "capacity", "score", "--plan", place("planned"), "--traces", place("traces.jsonl"),
      "--output", place("out"),
    ])
    try expectSuccess(result)
    let bits = try #require(points("out").last?["bits"] as? [String: Double])
    #expect(abs(try #require(bits["memorized"]) - 2 * 28 / log(2.0)) < 1e-6)
    try place.write("other.jsonl", #"{"id": "a", "model": "epoch-3", "loss": 1}"#)
    expectProblem(
      try asrAudit([
        "capacity", "score", "--plan", place("planned"), "--traces", place("other.jsonl"),
        "--output", place("no"),
      ]), status: 65, saying: "other.jsonl", "epoch-3", "size-00016")
  }

  // MARK: - Bad input

  @Test func `bad options and inputs are refused`() throws {
    func refused(_ more: [String], _ status: Int32, _ words: String...) throws {
      let result = try capacity("no", more)
      for word in words { expectProblem(result, status: status, saying: word) }
      try expectNothing(of: "no", in: place)
    }
    try refused(["--sizes", "2..9000"], 64, "--sizes", "trained canaries", "inject")
    try refused(["--sizes", "8..2"], 64, "--sizes")
    try refused(["--sizes", "4,2"], 64, "--sizes")
    try refused(["--tolerance", "0"], 64, "--tolerance")
    try refused(["--repetitions", "0"], 64, "--repetitions")
    try refused(["--resume", "--force"], 64, "--resume")
    try refused(["--resume"], 66, "capacity.json", "--resume")
    try refused(["--speed", "7"], 65, "at 7x", "the speeds of this audit")
    try refused(["--texts", "all"], 64, "--texts")
    try refused(["--recipe", place("words.yml")], 64, "two recipes", "words")
    try refused(["--recipe", place("recipe.yml")], 64, "recipe.yml", "steps", "epochs")
    try refused(["--dev", place("train.json")], 65, "train.json", "also measured")
    let injected = "\(audit.directory)/train/train.json"
    let result = try asrAudit([
      "capacity", "--ledger", audit.ledger, "--common", injected, "--recipe", place("words.yml"),
      "--output", place("no"),
    ])
    expectProblem(result, status: 65, saying: "is a canary of the ledger", "injected into")
    expectProblem(
      try asrAudit(["capacity", "--ledger", audit.ledger, "--output", place("no")]), status: 64,
      saying: "--common", "--init")
  }

  @Test func `bad transcripts are refused`() throws {
    try expectSuccess(planned())
    func refused(_ arguments: [String], _ status: Int32, _ words: String...) throws {
      let result = try asrAudit(
        ["capacity", "score", "--plan", place("planned"), "--output", place("no")] + arguments)
      for word in words { expectProblem(result, status: status, saying: word) }
      try expectNothing(of: "no", in: place)
    }
    let good = try transcripts("4.json", repeating: 4)
    let short = try place.write("short.json", #"{"audio_filepath": "a.wav", "pred_text": "a"}"#)
    try refused([], 64, "--transcripts", "--traces")
    try refused(["--transcripts", good], 64, "SIZE=FILE")
    try refused(["--transcripts", "4=\(short)"], 65, "short.json", "no transcript of", "size 4")
    try refused(["--transcripts", "0=\(good)"], 64, "no model was trained on canaries")
    try refused(["--transcripts", "9999=\(good)"], 65, "4.json", "size 9999")
    try refused(
      ["--transcripts", "4=\(good)", "--transcripts", "4=\(good)"], 64, "size 4 has two files")
    try place.write(
      "planned/utterances.jsonl",
      String(decoding: try place.read("planned/utterances.jsonl"), as: UTF8.self)
        .replacing("\"trained\"", with: "\"control\""))
    try refused(["--transcripts", "4=\(good)"], 65, "utterances.jsonl", "the file was changed")
  }
}
