import Files
import Foundation
import RecognizerRuns
import TestSupport
import Testing

@Suite struct TranscriptionRunTests {
  let tones: ToneRuns

  /// More utterances than are in memory at once.
  init() throws {
    tones = try ToneRuns(utterances: 70)
    try tones.train(tones.request("run"))
  }

  private func run(_ manifest: String = "train.json") -> TranscriptionRun {
    TranscriptionRun(
      manifest: tones.place(manifest), checkpoint: RunFiles(tones.place("run")).model, threads: 2)
  }

  private func transcribe(
    _ run: TranscriptionRun
  ) throws -> (bytes: [UInt8], summary: TranscriptionRun.Summary, progress: [Int]) {
    var bytes: [UInt8] = []
    var progress: [Int] = []
    let summary = try run.run(
      isa: .base, progress: { done, _ in progress.append(done) },
      write: { line throws(Problem) in bytes += line })
    return (bytes, summary, progress)
  }

  @Test func `each utterance has a line, in the order of the manifest`() throws {
    let (bytes, summary, progress) = try transcribe(run())
    let lines = try tones.objects(bytes)
    #expect(lines.map { $0["id"] as? String } == (0..<70).map { "\($0)" })
    #expect(lines.map { $0["text"] as? String } == (0..<70).map { ToneRuns.words[$0 % 3] })
    #expect(lines[7]["audio_filepath"] as? String == tones.place("7.wav"))
    #expect(lines.allSatisfy { $0["pred_text"] is String && $0["ctc_loss"] == nil })
    #expect(summary.utterances == 70 && summary.withoutLoss == [])
    #expect(progress == [64, 70])
  }

  @Test func `the number of threads does not change a byte`() throws {
    var single = run()
    single.threads = 1
    #expect(try transcribe(single).bytes == transcribe(run()).bytes)
  }

  @Test func `a text that the model cannot write has the loss null`() throws {
    try tones.write(
      "more.json", adding: tones.line("short", "one two six one two six", seconds: 0.1),
      tones.line("zebra", "zebra", seconds: 0.6), tones.line("silent", "", seconds: 0.6))
    var run = run("more.json")
    run.writesLoss = true
    let (bytes, summary, _) = try transcribe(run)
    let losses = try tones.objects(bytes).map { $0["ctc_loss"] }
    #expect(summary.withoutLoss == ["short", "zebra"])
    #expect(losses[70] is NSNull && losses[71] is NSNull)
    #expect(losses.enumerated().allSatisfy { (70...71).contains($0) || $1 is Double })
  }

  @Test func `audio that cannot be read ends the run with the utterance's name`() throws {
    try tones.place.write("99.wav", "not audio")
    let line = #"{"audio_filepath": "\#(tones.place("99.wav"))", "duration": 1, "text": "one"}"#
    try tones.write("bad.json", adding: line)
    let problem = #expect(throws: Problem.self) { try transcribe(run("bad.json")) }
    #expect(problem?.kind == .badData && problem?.file == tones.place("99.wav"))
    #expect(problem?.message.contains("utterance '99'") == true)
  }

  @Test func `a checkpoint that does not exist is a missing input`() throws {
    var run = run()
    run.checkpoint = tones.place("none.safetensors")
    let problem = #expect(throws: Problem.self) { try transcribe(run) }
    #expect(problem?.kind == .missingInput && problem?.file == run.checkpoint)
  }

  @Test func `the error of the writer ends the run`() throws {
    let full = Problem(.inputOutput, "no room", file: "out")
    #expect(throws: full) {
      _ = try run().run(
        isa: .base, progress: { _, _ in }, write: { _ throws(Problem) in throw full })
    }
  }
}
