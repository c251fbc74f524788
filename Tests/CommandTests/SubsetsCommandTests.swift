import Foundation
import TestSupport
import Testing
import Traces

/// `subsets` on a small corpus of tones.
struct SubsetsCommandTests {
  private let corpus: ToneCorpus
  private var place: TemporaryDirectory { corpus.place }

  init() throws { corpus = try ToneCorpus() }

  private func arguments(_ output: String, _ more: [String]) -> [String] {
    [
      "subsets", "--manifest", place("train.json"), "--models", "4", "--output", place(output),
    ] + more
  }

  private func subsets(_ output: String, _ more: [String] = []) throws -> CommandResult {
    try asrAudit(
      arguments(output, ["--recipe", place("recipe.yml")] + more), in: place.path)
  }

  private func members(_ output: String) throws -> [String: Set<String>] {
    var members: [String: Set<String>] = [:]
    for row in try corpus.objects("\(output)/members.jsonl") {
      let id = try #require(row["id"] as? String)
      members[id] = Set(try #require(row["models"] as? [String]))
    }
    return members
  }

  @Test func `every model measures every utterance and states what it was trained on`() throws {
    try expectSuccess(subsets("refs"))
    let members = try members("refs")
    #expect(members.count == 12 && members.values.allSatisfy { $0.count == 2 })
    let table = try TraceReader.read(place("refs/references.jsonl"))
    #expect(table.models == ["model-01", "model-02", "model-03", "model-04"])
    #expect(table.count == 48)
    for row in (0..<table.count).map({ table[$0] }) {
      #expect(row.isInTraining == members[row.id]?.contains(row.model))
      #expect((row.loss ?? -1) > 0)
    }
    // A run has trained on its six utterances and no other: twelve steps of four examples.
    let log = try corpus.objects("refs/model-01/log.jsonl")
    #expect(log.count == 12)
  }

  @Test func `membership reads the table`() throws {
    try expectSuccess(subsets("refs"))
    try expectSuccess(corpus.train("run"))
    try expectSuccess(
      asrAudit([
        "trace", "--checkpoint", place("run/model.safetensors"), "--manifest", place("train.json"),
        "--output", place("target.jsonl"),
      ]))
    try place.write("members.txt", (0..<6).map { "\($0 * 2)\n" }.joined())
    let result = try asrAudit([
      "membership", "--target", place("target.jsonl"), "--references",
      place("refs/references.jsonl"), "--members", place("members.txt"), "--output",
      place("membership"),
    ])
    // Every other tone is a member, so duration does not tell members apart, or is too uncertain to say.
    #expect([0, 3].contains(result.status), "\(result.errors)")
    #expect(!result.errors.contains("does not state in_training"))
  }

  @Test func `an interrupted run is resumed to the same bytes, whatever the threads`() throws {
    let recipe = try corpus.recipe(["steps": 400, "checkpoint_every": 50])
    let options = ["--recipe", recipe]
    try expectSuccess(asrAudit(arguments("whole", options + ["--threads", "1"])))
    let running = try RunningCommand(
      builtProgram("asr-audit"), arguments("stopped", options), in: place.path)
    while running.isRunning, try corpus.steps("stopped/model-02") < 100 { usleep(500) }
    running.interrupt()
    let stopped = try running.result()
    #expect(stopped.status == 130, "\(stopped.errors)")
    #expect(!place.exists("stopped/references.jsonl") && place.exists("stopped/model-01.jsonl"))
    try expectSuccess(asrAudit(arguments("stopped", options + ["--resume"])))
    #expect(
      try place.read("stopped/references.jsonl") == place.read("whole/references.jsonl"))
    expectProblem(
      try asrAudit(arguments("stopped", options + ["--resume", "--seed", "2"])), status: 64,
      saying: "subsets.json", "seed", "--output")
  }

  @Test
  func `all models are trained on the common utterances, and repetitions multiply the others`()
    throws
  {
    try place.write(
      "common.json",
      corpus.utterance("c1", "one", seconds: 0.9) + corpus.utterance("c2", "two", seconds: 0.95))
    let recipe = try String(decoding: place.read("recipe.yml"), as: UTF8.self)
      .replacingOccurrences(of: "steps: 12", with: "epochs: 1")
    try place.write("epoch.yml", recipe)
    let result = try asrAudit(
      arguments(
        "refs",
        [
          "--recipe", place("epoch.yml"), "--common", place("common.json"), "--repetitions", "5",
        ]))
    try expectSuccess(result)
    // Two common utterances and six of a subset, five times each, in batches of four.
    #expect(try corpus.steps("refs/model-01") == 8)
    #expect(result.errors.contains("32 utterances"))
    let table = try TraceReader.read(place("refs/references.jsonl"))
    #expect(table.ids.count == 12)
    expectProblem(
      try subsets("other", ["--common", place("train.json")]), status: 65, saying: "also in",
      "every model")
    try expectNothing(of: "other", in: place)
  }

