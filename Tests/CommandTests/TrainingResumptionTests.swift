import Foundation
import TestSupport
import Testing

/// Runs that are stopped and resumed.
struct TrainingResumptionTests {
  private let corpus: ToneCorpus
  private var place: TemporaryDirectory { corpus.place }

  init() throws { corpus = try ToneCorpus() }

  @Test func `a resumed run writes the same bytes as one that was not killed`() throws {
    let recipe = try corpus.recipe(["steps": 3_000, "checkpoint_every": 100])
    try expectSuccess(corpus.train("whole", recipe: recipe))
    let running = try corpus.start("killed", recipe: recipe, untilStep: 150, ["--threads", "1"])
    running.kill()
    #expect(try running.result().status == 128 + SIGKILL)
    try expectSuccess(corpus.train("killed", recipe: recipe, ["--resume"]))
    #expect(try corpus.files("killed") == corpus.files("whole"))
  }

  @Test func `Ctrl-C saves, and the resumed run writes the same bytes as one without it`() throws {
    let recipe = try corpus.recipe(["steps": 3_000, "checkpoint_every": 100])
    try expectSuccess(corpus.train("whole", recipe: recipe))
    let running = try corpus.start("stopped", recipe: recipe, untilStep: 7)
    running.interrupt()
    let result = try running.result()
    #expect(result.status == 130)
    let step = try corpus.steps("stopped")
    #expect(result.output == "saved after step \(step); continue with --resume\n")
    #expect(step < 3_000)
    try expectSuccess(corpus.train("stopped", recipe: recipe, ["--resume"]))
    #expect(try corpus.files("stopped") == corpus.files("whole"))
    // The run is complete, so resuming changes nothing.
    try expectSuccess(corpus.train("stopped", recipe: recipe, ["--resume"]))
    #expect(try corpus.files("stopped") == corpus.files("whole"))
  }

  @Test func `a run whose log cannot be written ends and can be resumed`() throws {
    let recipe = try corpus.recipe(["steps": 1_500, "checkpoint_every": 100])
    try expectSuccess(corpus.train("whole", recipe: recipe))
    let kilobytes = 200
    #expect(try place.read("whole/log.jsonl").count > 1_024 * kilobytes)
    #expect(try place.read("whole/training.safetensors").count < 1_024 * kilobytes)
    let result = try runCommand(
      "env",
      [
        "--default-signal=XFSZ", "sh", "-c", "ulimit -f \(2 * kilobytes); exec \"$@\"", "sh",
        builtProgram("asr-audit"),
      ] + corpus.trainArguments("stopped", recipe: recipe), in: place.path)
    expectProblem(result, status: 74, saying: "stopped/log.jsonl", "File too large")
    try expectSuccess(corpus.train("stopped", recipe: recipe, ["--resume"]))
    #expect(try corpus.files("stopped") == corpus.files("whole"))
  }

  @Test func `resuming with other options or data is refused with the difference`() throws {
    try expectSuccess(corpus.train("run"))
    let before = try corpus.files("run")
    try place.write("other.json", corpus.line("0", "six", seconds: 0.6))
    for (result, says) in [
      (
        try corpus.train("run", ["--resume", "--clip", "per-example"]), "the recipe (training.clip)"
      ),
      (
        try corpus.train("run", recipe: corpus.recipe(["seed": 4]), ["--resume"]), "(training.seed)"
      ),
      (
        try corpus.train("run", recipe: corpus.recipe(["d_model": 32]), ["--resume"]),
        "the recipe (model.d_model)"
      ),
      (try corpus.train("run", manifest: "other.json", ["--resume"]), "the utterances"),
    ] {
      expectProblem(result, status: 64, saying: "run/training.safetensors", says, "hint: ")
    }
    // The names and texts stay, and the audio changes.
    _ = try corpus.utterance("0", "one", seconds: 0.6, hertz: 350)
    expectProblem(
      try corpus.train("run", ["--resume"]), status: 64, saying: "the utterances or their audio")
    #expect(try corpus.files("run") == before)
  }

  @Test(arguments: [
    ("m", Float.nan, "not finite"), ("v", .infinity, "not finite"), ("v", -1, "negative"),
  ])
  func `a damaged state is refused, and the model stays unchanged`(
    moment: String, value: Float, says: String
  ) throws {
    try expectSuccess(corpus.train("run"))
    let model = try place.read("run/model.safetensors")
    // Overwrites element 7 of a moment of the optimizer.
    var state = try place.read("run/training.safetensors")
    let length = state.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    let header = try #require(
      JSONSerialization.jsonObject(with: Data(state[8..<8 + length])) as? [String: Any])
    let tensor = try #require(header["optimizer.\(moment)"] as? [String: Any])
    let offsets = try #require(tensor["data_offsets"] as? [Int])
    withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes in
      let start = 8 + length + offsets[0] + 4 * 7
      state.replaceSubrange(start..<start + 4, with: bytes)
    }
    try place.write("run/training.safetensors", state)
    expectProblem(
      try corpus.train("run", ["--resume"]), status: 65, saying: "run/training.safetensors",
      "\"optimizer.\(moment)\"", "element 7", says)
    #expect(try place.read("run/model.safetensors") == model)
  }

  @Test func `resuming removes partial files of a killed run`() throws {
    try expectSuccess(corpus.train("run"))
    try place.write("run/training.safetensors.partial-1", "half")
    try place.write("run/notes.txt", "mine")
    try expectSuccess(corpus.train("run", ["--resume"]))
    #expect(!place.exists("run/training.safetensors.partial-1"))
    #expect(place.exists("run/notes.txt"))
  }

  @Test func `only a saved run can be resumed`() throws {
    expectProblem(
      try corpus.train("none", ["--resume"]), status: 66, saying: "no training run was saved",
      "hint: ")
    try expectNothing(of: "none", in: place)
    try expectSuccess(corpus.train("run"))
    expectProblem(
      try corpus.train("run", ["--resume", "--init", place("run/model.safetensors")]),
      status: 64, saying: "--init", "--resume")
    let whole = try place.read("run/training.safetensors")
    try place.write("run/training.safetensors", whole.dropLast(1))
    expectProblem(
      try corpus.train("run", ["--resume"]), status: 65, saying: "run/training.safetensors")
  }

  @Test func `a second run with the same output is refused while the first one runs`() throws {
    let recipe = try corpus.recipe(["steps": 1_000_000, "checkpoint_every": 100])
    let running = try corpus.start("run", recipe: recipe, untilStep: 6)
    expectProblem(
      try corpus.train("run", recipe: recipe), status: 73, saying: "already exists", "--resume")
    expectProblem(
      try corpus.train("run", recipe: recipe, ["--resume"]), status: 73,
      saying: "run/log.jsonl", "another run")
    #expect(running.isRunning)
    running.kill()
    _ = try running.result()
  }
}
