import Foundation
import TestSupport
import Testing

/// Input that a model cannot learn from is refused before anything is written.
struct TrainingBadInputTests {
  private let corpus: ToneCorpus
  private var place: TemporaryDirectory { corpus.place }

  init() throws { corpus = try ToneCorpus() }

  /// Expects that training on bad.json is refused, and succeeds with `--unusable skip`.
  private func expectRefusal(
    _ parts: String..., options: [String] = [], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let result = try corpus.train("out", manifest: "bad.json", options)
    expectProblem(result, status: 65, saying: "bad.json:13", sourceLocation: sourceLocation)
    for part in ["utterance '99'"] + parts {
      #expect(
        result.errors.contains(part), "no '\(part)' in: \(result.errors)",
        sourceLocation: sourceLocation)
    }
    try expectNothing(of: "out", in: place, sourceLocation: sourceLocation)
    let skipped = try corpus.train("out", manifest: "bad.json", options + ["--unusable", "skip"])
    try expectSuccess(skipped, sourceLocation: sourceLocation)
    #expect(
      skipped.errors.contains("left out: ") && skipped.errors.contains("bad.json:13")
        && skipped.errors.contains("\n" + "asr-audit: 1 utterance(s) were left out\n"),
      sourceLocation: sourceLocation)
  }

  @Test(arguments: [
    ("one", 0.02, "0 output frames"), ("one two six one two six one two six", 0.2, "CTC needs"),
    ("", 0.6, "the text is empty"), ("   ", 0.6, "the text is empty"),
  ])
  func `an unusable utterance is named`(text: String, seconds: Double, says: String) throws {
    try corpus.manifest("bad.json", and: corpus.utterance("99", text, seconds: seconds))
    try expectRefusal(says)
  }

  @Test func `a model that exceeds the machine's memory is refused before allocation`() throws {
    let recipe = try place.write(
      "huge.yml",
      "model: {sample_rate: 8000, d_model: 4096, n_layers: 64, n_heads: 64, "
        + "ff_expansion_factor: 16}\n")
    expectProblem(
      try corpus.train("out", recipe: recipe), status: 65, saying: "parameters takes", "GiB",
      "hint: ")
    try expectNothing(of: "out", in: place)
  }

  @Test func `micro-batches that a batch cannot fill take no memory and change nothing`() throws {
    try expectSuccess(corpus.train("four", recipe: corpus.recipe(["micro_batches": 4])))
    try expectSuccess(corpus.train("many", recipe: corpus.recipe(["micro_batches": 1_024])))
    #expect(try place.read("four/model.safetensors") == place.read("many/model.safetensors"))
  }

  @Test func `a pipe instead of an audio file is refused without blocking`() throws {
    #expect(mkfifo(place("99.wav"), 0o600) == 0)
    try corpus.manifest("bad.json", and: corpus.line("99", "one", seconds: 1))
    expectProblem(
      try corpus.train("out", manifest: "bad.json"), status: 66, saying: "99.wav",
      "is not a regular file")
  }

  @Test(arguments: [Float.nan, -Float.infinity])
  func `a file with a non-finite sample is named`(sample: Float) throws {
    var sound = [Float](repeating: 0.25, count: 8_000)
    sound[1_234] = sample
    try place.write("99.wav", Sound.wav(sound, rate: ToneCorpus.rate))
    try corpus.manifest("bad.json", and: corpus.line("99", "one", seconds: 1))
    try expectRefusal("99.wav", "NaN or infinite")
  }

  @Test func `a character without a token in the start model is named`() throws {
    try expectSuccess(corpus.train("run"))
    try corpus.manifest("bad.json", and: corpus.utterance("99", "zebra", seconds: 0.8))
    try expectRefusal("no token for 'z'", options: ["--init", place("run/model.safetensors")])
  }

  @Test func `several unusable utterances are counted and named`() throws {
    try corpus.manifest(
      "bad.json", and: corpus.utterance("short", "one", seconds: 0.02),
      corpus.line("0", "six", seconds: 0.6), corpus.utterance("empty", "", seconds: 0.6),
      corpus.utterance("dense", "one two six one two six one two six", seconds: 0.2))
    let result = try corpus.train("out", manifest: "bad.json")
    expectProblem(
      result, status: 65, saying: "error: 3 utterances cannot be used", "bad.json:13: ", "'short'",
      "bad.json:15: ", "'empty'", "bad.json:16: ", "'dense'", "--unusable skip")
    try expectNothing(of: "out", in: place)
    let skipped = try corpus.train("out", manifest: "bad.json", ["--unusable", "skip"])
    try expectSuccess(skipped)
    #expect(skipped.errors.contains("3 utterance(s) were left out"))
    #expect(skipped.errors.count(of: "left out: ") == 3)
  }

  @Test func `the first ten of many unusable utterances are named`() throws {
    let lines = try (0..<23).map { try corpus.utterance("x\($0)", "", seconds: 0.6) }
    try place.write("bad.json", lines.joined())
    try expectProblem(
      corpus.train("out", manifest: "bad.json"), status: 65, saying: "the texts contain no words")
    try corpus.manifest("bad.json", and: lines.joined())
    let result = try corpus.train("out", manifest: "bad.json")
    expectProblem(
      result, status: 65, saying: "23 utterances cannot be used", "'x9'", "and 13 more")
    #expect(!result.errors.contains("'x10'"))
    try expectNothing(of: "out", in: place)
  }

  @Test func `a manifest without usable utterances is refused`() throws {
    try place.write("bad.json", corpus.utterance("99", "one two six", seconds: 0.05))
    expectProblem(
      try corpus.train("out", manifest: "bad.json", ["--unusable", "skip"]), status: 65,
      saying: "bad.json", "no usable utterance is left")
    try place.write("none.json", "")
    expectProblem(
      try corpus.train("out", manifest: "none.json"), status: 65, saying: "none.json",
      "has no utterance")
    try expectNothing(of: "out", in: place)
  }

  @Test(arguments: [[], ["--unusable", "skip"]])
  func `missing audio is an error even with --unusable skip`(options: [String]) throws {
    try corpus.manifest("bad.json", and: corpus.line("99", "one", seconds: 1))
    expectProblem(
      try corpus.train("out", manifest: "bad.json", options), status: 66, saying: "99.wav",
      "utterance '99'")
    try expectNothing(of: "out", in: place)
  }

  @Test func `one utterance is enough to train`() throws {
    try place.write("one.json", corpus.line("0", "one", seconds: 0.6))
    try expectSuccess(corpus.train("out", manifest: "one.json", ["--clip", "per-core"]))
    #expect(try corpus.steps("out") == 12)
  }

  @Test(arguments: [
    (["--max-grad-norm", "2"], "--clip none"), (["--virtual-cores", "2"], "--clip none"),
    (["--clip", "per-example", "--virtual-cores", "2"], "--clip per-example"),
    (["--clip", "adaptive-per-core", "--max-grad-norm", "1"], "--clip adaptive-per-core"),
    (["--clip", "per-core", "--virtual-cores", "5"], "\"virtual_cores\": expected 1 to 4"),
    (["--clip", "per-core", "--virtual-cores", "0"], "'--virtual-cores' takes"),
    (["--clip", "per-core", "--max-grad-norm", "nan"], "'--max-grad-norm' takes"),
    (["--clip", "percore"], "'per-core'"), (["--threads", "0"], "--threads"),
    (["--optimizer", "adam"], "'adamw'"),
  ])
  func `contradictory or invalid options are refused`(options: [String], says: String) throws {
    expectProblem(try corpus.train("out", options), status: 64, saying: says)
    try expectNothing(of: "out", in: place)
  }

  @Test func `an unknown instruction set is refused`() throws {
    let result = try runCommand(
      builtProgram("asr-audit"), corpus.trainArguments("out"), in: place.path,
      environment: ["ASR_AUDIT_ISA": "garbage"])
    expectProblem(result, status: 64, saying: "ASR_AUDIT_ISA", "'garbage'", "base")
    try expectNothing(of: "out", in: place)
  }
}

extension String {
  fileprivate func count(of part: String) -> Int { ranges(of: part).count }
}
