import Files
import Foundation
import Recognizer
import RecognizerRuns
import TestSupport
import Testing

/// A run can be resumed only with the recipe and the data that it was started with.
@Suite struct ResumedRunTests {
  let tones: ToneRuns

  init() throws {
    tones = try ToneRuns()
    try tones.train(tones.request("run"), stoppingAfter: 3)
  }

  private func resuming(
    manifest: String = "train.json", _ recipe: RecognizerConfiguration = ToneRuns.recipe
  ) -> TrainingRequest {
    var request = tones.request("run", manifest: manifest, recipe)
    request.resumes = true
    return request
  }

  private func expectRefusal(
    _ request: TrainingRequest, says: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let before = try tones.files("run")
    let problem = tones.reports(of: request).problem
    #expect(problem?.kind == .usage, sourceLocation: sourceLocation)
    #expect(
      problem?.file == RunFiles(tones.place("run")).state, sourceLocation: sourceLocation)
    #expect(
      problem?.message.contains(says) == true, "\(problem?.message ?? "no error")",
      sourceLocation: sourceLocation)
    #expect(try tones.files("run") == before, sourceLocation: sourceLocation)
  }

  @Test func `another recipe is refused and its keys are named`() throws {
    var recipe = ToneRuns.recipe
    recipe.training.seed = 4
    recipe.training.optimizer.learningRate *= 2
    try expectRefusal(
      resuming(recipe), says: "the recipe (training.optimizer.learning_rate, training.seed)")
  }

  @Test func `other utterances are refused`() throws {
    try tones.write("more.json", adding: tones.line("99", "one", seconds: 0.6))
    try expectRefusal(resuming(manifest: "more.json"), says: "the utterances")
  }

  @Test func `other audio under the same names is refused`() throws {
    _ = try tones.line("0", "one", seconds: 0.6, hertz: 350)
    try expectRefusal(resuming(), says: "the utterances")
  }

  @Test func `a ledger that the run was started without is refused`() throws {
    var request = resuming()
    request.canaries = ["0"]
    try expectRefusal(request, says: "ledger")
  }

  @Test func `a recipe that differs is refused before audio is read`() throws {
    var recipe = ToneRuns.recipe
    recipe.training.seed = 4
    #expect(tones.reports(of: resuming(recipe)).progress.isEmpty)
  }

  @Test func `a directory without a saved run is a missing input`() throws {
    var request = tones.request("none")
    request.resumes = true
    let problem = tones.reports(of: request).problem
    #expect(problem?.kind == .missingInput)
    #expect(problem?.file == tones.place("none/training.safetensors"))
    #expect(problem?.hint != nil)
    #expect(!tones.place.exists("none"))
  }

  @Test func `log lines after the saved step are cut`() throws {
    try tones.train(tones.request("whole"))
    let log = RunFiles(tones.place("run")).log
    try tones.place.write("run/log.jsonl", readFile(log) + Array("{\"step\":4}\n{\"st".utf8))
    try tones.train(resuming())
    #expect(try tones.files("run") == tones.files("whole"))
  }

  @Test func `a log with fewer lines than saved steps is an error`() throws {
    let log = RunFiles(tones.place("run")).log
    try tones.place.write("run/log.jsonl", Array("{\"step\":1}\n".utf8))
    let problem = tones.reports(of: resuming()).problem
    #expect(problem?.kind == .badData && problem?.file == log)
  }

  @Test func `a log that another run writes to is refused`() throws {
    let log = RunFiles(tones.place("run")).log
    let descriptor = open(log, O_RDONLY)
    defer { close(descriptor) }
    try #require(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
    let problem = tones.reports(of: resuming()).problem
    #expect(problem?.kind == .cannotWrite && problem?.file == log)
  }

  @Test func `partial files of a killed run are removed`() throws {
    try tones.place.write("run/training.safetensors.partial-1", "half")
    try tones.place.write("run/notes.txt", "mine")
    try tones.train(resuming())
    #expect(
      try tones.place.names(in: "run")
        == ["log.jsonl", "model.safetensors", "notes.txt", "training.safetensors"])
  }

  @Test func `slashes at the end of an output are ignored`() {
    #expect(RunFiles("a/b//").model == "a/b/model.safetensors")
    #expect(RunFiles("/").directory == "/")
  }
}
