import Foundation
import TestSupport
import Testing

/// What a model cannot learn from is told before anything is written.
struct TrainingBadInputTests {
  private let corpus: ToneCorpus
  private var place: TemporaryDirectory { corpus.place }

  init() throws { corpus = try ToneCorpus() }

  /// Expects that training on bad.json is refused, and works without the utterance where asked to.
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
  func `an utterance of no use is named`(text: String, seconds: Double, says: String) throws {
    try corpus.manifest("bad.json", and: corpus.utterance("99", text, seconds: seconds))
    try expectRefusal(says)
  }

  @Test func `a model that is larger than the machine is told before memory is taken`() throws {
    let recipe = try place.write(
      "huge.yml", "model: {sample_rate: 8000, width: 4096, blocks: 64, heads: 64, expansion: 16}\n")
    expectProblem(
      try corpus.train("out", recipe: recipe), status: 65, saying: "parameters takes", "GiB",
      "hint: ")
    try expectNothing(of: "out", in: place)
  }

  @Test func `lanes that a batch cannot fill take no memory and change nothing`() throws {
    try expectSuccess(corpus.train("four", recipe: corpus.recipe(["micro_batches": 4])))
    try expectSuccess(corpus.train("many", recipe: corpus.recipe(["micro_batches": 1_024])))
    #expect(try place.read("four/model.safetensors") == place.read("many/model.safetensors"))
  }

  @Test func `a pipe in place of sound is refused, not waited for`() throws {
    #expect(mkfifo(place("99.wav"), 0o600) == 0)
    try corpus.manifest("bad.json", and: corpus.line("99", "one", seconds: 1))
    expectProblem(
      try corpus.train("out", manifest: "bad.json"), status: 66, saying: "99.wav", "is not a regular file")
  }

  @Test(arguments: [Float.nan, -Float.infinity])
  func `a sample that is no number is named`(sample: Float) throws {
    var sound = [Float](repeating: 0.25, count: 8_000)
    sound[1_234] = sample
    try place.write("99.wav", Sound.wav(sound, rate: ToneCorpus.rate))
    try corpus.manifest("bad.json", and: corpus.line("99", "one", seconds: 1))
    try expectRefusal("99.wav", "NaN or infinite")
  }

  @Test func `a character that the start model has no token for is named`() throws {
    try expectSuccess(corpus.train("run"))
    try corpus.manifest("bad.json", and: corpus.utterance("99", "zebra", seconds: 0.8))
    try expectRefusal("no token for 'z'", options: ["--init", place("run/model.safetensors")])
  }

  @Test func `several utterances of no use are counted and named`() throws {
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

  @Test func `of many utterances of no use the first ten are named`() throws {
    let lines = try (0..<23).map { try corpus.utterance("x\($0)", "", seconds: 0.6) }
    try place.write("bad.json", lines.joined())
    try expectProblem(
      corpus.train("out", manifest: "bad.json"), status: 65, saying: "there is no word in any text")
    try corpus.manifest("bad.json", and: lines.joined())
    let result = try corpus.train("out", manifest: "bad.json")
    expectProblem(
      result, status: 65, saying: "23 utterances cannot be used", "'x9'", "and 13 more")
    #expect(!result.errors.contains("'x10'"))
    try expectNothing(of: "out", in: place)
  }

  @Test func `nothing that is left to learn from is an error`() throws {
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
  func `audio that is not there is an error, whatever is skipped`(options: [String]) throws {
    try corpus.manifest("bad.json", and: corpus.line("99", "one", seconds: 1))
    expectProblem(
      try corpus.train("out", manifest: "bad.json", options), status: 66, saying: "99.wav",
      "utterance '99'")
    try expectNothing(of: "out", in: place)
  }

  @Test func `one utterance is enough`() throws {
    try place.write("one.json", corpus.line("0", "one", seconds: 0.6))
    try expectSuccess(corpus.train("out", manifest: "one.json", ["--clip", "per-core"]))
    #expect(try corpus.steps("out") == 12)
  }

  @Test(arguments: [
    (["--max-grad-norm", "2"], "--clip none"), (["--cores", "2"], "--clip none"),
    (["--clip", "per-example", "--cores", "2"], "--clip per-example"),
    (["--clip", "adaptive-per-core", "--max-grad-norm", "1"], "--clip adaptive-per-core"),
    (["--clip", "per-core", "--cores", "5"], "\"cores\": expected 1 to 4"),
    (["--clip", "per-core", "--cores", "0"], "'--cores' takes"),
    (["--clip", "per-core", "--max-grad-norm", "nan"], "'--max-grad-norm' takes"),
    (["--clip", "percore"], "'per-core'"), (["--threads", "0"], "--threads"),
    (["--optimizer", "adam"], "'adamw'"),
  ])
  func `flags that make no sense are refused`(options: [String], says: String) throws {
    expectProblem(try corpus.train("out", options), status: 64, saying: says)
    try expectNothing(of: "out", in: place)
  }

  @Test func `an instruction set that is not there is refused`() throws {
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
