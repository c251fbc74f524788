import Files
import Integrity
import RecognizerRuns
import TestSupport
import Testing

@Suite struct TrainingLogEntryTests {
  private func entry() -> TrainingLogEntry {
    var ordinary = TrainingLogEntry.Group(examples: 3, loss: 0.5, units: 3)
    ordinary.normP50 = 1.5
    ordinary.clipped = 0.25
    var entry = TrainingLogEntry(step: 7, learningRate: 0.125, loss: .nan, ordinary: ordinary)
    entry.gradientNorm = 2
    entry.bound = .infinity
    entry.canaries = TrainingLogEntry.Group(examples: 0, loss: nil, units: 0)
    return entry
  }

  @Test func `an entry is read as it was written, without non-finite numbers`() throws {
    let place = try TemporaryDirectory()
    let path = try place.write("log.jsonl", entry().line(clips: true) + entry().line(clips: false))
    var expected = entry()
    expected.loss = nil
    expected.bound = nil
    #expect(try TrainingLogEntry.all(in: path) == [expected, expected])
  }

  @Test func `the first entry names the ledger, and the others do not`() throws {
    let place = try TemporaryDirectory()
    var first = entry()
    (first.loss, first.bound) = (nil, nil)
    first.ledger = .init(ids: Digest(ofNames: ["b", "a"]), used: ["c"])
    var second = first
    second.ledger = nil
    let path = try place.write("log.jsonl", first.line(clips: true) + second.line(clips: true))
    #expect(try TrainingLogEntry.all(in: path) == [first, second])
    #expect(Digest(ofNames: ["b", "a"]) == Digest(of: Array("a\nb".utf8)))
  }

  @Test func `a bound is written only if the run clips`() {
    let clips = String(decoding: entry().line(clips: true), as: UTF8.self)
    #expect(clips.contains("\"bound\": null"))
    #expect(!String(decoding: entry().line(clips: false), as: UTF8.self).contains("bound"))
  }

  @Test func `a broken line is named`() throws {
    let place = try TemporaryDirectory()
    let lines = entry().line(clips: true) + Array("{\"step\":2}\n".utf8)
    let path = try place.write("log.jsonl", lines)
    let problem = #expect(throws: Problem.self) { try TrainingLogEntry.all(in: path) }
    #expect(problem?.line == 2)
  }

  @Test(arguments: [
    ("\"units\": 3", "\"units\": 9000000000000000000"), ("\"units\": 3", "\"units\": -2"),
    ("\"norm_p50\": 1.5", "\"norm_p50\": -5"), ("\"norm_p50\": 1.5", "\"norm_p50\": 1e300"),
  ])
  func `numbers that no training run writes are refused`(_ number: String, _ other: String) throws {
    let line = String(decoding: entry().line(clips: true), as: UTF8.self)
    try #require(line.contains(number))
    let place = try TemporaryDirectory()
    let path = try place.write("log.jsonl", line.replacing(number, with: other))
    let problem = #expect(throws: Problem.self) { try TrainingLogEntry.all(in: path) }
    #expect(problem?.line == 1)
  }
}
