import Files
import Foundation
import RecognizerRuns
import TestSupport
import Testing

@Suite struct TrainingRunTests {
  let tones: ToneRuns

  init() throws { tones = try ToneRuns() }

  @Test func `a run writes a model, its state and a log line for each step`() throws {
    let (summary, progress) = try tones.train(tones.request("run"))
    #expect(summary.steps == 8 && summary.isComplete)
    #expect(summary.leftOut == 0 && summary.skippedSteps == 0 && summary.skippedUnits == 0)
    let files = try tones.files("run")
    let log = try tones.objects(files[2])
    #expect(log.compactMap { $0["step"] as? Int } == Array(1...8))
    #expect(log.allSatisfy { ($0["ordinary"] as? [String: Any])?["examples"] as? Int == 4 })
    #expect(log.allSatisfy { $0["canaries"] == nil })
    let saved = progress.compactMap { if case .saved(let step) = $0 { step } else { nil } }
    #expect(saved == [5, 8])
  }

  @Test func `a model that is larger than the machine is refused before audio is read`() throws {
    let (problem, progress) = tones.reports(of: tones.request("run", ToneRuns.hugeRecipe))
    #expect(problem?.kind == .badData && problem?.field == "model")
    #expect(problem?.message.contains("GiB") == true)
    #expect(progress.isEmpty, "\(progress)")
    #expect(!tones.place.exists("run"))
  }

  @Test func `a run that was stopped goes on to the same bytes`() throws {
    try tones.train(tones.request("whole"))
    let (summary, _) = try tones.train(tones.request("stopped"), stoppingAfter: 3)
    #expect(summary.steps == 3 && !summary.isComplete)
    var request = tones.request("stopped")
    request.resumes = true
    #expect(try tones.train(request).summary.isComplete)
    #expect(try tones.files("stopped") == tones.files("whole"))
  }

  @Test func `the number of threads does not change a byte`() throws {
    try tones.train(tones.request("two"))
    var request = tones.request("one")
    request.threads = 1
    try tones.train(request)
    #expect(try tones.files("one") == tones.files("two"))
  }

  @Test func `features that are not kept in memory come out the same`() throws {
    try tones.train(tones.request("kept"))
    var request = tones.request("recomputed")
    request.cacheBytes = 0
    try tones.train(request)
    #expect(try tones.files("recomputed") == tones.files("kept"))
  }

  @Test func `an unusable utterance is an error that names it, or is left out`() throws {
    try tones.write("bad.json", adding: tones.line("99", "", seconds: 0.6))
    var request = tones.request("run", manifest: "bad.json")
    let problem = tones.reports(of: request).problem
    #expect(problem?.kind == .badData && problem?.file == tones.place("bad.json"))
    #expect(problem?.line == 13 && problem?.field == "text")
    #expect(problem?.message.contains("utterance '99'") == true)
    #expect(!tones.place.exists("run"))
    request.unusable = .skip
    let (summary, progress) = try tones.train(request)
    #expect(summary.leftOut == 1 && summary.isComplete)
    let names = progress.compactMap { if case .leftOut(let text) = $0 { text } else { nil } }
    #expect(names.count == 1 && names[0].contains("'99'"))
  }

  @Test func `missing audio is an error even if unusable utterances are left out`() throws {
    let line = try tones.line("99", "one", seconds: 0.6)
    try removeTree(tones.place("99.wav"))
    try tones.write("bad.json", adding: line)
    var request = tones.request("run", manifest: "bad.json")
    request.unusable = .skip
    let problem = tones.reports(of: request).problem
    #expect(problem?.kind == .missingInput && problem?.file == tones.place("99.wav"))
    #expect(!tones.place.exists("run"))
  }

  @Test func `an output that exists is refused before audio is read`() throws {
    try tones.place.write("run/notes.txt", "mine")
    let (problem, progress) = tones.reports(of: tones.request("run"))
    #expect(problem?.kind == .cannotWrite && problem?.file == tones.place("run"))
    #expect(progress.isEmpty)
    #expect(try tones.place.names(in: "run") == ["notes.txt"])
  }

  @Test func `canaries have their own group in the log`() throws {
    var request = tones.request("run")
    request.canaries = ["0", "5"]
    let (_, progress) = try tones.train(request)
    let isWarned = progress.contains { if case .noCanaries = $0 { true } else { false } }
    #expect(!isWarned)
    let log = try tones.objects(tones.files("run")[2])
    func examples(_ group: String) -> Int {
      log.reduce(0) { $0 + (($1[group] as? [String: Any])?["examples"] as? Int ?? -100) }
    }
    #expect(examples("ordinary") + examples("canaries") == 32)
    #expect((1...6).contains(examples("canaries")))
  }

  @Test func `a ledger without a canary of the manifest is reported`() throws {
    var request = tones.request("run")
    request.canaries = ["elsewhere"]
    let isWarned = try tones.train(request).progress.contains {
      if case .noCanaries = $0 { true } else { false }
    }
    #expect(isWarned)
  }

  @Test func `a model to start from gives its tokens and weights`() throws {
    try tones.train(tones.request("first"))
    try tones.place.write("two.json", tones.line("a", "two", seconds: 0.8))
    var request = tones.request("second", manifest: "two.json")
    request.start = RunFiles(tones.place("first")).model
    try tones.train(request)
    let lengths = try ["first", "second"].map { try tones.files($0)[0].count }
    #expect(lengths[0] == lengths[1], "the tokens of the start model decide the output layer")
    var wide = ToneRuns.recipe
    wide.model.melBins = 24
    var other = tones.request("third", wide)
    other.start = request.start
    let (problem, progress) = tones.reports(of: other)
    #expect(problem?.file == request.start)
    #expect(progress.isEmpty)
  }
}