  @Test func `a recipe without a limit of the norm is trained`() throws {
    try place.write(
      "norms.yml",
      String(decoding: try place.read("recipe.yml"), as: UTF8.self)
        .replacing("steps: 12", with: "steps: 2, clip: per-example, max_grad_norm: .inf"))
    try expectSuccess(
      asrAudit(arguments("refs", ["--models", "2", "--recipe", place("norms.yml")])))
    try expectSuccess(
      asrAudit(arguments("refs", ["--models", "2", "--recipe", place("norms.yml"), "--resume"])))
  }

  @Test func `utterances with equal sound are in the same subsets`() throws {
    try place.write("copy.wav", place.read("3.wav"))
    try corpus.manifest("train.json", and: corpus.line("copy", "one", seconds: 0.75))
    try expectSuccess(asrAudit(arguments("refs", ["--plan", "--seed", "5"])))
    let members = try members("refs")
    #expect(members["copy"] != nil && members["copy"] == members["3"])
  }

  @Test func `a plan writes manifests and no model`() throws {
    try expectSuccess(asrAudit(arguments("refs", ["--plan"])))
    let members = try members("refs")
    for model in ["model-01", "model-02", "model-03", "model-04"] {
      let lines = try corpus.objects("refs/\(model).json")
      let listed = Set(
        lines.compactMap { ($0["audio_filepath"] as? String).map { URL(filePath: $0) } }
          .map { $0.deletingPathExtension().lastPathComponent })
      #expect(listed == Set(members.keys.filter { members[$0]!.contains(model) }))
    }
    #expect(!place.exists("refs/model-01"))
    let readme = String(decoding: try place.read("refs/README.md"), as: UTF8.self)
    #expect(readme.contains("model-01.json") && readme.contains("in_training"))
  }

  @Test func `of an audit, trained canaries and controls are dealt and nothing else`() throws {
    let audit = try SampleAudit.nemo.get()
    let canaries = try LedgerRecord(audit.ledger).canaries
    let dealt = Set(
      canaries.filter { $0.role == "trained" || $0.role == "control" }.map(\.probe))
    let probe = URL(filePath: audit.ledger).deletingLastPathComponent().path + "/probe/probe.json"
    let result = try asrAudit([
      "subsets", "--manifest", probe, "--ledger", audit.ledger, "--models", "2", "--plan",
      "--output", place("refs"),
    ])
    try expectSuccess(result)
    let members = try members("refs")
    #expect(Set(members.keys) == dealt)
    let lines = try ["model-01", "model-02"].flatMap { try corpus.objects("refs/\($0).json") }
    #expect(lines.count == dealt.count)
    expectProblem(
      try subsets("other", ["--ledger", audit.ledger]), status: 65, saying: "train.json",
      "none of the", "probe set")
  }

  @Test func `bad options and inputs are refused`() throws {
    expectProblem(
      try subsets("out", ["--share", "0.4"]), status: 64, saying: "--share", "1/n")
    expectProblem(
      try subsets("out", ["--models", "3"]), status: 64, saying: "--models", "multiple of 2")
    expectProblem(try subsets("out", ["--plan"]), status: 64, saying: "--plan", "--recipe")
    expectProblem(try subsets("out", ["--resume"]), status: 66, saying: "subsets.json", "--resume")
    expectProblem(
      try asrAudit(
        ["subsets", "--manifest", place("train.json"), "--output", place("train.json"), "--force"]),
      status: 64, saying: "is the input")
    let line = try corpus.utterance("solo", "one", seconds: 0.7)
    try place.write("one.json", line)
    expectProblem(
      try asrAudit(["subsets", "--manifest", place("one.json"), "--output", place("out")]),
      status: 65, saying: "one.json", "2 parts")
    try place.write("twice.json", line + line)
    expectProblem(
      try asrAudit(["subsets", "--manifest", place("twice.json"), "--output", place("out")]),
      status: 65, saying: "also on line 1", "--id-key")
    try expectNothing(of: "out", in: place)
    try expectSuccess(asrAudit(arguments("out", ["--plan"])))
    expectProblem(
      try asrAudit(arguments("out", ["--plan"])), status: 73, saying: "already exists")
  }
}
