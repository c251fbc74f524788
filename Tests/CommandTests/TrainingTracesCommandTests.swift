import Files
import TestSupport
import Testing

/// `train --traces`.
struct TrainingTracesCommandTests {
  private let corpus: ToneCorpus
  private var place: TemporaryDirectory { corpus.place }

  init() throws { corpus = try ToneCorpus() }

  @Test func `the table appears when training is complete, compressed if its name says so`() throws
  {
    try expectSuccess(corpus.train("plain", ["--traces", place("t.jsonl")]))
    try expectSuccess(corpus.train("packed", ["--traces", place("t.jsonl.gz")]))
    let plain = try place.read("t.jsonl")
    #expect(plain == (try place.read("plain/traces.jsonl")))
    #expect(plain.count { $0 == UInt8(ascii: "\n") } == 48)
    #expect(try place.read("t.jsonl.gz").starts(with: [0x1F, 0x8B]))
    let reader = try LineReader(place("t.jsonl.gz"))
    var unpacked: [UInt8] = []
    while let run = try reader.nextRun(atMost: 10) { unpacked += run.bytes }
    #expect(unpacked == plain)
  }

  @Test func `an interrupted run leaves no table, and the resumed one writes all of it`() throws {
    let recipe = try corpus.recipe(["steps": 3_000, "checkpoint_every": 100])
    try expectSuccess(corpus.train("whole", recipe: recipe, ["--traces", place("whole.jsonl")]))
    let traces = ["--traces", place("t.jsonl")]
    let running = try corpus.start("stopped", recipe: recipe, untilStep: 7, traces)
    running.interrupt()
    #expect(try running.result().status == 130)
    #expect(!place.exists("t.jsonl"))
    try expectSuccess(corpus.train("stopped", recipe: recipe, ["--resume"] + traces))
    #expect(try place.read("t.jsonl") == place.read("whole.jsonl"))
  }

  @Test func `a table that exists or lies in the way is refused before training`() throws {
    try place.write("t.jsonl", "mine")
    expectProblem(
      try corpus.train("run", ["--traces", place("t.jsonl")]), status: 73, saying: "t.jsonl",
      "already exists")
    expectProblem(
      try corpus.train("run", ["--traces", place("train.json")]), status: 64, saying: "--traces",
      "is the input")
    try expectNothing(of: "run", in: place)
    #expect(try place.read("t.jsonl") == Array("mine".utf8))
  }
}
