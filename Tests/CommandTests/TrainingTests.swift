import Foundation
import TestSupport
import Testing

/// `train` and `transcribe` on a small corpus.
struct TrainingTests {
  private let corpus: ToneCorpus
  private var place: TemporaryDirectory { corpus.place }

  init() throws { corpus = try ToneCorpus() }

  @Test(
    arguments: ["none", "per-example", "per-core", "adaptive-per-core"], ["adamw", "sgd"])
  func `one thread and two write the same bytes`(clip: String, optimizer: String) throws {
    let options =
      ["--clip", clip, "--optimizer", optimizer]
      + (clip.hasSuffix("per-core") ? ["--virtual-cores", "2"] : [])
    try expectSuccess(corpus.train("one", options + ["--threads", "1"]))
    try expectSuccess(corpus.train("two", options + ["--threads", "2"]))
    #expect(try corpus.files("one") == corpus.files("two"))
    #expect(try corpus.steps("one") == 12)
  }

  @Test func `a trained model transcribes, computes losses and starts another run`() throws {
    try expectSuccess(corpus.train("run"))
    try expectSuccess(corpus.transcribe("run/model.safetensors", to: "greedy.json", ["--loss"]))
    try expectSuccess(
      corpus.transcribe("run/model.safetensors", to: "beam.json", ["--beam", "4"]))
    let lines = try corpus.objects("greedy.json")
    #expect(lines.count == 12)
    for object in lines {
      #expect(object["pred_text"] is String)
      #expect((object["ctc_loss"] as? Double).map { $0 >= 0 && $0.isFinite } == true)
    }
    #expect(try corpus.objects("beam.json").count == 12)
    try expectSuccess(corpus.train("tuned", ["--init", place("run/model.safetensors")]))
    #expect(try place.read("tuned/model.safetensors") != place.read("run/model.safetensors"))
  }

  /// The training state contains the recipe with every key.
  @Test func `the help lists every key of a recipe`() throws {
    try expectSuccess(corpus.train("run"))
    let help = try asrAudit(["train", "--help"]).output
    let state = String(
      decoding: try place.read("run/training.safetensors").prefix(8_000), as: UTF8.self)
    let run = try #require(state.split(separator: "\\\"recipe\\\":").dropFirst().first)
    let recipe = run.split(separator: "asr-audit.")[0]
    let keys = recipe.matches(of: /\\"([a-z0-9_]+)\\":/).map { $0.output.1 }
    #expect(keys.contains("time_width") && keys.contains("learning_rate"))
    for key in keys { #expect(help.contains("\(key):"), "\(key)") }
  }
}
