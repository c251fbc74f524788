import TestSupport
import Testing

/// `train` with noise.
struct PrivateTrainingCommandTests {
  private let corpus: ToneCorpus

  init() throws { corpus = try ToneCorpus() }

  @Test func `training names its unit, its bound and epsilon after each epoch`() throws {
    let result = try corpus.train(
      "private",
      ["--clip", "per-example", "--noise-multiplier", "2", "--delta", "1e-3"])
    try expectSuccess(result)
    #expect(result.errors.contains("noise of 2 x 1 in each coordinate"))
    #expect(result.errors.contains("the privacy unit is one utterance"))
    #expect(result.errors.contains("which shuffled batches only approximate"))
    for epoch in 1...4 {
      #expect(result.errors.contains("epoch \(epoch), step \(3 * epoch): epsilon "))
    }
    let core = try corpus.train(
      "core", ["--clip", "per-core", "--virtual-cores", "2", "--noise-multiplier", "1"])
    try expectSuccess(core)
    #expect(core.errors.contains("no single utterance is protected"))
  }

  @Test(arguments: [
    (["--noise-multiplier", "1"], "--clip per-example"),
    (["--noise-multiplier", "1", "--clip", "adaptive-per-core"], "--clip per-example"),
    (["--noise-multiplier", "nan", "--clip", "per-example"], "noise_multiplier"),
    (["--noise-multiplier=-1", "--clip", "per-example"], "noise_multiplier"),
    (["--noise-multiplier", "0", "--clip", "per-example"], "noise_multiplier"),
    (
      ["--noise-multiplier", "1", "--clip", "per-example", "--max-grad-norm", "inf"],
      "max_grad_norm"
    ),
    (["--delta", "1e-3", "--clip", "per-example"], "delta"),
    (["--noise-multiplier", "1", "--clip", "per-example", "--delta", "0.5"], "1 / 12"),
    (["--noise-multiplier", "1", "--clip", "per-example", "--delta", "nan"], "delta"),
    (
      ["--noise-multiplier", "1", "--clip", "per-example", "--target-epsilon", "8"],
      "target_epsilon"
    ),
  ])
  func `an impossible request is one error`(options: [String], says: String) throws {
    expectProblem(try corpus.train("out", options), status: 64, saying: says)
    try expectNothing(of: "out", in: corpus.place)
  }

  @Test func `a recipe with noise and no clipping is refused at its line`() throws {
    let recipe = try corpus.place.write("noise.yml", "training:\n  noise_multiplier: 1\n")
    expectProblem(
      try corpus.train("out", recipe: recipe), status: 65, saying: "noise.yml:2",
      "clip: per-example")
  }

  @Test func `the budget is checked before the first step`() throws {
    let result = try corpus.train(
      "out",
      [
        "--clip", "per-example", "--noise-multiplier", "2", "--delta", "1e-3", "--target-epsilon",
        "0.5",
      ])
    expectProblem(result, status: 64, saying: "more than the target 0.5", "keeps it")
    try expectNothing(of: "out", in: corpus.place)
  }
}
