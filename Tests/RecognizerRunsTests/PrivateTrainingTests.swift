import Files
import Foundation
import Recognizer
import RecognizerRuns
import Statistics
import Testing

/// Training with noise: DP-SGD with per-example clipping, and noise with per-core clipping.
@Suite struct PrivateTrainingTests {
  private let tones: ToneRuns

  init() throws { tones = try ToneRuns() }

  private func entries(_ output: String) throws -> [TrainingLogEntry] {
    try TrainingLogEntry.all(in: RunFiles(tones.place(output)).log)
  }

  private func promise(_ output: String) throws -> PrivacyPromise? {
    try PrivacyPromise.read(ModelFile.open(RunFiles(tones.place(output)).model).file)
  }

  @Test(arguments: [PrivateRecipe.plain, PrivateRecipe.perCore, PrivateRecipe.shuffled])
  func `threads and an interruption do not change a byte`(
    _ recipe: RecognizerConfiguration
  ) throws {
    var request = tones.request("whole", recipe)
    try tones.train(request)
    let whole = try tones.files("whole")
    for threads in [1, 3] {
      request = tones.request("part\(threads)", recipe)
      request.threads = threads
      try tones.train(request, stoppingAfter: 5)
      request.resumes = true
      try tones.train(request)
      #expect(try tones.files("part\(threads)") == whole)
    }
  }

  @Test func `noise changes the weights, and every seed has its own`() throws {
    try tones.train(tones.request("noisy", PrivateRecipe.plain))
    try tones.train(
      tones.request(
        "quiet",
        PrivateRecipe.changed {
          ($0.noiseMultiplier, $0.delta, $0.noiseSeed, $0.sampling) = (nil, nil, nil, .poisson)
        }))
    try tones.train(tones.request("other", PrivateRecipe.changed { $0.noiseSeed = 4 }))
    let models = try ["noisy", "quiet", "other"].map { try tones.files($0)[0] }
    #expect(Set(models).count == 3)
    #expect(try promise("quiet") == nil)
    // The first losses are those of equal weights and equal batches.
    #expect(try entries("noisy")[0].loss == entries("quiet")[0].loss)
    #expect(try entries("noisy").last?.loss != entries("quiet").last?.loss)
  }

