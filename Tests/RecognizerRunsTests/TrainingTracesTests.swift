import Files
import Foundation
import Recognizer
import RecognizerRuns
import TestSupport
import Testing
import Traces

/// The trace table of a training run.
@Suite struct TrainingTracesTests {
  let tones: ToneRuns

  init() throws { tones = try ToneRuns(utterances: 10) }

  private func request(
    _ output: String, manifest: String = "train.json", clip: Bool = false
  ) -> TrainingRequest {
    var recipe = ToneRuns.recipe
    if clip { recipe.training.clip = .perExample }
    var request = tones.request(output, manifest: manifest, recipe)
    request.writesTraces = true
    return request
  }

  private func bytes(_ output: String) throws -> [UInt8] {
    try readFile(RunFiles(tones.place(output)).traces)
  }

  private func table(_ output: String) throws -> TraceTable {
    try TraceReader.read(RunFiles(tones.place(output)).traces)
  }

  /// 10 utterances in batches of 4, 4 and 2: 8 steps are two passes and two thirds of one.
  @Test func `each example of each step has a row`() throws {
    try tones.train(request("run"))
    let table = try table("run")
    #expect(table.count == 28)
    #expect(table.passes(of: "target") == [1, 2, 3])
    #expect(table.losses(of: "target", pass: 1).count { $0 != nil } == 10)
    #expect(table.losses(of: "target", pass: 2).count { $0 != nil } == 10)
    #expect(table.losses(of: "target", pass: 3).count { $0 != nil } == 8)
    #expect(Set(table.ids) == Set((0..<10).map(String.init)))
    for row in (0..<table.count).map({ table[$0] }) {
      #expect(row.isInTraining == true && row.tokens == 3 && row.gradientNorm == nil)
      #expect((50...130).contains(try #require(row.frames)))
    }
  }

  /// The log has the mean over the batch of the losses per token.
  @Test func `the losses are those of the log`() throws {
    try tones.train(request("run"))
    let log = try tones.objects(tones.files("run")[2])
    let rows = try tones.objects(bytes("run"))
    var first = 0
    for (step, entry) in log.enumerated() {
      let count = [4, 4, 2][step % 3]
      let losses = try rows[first..<first + count].map { row in
        try #require(row["loss"] as? Double) / Double(try #require(row["tokens"] as? Int))
      }
      first += count
      let mean = losses.reduce(0, +) / Double(count)
      #expect(abs(mean - (try #require(entry["loss"] as? Double))) < 1e-6 * mean)
    }
    #expect(first == rows.count)
  }

  @Test func `norms of per-example clipping are those of the log`() throws {
    try tones.train(request("run", clip: true))
    let log = try tones.objects(tones.files("run")[2])
    let rows = try tones.objects(bytes("run"))
    var first = 0
    for (step, entry) in log.enumerated() {
      let count = [4, 4, 2][step % 3]
      let norms = rows[first..<first + count].compactMap { $0["gradient_norm"] as? Double }
      #expect(norms.count == count)
      first += count
      let largest = (entry["ordinary"] as? [String: Any])?["norm_max"] as? Double
      #expect(norms.max() == largest)
    }
  }

  @Test func `the number of threads does not change a byte, nor do traces change the model`() throws
  {
    try tones.train(request("two", clip: true))
    var one = request("one", clip: true)
    one.threads = 1
    try tones.train(one)
    #expect(try bytes("one") == bytes("two"))
    var without = request("without", clip: true)
    without.writesTraces = false
    try tones.train(without)
    #expect(try tones.files("without") == tones.files("one"))
    #expect(!tones.place.exists("without/traces.jsonl"))
  }

  @Test(arguments: [1, 3, 6, 7])
  func `a run that was stopped has the same table`(_ step: Int) throws {
    try tones.train(request("whole"))
    try tones.train(request("stopped"), stoppingAfter: step)
    // What a killed run wrote after its last saved state.
    let written = try bytes("stopped")
    try tones.place.write("stopped/traces.jsonl", written + Array("{\"id\": \"3\", \"lo".utf8))
    var resumed = request("stopped")
    resumed.resumes = true
    try tones.train(resumed)
    #expect(try bytes("stopped") == bytes("whole"))
    #expect(try tones.files("stopped") == tones.files("whole"))
  }

  @Test func `a run is resumed with traces only if it was started with them`() throws {
    try tones.train(request("with"), stoppingAfter: 2)
    var without = request("with")
    without.writesTraces = false
    without.resumes = true
    #expect(tones.reports(of: without).problem?.kind == .usage)
    var begun = request("without")
    begun.writesTraces = false
    try tones.train(begun, stoppingAfter: 2)
    var with = request("without")
    with.resumes = true
    let (problem, progress) = tones.reports(of: with)
    #expect(problem?.kind == .usage)
    #expect(problem?.message.contains("started without traces") == true)
    #expect(progress.isEmpty)
  }

  @Test func `traces with fewer lines than the saved state are an error`() throws {
    try tones.train(request("run"), stoppingAfter: 3)
    try tones.place.write("run/traces.jsonl", Array(bytes("run").dropLast()))
    var resumed = request("run")
    resumed.resumes = true
    let problem = tones.reports(of: resumed).problem
    #expect(problem?.kind == .badData && problem?.file == RunFiles(tones.place("run")).traces)
    #expect(problem?.message.contains("has 9 complete lines") == true)
    #expect(problem?.message.contains("step 3 needs 10") == true)
  }

  @Test func `two utterances of one name are refused before audio is read`() throws {
    let line = try tones.line("3", "one", seconds: 0.6)
    try tones.write("twice.json", adding: line)
    let (problem, progress) = tones.reports(of: request("run", manifest: "twice.json"))
    #expect(problem?.kind == .badData && problem?.line == 11)
    #expect(problem?.message.contains("utterance '3' is also on line 4") == true)
    #expect(progress.isEmpty && !tones.place.exists("run"))
  }
}
