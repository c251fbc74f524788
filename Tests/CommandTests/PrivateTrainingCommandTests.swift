import TestSupport
import Testing

/// `train` with noise.
struct PrivateTrainingCommandTests {
  private let corpus: ToneCorpus

  init() throws { corpus = try ToneCorpus() }

  private static let noise = [
    "--clip", "per-example", "--noise-multiplier", "2", "--delta", "1e-3",
  ]

  @Test func `training states its plan, its limits and the epsilon that it has spent`() throws {
    let result = try corpus.train("private", Self.noise)
    try expectSuccess(result)
    for sentence in [
      "noise with a standard deviation of 2 x 1", "Poisson sampling with the rate 0.333333",
      "12 steps will have an epsilon of ", "comes from the operating system",
      "epsilon does not cover log.jsonl", "the tokens, which are learnt from all texts",
      "step 3: epsilon ", "step 9: epsilon ", "for one utterance after 12 steps",
    ] {
      #expect(result.errors.contains(sentence), "\(sentence)")
    }
    // Epsilon is rounded up, so the plan and the account are the same number.
    let plan = try #require(result.errors.firstMatch(of: /will have an epsilon of ([0-9.]+) at/))
    let spent = try #require(result.errors.firstMatch(of: /epsilon ([0-9.]+) at delta 0.001 for/))
    #expect(plan.1 == spent.1)
    let log = try corpus.objects("private/log.jsonl")
    #expect(log.allSatisfy { $0["sampling"] as? String == "poisson" })
    let logged = log.compactMap { $0["epsilon"] as? Double }
    let printed = try #require(Double(spent.1))
    #expect(logged.count == 4 && logged[3] <= printed && logged[3] > printed - 0.001)
  }

  @Test func `a stated seed repeats the run and is warned of`() throws {
    let options = Self.noise + ["--noise-seed", "9"]
    for name in ["one", "two"] {
      let result = try corpus.train(name, options + ["--threads", name == "one" ? "1" : "3"])
      try expectSuccess(result)
      #expect(result.errors.contains("warning: the seed of the noise is stated"))
    }
    #expect(try corpus.files("one") == corpus.files("two"))
    try expectSuccess(corpus.train("secret", Self.noise))
    #expect(try corpus.files("secret")[0] != corpus.files("one")[0])
  }

  @Test func `a trace table with noise is named as uncovered, and refused with Poisson sampling`()
    throws
  {
    let traces = ["--traces", corpus.place("traces.jsonl")]
    let refused = try corpus.train("out", Self.noise + traces)
    expectProblem(refused, status: 64, saying: "sampling", "--traces")
    let result = try corpus.train("run", Self.noise + traces + ["--sampling", "shuffle"])
    try expectSuccess(result)
    #expect(result.errors.contains("the trace table, which has no noise"))
    #expect(result.errors.contains("without amplification"))
  }

  @Test func `per-core clipping states its unit`() throws {
    let result = try corpus.train(
      "core",
      [
        "--clip", "per-core", "--virtual-cores", "2", "--target-epsilon", "20", "--delta", "1e-3",
      ])
    try expectSuccess(result)
    #expect(result.errors.contains("the privacy unit is the batch of a virtual core"))
    #expect(result.errors.contains("so the noise counts half"))
  }

  @Test(arguments: [
    (["--noise-multiplier", "1", "--delta", "1e-3"], "clip: none"),
    (
      ["--noise-multiplier", "1", "--delta", "1e-3", "--clip", "adaptive-per-core"],
      "adaptive-per-core"
    ),
    (["--noise-multiplier", "nan", "--clip", "per-example"], "--noise-multiplier"),
    (["--noise-multiplier=-1", "--clip", "per-example"], "--noise-multiplier"),
    (["--noise-multiplier", "0", "--clip", "per-example"], "--noise-multiplier"),
    (["--noise-multiplier", "1", "--clip", "per-example"], "needs a delta"),
    (["--delta", "1e-3", "--clip", "per-example"], "without noise"),
    (["--noise-seed", "1"], "without noise"),
    (["--noise-seed=-1"], "--noise-seed"),
    (["--noise-multiplier", "1", "--clip", "per-example", "--delta", "0.09"], "1 / 12"),
    (["--noise-multiplier", "1", "--clip", "per-example", "--delta", "nan"], "--delta"),
    (
      [
        "--clip", "per-example", "--delta", "1e-3", "--noise-multiplier", "1", "--max-grad-norm",
        "inf",
      ], "max_grad_norm"
    ),
    (
      ["--clip", "per-example", "--delta", "1e-9", "--target-epsilon", "1e-5"],
      "no noise multiplier"
    ),
    (
      [
        "--clip", "per-core", "--noise-multiplier", "1", "--delta", "1e-3", "--sampling", "poisson",
      ], "virtual cores"
    ),
  ])
  func `an impossible request is one error`(options: [String], says: String) throws {
    let result = try corpus.train("out", options)
    #expect(result.status == 64 || result.status == 65, "\(result.status)")
    #expect(result.errors.contains(says), "\(result.errors)")
    #expect(result.errors.components(separatedBy: "error: ").count == 2)
    try expectNothing(of: "out", in: corpus.place)
  }

  @Test func `a recipe with noise and no clipping is refused at its line`() throws {
    let recipe = try corpus.place.write("noise.yml", "training:\n  noise_multiplier: 1\n")
    expectProblem(
      try corpus.train("out", recipe: recipe), status: 65, saying: "noise.yml:2",
      "clip: per-example")
  }

  @Test func `a budget below the first step is refused`() throws {
    let result = try corpus.train("out", Self.noise + ["--target-epsilon", "0.01"])
    #expect(result.errors.contains("the first step alone"))
    try expectNothing(of: "out", in: corpus.place)
  }
}