  /// The sum has noise of variance (σC)² in each of d coordinates and is divided by the expected batch
  /// size L, so a step without examples has a gradient of norm σC √d / L, up to 1 / √(2d).
  @Test func `a batch without examples is a step of noise`() throws {
    let (_, progress) = try tones.train(tones.request("run", PrivateRecipe.plain))
    let empty = try entries("run").filter { $0.ordinary.examples == 0 }
    #expect(!empty.isEmpty)
    let parameters = progress.compactMap {
      if case .begins(let parameters, _, _, _, _) = $0 { parameters } else { nil }
    }
    let count = Double(try #require(parameters.first))
    let expected = 2 * 0.5 * count.squareRoot() / 2
    for entry in empty {
      #expect(entry.loss == nil && entry.weightsChanged)
      #expect(abs(try #require(entry.gradientNorm) / expected - 1) <= 5 / (2 * count).squareRoot())
    }
  }

  @Test func `the log states epsilon at the end of each epoch, and the model file at its step`()
    throws
  {
    let (summary, progress) = try tones.train(tones.request("run", PrivateRecipe.plain))
    let logged = try entries("run").filter { $0.epsilon != nil }
    #expect(logged.map(\.step) == [6, 12])
    let values = logged.compactMap(\.epsilon)
    #expect(values[0] > 0 && values[0] < values[1])
    let promise = try #require(try promise("run"))
    #expect(promise == summary.promise)
    #expect(promise.epsilon == values[1] && promise.steps == 12 && promise.delta == 1e-3)
    #expect(promise.noiseMultiplier == 2 && promise.maxGradNorm == 0.5)
    #expect(abs(promise.samplingRate - 2 / 12.0) <= 1e-12 && promise.sampling == .poisson)
    #expect(promise.privacyUnit == .utterance && promise.utterances == 12)
    let told = progress.compactMap {
      if case .privacy(_, let epsilon, _) = $0 { epsilon } else { nil }
    }
    #expect(told == values)
    #expect(promise.noiseSeed == .stated && promise.copies == 1)
    #expect(promise.epsilonOfCopies == promise.epsilon && promise.uncovered == [.log, .tokens])
    let state = try ModelFile.open(RunFiles(tones.place("run")).state).file
    #expect(try PrivacyPromise.read(state) == promise)
    let text = String(
      decoding: try readFile(RunFiles(tones.place("run")).model).prefix(20_000), as: UTF8.self)
    #expect(text.contains("noise_multiplier") && !text.contains(#"noise_seed\":3"#))
  }

  /// An utterance replaces its core's mean, which changes the sum by 2C: half the noise multiplier. It
  /// takes part once in each of the two epochs.
  @Test func `per-core clipping counts the noise half`() throws {
    try tones.train(tones.request("core", PrivateRecipe.perCore))
    try tones.train(
      tones.request(
        "example", PrivateRecipe.changed { ($0.noiseMultiplier, $0.sampling) = (1, .shuffle) }))
    let (core, example) = (try promise("core"), try promise("example"))
    #expect(core?.privacyUnit == .coreBatch)
    #expect(core?.epsilon == example?.epsilon)
    // Two Gaussian mechanisms with σ = 1 are one with 1/√2: 4.84525 at delta 1e-3 (mpmath).
    #expect((4.84525...4.846).contains(try #require(core?.epsilon)))
  }

  @Test func `a budget ends training before the step that would exceed it`() throws {
    try tones.train(tones.request("whole", PrivateRecipe.plain))
    let epsilons = try entries("whole").compactMap(\.epsilon)
    let budget = (epsilons[0] + epsilons[1]) / 2
    let recipe = PrivateRecipe.changed { $0.targetEpsilon = budget }
    let (summary, _) = try tones.train(tones.request("run", recipe))
    #expect(summary.isComplete && (6..<12).contains(summary.steps))
    let promise = try #require(try promise("run"))
    #expect(try #require(promise.epsilon) <= budget)
    #expect(promise.steps == summary.steps)
    let longer = PrivacyAccountant.epsilon(
      SampledGaussian(noiseMultiplier: 2, samplingRate: 2 / 12.0), steps: summary.steps + 1,
      delta: 1e-3)
    #expect(longer.upperBound > budget * 0.9999)
    // Resuming finds the budget spent.
    var request = tones.request("run", recipe)
    request.resumes = true
    let before = try tones.files("run")
    #expect(try tones.train(request).summary.steps == summary.steps)
    #expect(try tones.files("run") == before)
  }

  @Test func `a target without a noise multiplier finds the noise for all steps`() throws {
    for (name, base) in [
      ("poisson", PrivateRecipe.plain), ("shuffle", PrivateRecipe.shuffled),
      ("core", PrivateRecipe.perCore),
    ] {
      var recipe = base
      (recipe.training.noiseMultiplier, recipe.training.targetEpsilon) = (nil, 2)
      let (summary, _) = try tones.train(tones.request(name, recipe))
      let promise = try #require(summary.promise)
      #expect(promise.steps == 12 && summary.isComplete)
      #expect(try #require(promise.epsilon) <= 2 && promise.epsilon! > 1.98)
    }
  }

  // MARK: - Bad input

  private static let faults: [(RecognizerConfiguration, field: String, says: String)] = [
    (PrivateRecipe.changed { $0.clip = .unclipped }, "noise_multiplier", "clip: none"),
    (PrivateRecipe.changed { $0.clip = .adaptivePerCore }, "noise_multiplier", "adaptive-per-core"),
    (PrivateRecipe.changed { $0.delta = nil }, "noise_multiplier", "needs a delta"),
    (
      PrivateRecipe.changed { ($0.noiseMultiplier, $0.noiseSeed) = (nil, nil) }, "delta",
      "without noise"
    ),
    (
      PrivateRecipe.changed { ($0.noiseMultiplier, $0.delta) = (nil, nil) }, "noise_seed",
      "without noise"
    ),
    (PrivateRecipe.changed { $0.delta = 0.1 }, "delta", "1 / 12 utterances"),
    (PrivateRecipe.changed { $0.maxGradNorm = .infinity }, "max_grad_norm", "at most 1000000000"),
    (PrivateRecipe.changed { $0.batchSize = 13 }, "batch_size", "larger than the data"),
    (PrivateRecipe.changed { $0.targetEpsilon = 0.01 }, "target_epsilon", "first step"),
    (
      PrivateRecipe.changed {
        ($0.noiseMultiplier, $0.targetEpsilon) = (nil, 1e-5)
        $0.delta = 1e-9
      }, "target_epsilon", "no noise multiplier"
    ),
    (
      PrivateRecipe.changed {
        ($0.clip, $0.virtualCores) = (.perCore, 2)
        $0.sampling = .poisson
      }, "sampling", "virtual cores"
    ),
  ]

  @Test(arguments: faults.indices)
  func `a contradiction is one error, and nothing is written`(_ index: Int) throws {
    let (recipe, field, says) = Self.faults[index]
    let problem = tones.reports(of: tones.request("run", recipe)).problem
    #expect(problem?.field == field, "\(String(describing: problem))")
    #expect(problem?.message.contains(says) == true, "\(String(describing: problem))")
    #expect(problem?.hint != nil)
    #expect(!tones.place.exists("run"))
  }

  @Test(arguments: [Double.nan, .infinity, -1, 0])
  func `noise that is no number is out of range`(_ noise: Double) {
    let recipe = PrivateRecipe.changed { $0.noiseMultiplier = noise }
    let problem = #expect(throws: Problem.self) { try recipe.validate() }
    #expect(problem?.field == "noise_multiplier")
  }

  @Test func `traces of Poisson sampling are refused`() throws {
    var request = tones.request("run", PrivateRecipe.plain)
    request.writesTraces = true
    #expect(tones.reports(of: request).problem?.field == "sampling")
  }
}
