import Foundation
import TestSupport
import Testing

/// Train and transcribe, as a user runs them: a few tones for words, some steps.
struct TrainingTests {
  private let place: TemporaryDirectory

  init() throws {
    place = try TemporaryDirectory()
    var lines = ""
    for index in 0..<12 {
      let seconds = 0.6 + 0.05 * Double(index)
      let tone = Sound.tone(300 + 100 * Double(index % 3), seconds: seconds, rate: 8_000)
      _ = try place.write("\(index).wav", Sound.wav(tone, rate: 8_000))
      lines += entry(index, ["one", "two", "six"][index % 3], seconds)
    }
    _ = try place.write("train.json", lines)
    _ = try place.write(
      "recipe.yml",
      """
      model: {sample_rate: 8000, mel_bins: 16, subsampling: 2, width: 16, blocks: 1, heads: 2}
      training: {seed: 3, steps: 12, batch_size: 4, lanes: 3, warmup_steps: 2, checkpoint_every: 5}
      augmentation: {frequency_width: 4}
      """)
  }

  private func entry(_ index: Int, _ text: String, _ seconds: Double) -> String {
    let path = place("\(index).wav")
    return "{\"audio_filepath\": \"\(path)\", \"duration\": \(seconds), \"text\": \"\(text)\"}\n"
  }

  private func train(
    _ output: String, manifest: String = "train.json", _ more: [String] = []
  ) throws -> CommandResult {
    try asrAudit(
      [
        "train", "--manifest", place(manifest), "--config", place("recipe.yml"), "--output",
        place(output),
      ] + more, in: place.path)
  }

  private func files(_ output: String) throws -> [[UInt8]] {
    try ["model.safetensors", "training.safetensors", "log.jsonl"].map {
      try place.read("\(output)/\($0)")
    }
  }

  @Test(arguments: ["none", "per-example", "per-core", "adaptive-per-core"])
  func `one thread and two write the same bytes`(clip: String) throws {
    let options = ["--clip", clip] + (clip.hasSuffix("per-core") ? ["--cores", "2"] : [])
    try expectSuccess(train("one", options + ["--threads", "1"]))
    try expectSuccess(train("two", options + ["--threads", "2"]))
    #expect(try files("one") == files("two"))
    let log = String(decoding: try place.read("one/log.jsonl"), as: UTF8.self)
    #expect(log.split(separator: "\n").count == 12)
  }

  @Test func `a run that was killed goes on as if nothing had happened`() throws {
    try expectSuccess(train("whole"))
    let running = try RunningCommand(
      builtProgram("asr-audit"),
      [
        "train", "--manifest", place("train.json"), "--config", place("recipe.yml"), "--output",
        place("killed"), "--threads", "1",
      ], in: place.path)
    while running.isRunning, !place.exists("killed/training.safetensors") { usleep(500) }
    running.kill()
    _ = try running.result()
    try expectSuccess(train("killed", ["--resume"]))
    #expect(try files("killed") == files("whole"))
  }

  @Test func `resuming with another recipe is refused`() throws {
    try expectSuccess(train("run"))
    let before = try files("run")
    expectProblem(
      try train("run", ["--resume", "--clip", "per-example"]), status: 64, saying: "recipe",
      "--init")
    #expect(try files("run") == before)
  }

  @Test func `what was trained transcribes, with losses, and starts another run`() throws {
    try expectSuccess(train("run"))
    let request = [
      "transcribe", "--checkpoint", place("run/model.safetensors"), "--manifest",
      place("train.json"),
    ]
    try expectSuccess(
      asrAudit(request + ["--output", place("greedy.json"), "--loss"], in: place.path))
    try expectSuccess(
      asrAudit(request + ["--output", place("beam.json"), "--beam", "4"], in: place.path))
    let lines = String(decoding: try place.read("greedy.json"), as: UTF8.self)
      .split(separator: "\n")
    #expect(lines.count == 12)
    for line in lines {
      let object =
        try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      #expect(object["pred_text"] is String)
      #expect((object["ctc_loss"] as? Double).map { $0 >= 0 && $0.isFinite } == true)
    }
    try expectSuccess(train("tuned", ["--init", place("run/model.safetensors")]))
    #expect(try place.read("tuned/model.safetensors") != place.read("run/model.safetensors"))
  }

  @Test(arguments: [
    ("one", 0.02, "0 output frames"), ("one two six one two six one two six", 0.2, "CTC needs"),
    ("", 0.6, "empty"),
  ])
  func `an utterance of no use is named, and nothing is written`(
    text: String, seconds: Double, says: String
  ) throws {
    let tone = Sound.tone(440, seconds: seconds, rate: 8_000)
    _ = try place.write("99.wav", Sound.wav(tone, rate: 8_000))
    let good = String(decoding: try place.read("train.json"), as: UTF8.self)
    _ = try place.write("bad.json", good + entry(99, text, seconds))
    let result = try train("out", manifest: "bad.json")
    expectProblem(result, status: 65, saying: "bad.json:13", "utterance '99'", says)
    try expectNothing(of: "out", in: place)
    let skipped = try train("out", manifest: "bad.json", ["--unusable", "skip"])
    try expectSuccess(skipped)
    #expect(skipped.errors.contains("left out") && skipped.errors.contains("'99'"))
  }

  @Test func `a character that the start model has no token for is named`() throws {
    try expectSuccess(train("run"))
    _ = try place.write("new.json", entry(0, "zebra", 0.6))
    expectProblem(
      try train("out", manifest: "new.json", ["--init", place("run/model.safetensors")]),
      status: 65, saying: "new.json:1", "no token for 'z'")
    try expectNothing(of: "out", in: place)
  }

  @Test func `a damaged checkpoint is named, and nothing is written`() throws {
    try expectSuccess(train("run"))
    let whole = try place.read("run/model.safetensors")
    _ = try place.write("cut.safetensors", whole.dropLast(100))
    let text = String(decoding: whole.prefix(4_000), as: UTF8.self)
    #expect(text.contains("\\\"width\\\":16"))
    for (checkpoint, says) in [
      ("cut.safetensors", "cut.safetensors"), ("train.json", "train.json"),
    ] {
      expectProblem(
        try asrAudit(
          [
            "transcribe", "--checkpoint", place(checkpoint), "--manifest", place("train.json"),
            "--output", place("hyp.json"),
          ], in: place.path), status: 65, saying: says)
      try expectNothing(of: "hyp", in: place)
    }
  }
}
