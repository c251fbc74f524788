import Files
import Foundation
import Recognizer
import RecognizerRuns
import TestSupport
import Testing

/// Training with noise (DP-SGD) and its account.
@Suite struct PrivateTrainingTests {
  let tones: ToneRuns

  init() throws { tones = try ToneRuns() }

  /// Eight steps of 4 of 12 utterances: two epochs of three steps, and two steps more.
  private func recipe(
    noise: Double? = 2, delta: Double? = 1e-3, target: Double? = nil,
    clip: TrainingConfiguration.ClippingMode = .perExample
  ) -> RecognizerConfiguration {
    var recipe = ToneRuns.recipe
    recipe.training.clip = clip
    recipe.training.virtualCores = clip == .perCore ? 2 : 1
    recipe.training.noiseMultiplier = noise
    recipe.training.delta = delta
    recipe.training.targetEpsilon = target
    return recipe
  }

  @Test(arguments: [TrainingConfiguration.ClippingMode.perExample, .perCore])
  func `threads and interruptions do not change a byte`(
    clip: TrainingConfiguration.ClippingMode
  ) throws {
    let recipe = recipe(clip: clip)
    try tones.train(tones.request("whole", recipe))
    var single = tones.request("single", recipe)
    single.threads = 1
    try tones.train(single)
    #expect(try tones.files("single") == tones.files("whole"))
    try tones.train(tones.request("stopped", recipe), stoppingAfter: 4)
    var resumed = tones.request("stopped", recipe)
    resumed.resumes = true
    #expect(try tones.train(resumed).summary.isComplete)
    #expect(try tones.files("stopped") == tones.files("whole"))
    try tones.train(tones.request("silent", self.recipe(noise: nil, delta: nil, clip: clip)))
    #expect(try tones.files("silent")[0] != tones.files("whole")[0])
  }

  @Test func `epsilon is logged and reported after each epoch and at the end`() throws {
    let (_, progress) = try tones.train(tones.request("run", recipe()))
    let log = try tones.objects(tones.files("run")[2])
    let logged = log.compactMap { line in
      (line["epsilon"] as? Double).map { (line["step"] as! Int, $0) }
    }
    #expect(logged.map(\.0) == [3, 6, 8])
    #expect(logged[0].1 > 0 && logged[0].1 < logged[1].1 && logged[1].1 < logged[2].1)
    let told = progress.compactMap { event -> Double? in
      if case .epsilon(let epsilon, _, _) = event { epsilon } else { nil }
    }
    #expect(zip(told, logged).allSatisfy { abs($0 - $1.1) < 1e-12 } && told.count == 3)
    let entries = try TrainingLogEntry.all(in: RunFiles(tones.place("run")).log)
    #expect(entries.map { $0.epsilon != nil } == log.map { $0["epsilon"] != nil })

    let files = RunFiles(tones.place("run"))
    for path in [files.model, files.state] {
      let record = try #require(try PrivacyRecord.read(path))
      #expect(record.noiseMultiplier == 2 && record.maxGradNorm == 1 && record.delta == 1e-3)
      #expect(record.samplingRate == 4.0 / 12 && record.steps == 8)
      #expect(record.privacyUnit == .utterance && record.epsilon == logged[2].1)
      #expect(record.sampling == .shuffle && record.accountedSampling == .poisson)
    }
  }

  @Test func `per-core clipping protects the batch of a core, which the record says`() throws {
    try tones.train(tones.request("run", recipe(delta: nil, clip: .perCore)))
    let record = try PrivacyRecord.read(RunFiles(tones.place("run")).model)
    #expect(record?.privacyUnit == .virtualCore)
    #expect(record?.epsilon == nil && record?.delta == nil)
    let log = try tones.objects(tones.files("run")[2])
    #expect(log.allSatisfy { $0["epsilon"] == nil })
  }

  @Test func `a run without noise has no record`() throws {
    try tones.train(tones.request("run"))
    #expect(try PrivacyRecord.read(RunFiles(tones.place("run")).model) == nil)
  }

  @Test func `a run that would exceed its budget is refused before the first step`() throws {
    let (problem, _) = tones.reports(of: tones.request("over", recipe(target: 0.5)))
    let found = try #require(problem)
    #expect(found.field == "target_epsilon" && found.message.contains("more than the target 0.5"))
    #expect(!tones.place.exists("over"))
    // The noise multiplier that the hint names keeps the budget.
    let hint = try #require(found.hint)
    let named = try #require(hint.firstMatch(of: /multiplier of ([0-9.]+) keeps it/))
    let enough = try #require(Double(named.1))
    #expect(enough > 2)
    try tones.train(tones.request("kept", recipe(noise: enough, target: 0.5)))
    let record = try #require(try PrivacyRecord.read(RunFiles(tones.place("kept")).model))
    #expect(record.epsilon! <= 0.5 && record.epsilon! > 0.45)
  }

  @Test func `a delta of one utterance or more is refused`() throws {
    let (problem, _) = tones.reports(of: tones.request("run", recipe(delta: 1.0 / 12)))
    #expect(problem?.field == "delta" && problem?.message.contains("1 / 12") == true)
    #expect(!tones.place.exists("run"))
  }

  @Test func `a target that no noise reaches is refused`() throws {
    let (problem, _) = tones.reports(of: tones.request("run", recipe(delta: 1e-9, target: 1e-4)))
    #expect(problem?.hint?.contains("no noise multiplier up to 1000 keeps it") == true)
  }
}
