import Foundation
import TestSupport
import Testing

/// `score --match order` and `score --best-of`.
@Suite struct MatchingCommandTests {
  private let sample: ScoredSample
  /// The id and the transcript of each entry of the probe set, in its order.
  private let rows: [(id: String, text: String)]

  init() throws {
    sample = try ScoredSample()
    rows = try sample.text("hyp.json").split(separator: "\n").map { line in
      let entry = try JSONDecoder().decode(Entry.self, from: Data(line.utf8))
      let file = URL(fileURLWithPath: entry.path)
      return (file.deletingPathExtension().lastPathComponent, entry.text)
    }
  }

  private struct Entry: Decodable {
    let path: String
    let text: String
    private enum CodingKeys: String, CodingKey {
      case path = "audio_filepath"
      case text = "pred_text"
    }
  }

  /// The output of `score`, without the names of the report's files.
  private func results(_ arguments: [String]) throws -> Substring {
    let result = try sample.run(arguments + ["--no-date"])
    try expectSuccess(result)
    return try result.output[..<#require(result.output.firstRange(of: "\nreport: ")).lowerBound]
  }

  @Test func `transcripts without ids are scored by their order, as those with ids`() throws {
    try sample.place.write("hyp.txt", rows.map { "\($0.text)\n" }.joined())
    let unmatched = try sample.run(sample.arguments(transcripts: "hyp.txt", to: "unmatched"))
    #expect(unmatched.status == 2 && unmatched.errors.contains("add --match order"))

    let arguments = sample.arguments(
      transcripts: "hyp.txt", to: "ordered", adding: ["--match", "order"])
    #expect(try results(arguments) == results(sample.arguments()))
    let again = try sample.run(arguments + ["--force"])
    #expect(again.errors.contains("\(rows.count) rows were matched by their order"))
  }

  @Test func `--probe names the file whose order counts`() throws {
    let reversed = Array(rows.reversed())
    try sample.place.write("hyp.txt", reversed.map { "\($0.text)\n" }.joined())
    try sample.place.write("order.csv", "id\n" + reversed.map { "\($0.id)\n" }.joined())
    let arguments = sample.arguments(
      transcripts: "hyp.txt", to: "ordered",
      adding: ["--match", "order", "--probe", "order.csv"])
    #expect(try results(arguments) == results(sample.arguments()))
  }

  @Test(arguments: ["utt%d ", "D-%d\t-0.4\t"])
  func `rows that begin with names of their own are refused`(_ format: String) throws {
    let lines = rows.enumerated().map { String(format: format, $0) + "\($1.text)\n" }
    try sample.place.write("hyp.txt", lines.joined())
    expectProblem(
      try sample.run(sample.arguments(transcripts: "hyp.txt", adding: ["--match", "order"])),
      status: 65, saying: "hyp.txt", "every row begins with a name of its own", "remove the names")
    try expectNothing(of: "report", in: sample.place)
  }

  @Test(arguments: [-1, 1])
  func `another number of hypotheses than entries is refused`(_ difference: Int) throws {
    let texts = difference < 0 ? rows.dropLast().map(\.text) : rows.map(\.text) + ["one more"]
    try sample.place.write("hyp.txt", texts.map { "\($0)\n" }.joined())
    expectProblem(
      try sample.run(sample.arguments(transcripts: "hyp.txt", adding: ["--match", "order"])),
      status: 65, saying: "hyp.txt", "\(rows.count) entries")
    try expectNothing(of: "report", in: sample.place)
  }

  @Test(arguments: [("hyp", "\"mumble mumble\", "), ("nbest", "\"mumble mumble\", ")])
  func `--best-of scores the most favourable hypothesis and says so`(
    _ column: String, _ first: String
  ) throws {
    let lines = rows.map { #"{"id": "\#($0.id)", "\#(column)": [\#(first)"\#($0.text)"]}"# + "\n" }
    try sample.place.write("nbest.json", lines.joined())
    let one = try sample.run(sample.arguments(transcripts: "nbest.json", to: "first"))
    #expect(one.output.contains("Not measurable"), "\(one.output)")
    let two = try sample.run(
      sample.arguments(transcripts: "nbest.json", to: "best", adding: ["--best-of", "2"]))
    #expect(two.output.contains("Exploratory: Memorization detected: verbatim"), "\(two.output)")
    expectProblem(
      try sample.run(sample.arguments(transcripts: "nbest.json", adding: ["--best-of", "0"])),
      status: 64, saying: "--best-of")
  }
}
