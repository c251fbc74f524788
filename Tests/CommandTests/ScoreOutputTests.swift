import Foundation
import TestSupport
import Testing

/// The label, the date and the output directory of `score`.
struct ScoreOutputTests {
  @Test func `label and date are in the report and on the terminal`() throws {
    let sample = try ScoredSample()
    let result = try sample.run(sample.arguments(adding: ["--label", "conformer-l, step 40000"]))
    try expectSuccess(result)
    let heading = try #require(result.output.split(separator: "\n").first)
    #expect(heading.hasPrefix("conformer-l, step 40000, 20"))
    let day = String(heading.suffix(10))
    for name in ["report.json", "report.html", "report.md"] {
      let text = try sample.text("report/\(name)")
      #expect(text.contains("conformer-l, step 40000") && text.contains(day), "\(name)")
    }
    let gate = try sample.run(["gate", "report/report.json", "--allow-inconclusive"])
    #expect(gate.output.hasPrefix(heading))
  }

  @Test func `--no-date leaves the date out`() throws {
    let sample = try ScoredSample()
    try expectSuccess(sample.run(sample.arguments(adding: ["--no-date"])))
    #expect(!(try sample.text("report/report.json")).contains("\"date\""))
    try expectSuccess(sample.run(sample.arguments(to: "again", adding: ["--no-date"])))
    #expect(try sample.place.read("report/report.html") == sample.place.read("again/report.html"))
  }

  @Test func `report.html plays canaries only with --reveal`() throws {
    let sample = try ScoredSample()
    try expectSuccess(sample.run(sample.arguments()))
    #expect(!(try sample.text("report/report.html")).contains("<audio"))
    try expectSuccess(sample.run(sample.arguments(to: "revealed", adding: ["--reveal"])))
    let page = try sample.text("revealed/report.html")
    let players = page.matches(of: /src="data:audio\/wav;base64,UklGR/)
    #expect((2...3).contains(players.count))
    #expect(page.utf8.count < 500_000)
  }

  @Test(arguments: ["", "  "])
  func `a blank label is refused`(_ label: String) throws {
    let sample = try ScoredSample()
    expectProblem(
      try sample.run(sample.arguments(adding: ["--label", label])), status: 64, saying: "--label")
  }

  @Test func `a report without results is replaced by the next score`() throws {
    let sample = try ScoredSample()
    let refused = try sample.run(
      sample.arguments(transcripts: "incomplete.json", adding: ["--junit"]))
    #expect(refused.status == 2, "\(refused.errors)")
    #expect(refused.output.contains("--missing skip"))
    #expect(try sample.text("report/report.md").contains("transcripts are missing"))
    try expectSuccess(sample.run(sample.arguments()))
    #expect(try sample.text("report/report.md").contains("Memorization"))
    #expect(!sample.place.exists("report/junit.xml"))
    #expect(try sample.place.names().filter { $0.hasPrefix("report") } == ["report"])
    // A report with results is kept.
    expectProblem(try sample.run(sample.arguments()), status: 73, saying: "already exists")
  }

  @Test func `a directory with other files beside an unmeasured report is kept`() throws {
    let sample = try ScoredSample()
    #expect(try sample.run(sample.arguments(transcripts: "incomplete.json")).status == 2)
    try sample.place.write("report/notes.txt", "mine")
    expectProblem(try sample.run(sample.arguments()), status: 73, saying: "already exists")
    #expect(try sample.text("report/notes.txt") == "mine")
  }

  @Test func `a link to an unmeasured report is kept`() throws {
    let sample = try ScoredSample()
    #expect(
      try sample.run(sample.arguments(transcripts: "incomplete.json", to: "target")).status == 2)
    try FileManager.default.createSymbolicLink(
      atPath: sample.place("report"), withDestinationPath: sample.place("target"))
    expectProblem(try sample.run(sample.arguments()), status: 73, saying: "already exists")
    #expect(sample.place.exists("target/report.json"))
  }

  @Test func `outside a workflow a step summary is a warning`() throws {
    let sample = try ScoredSample()
    let result = try sample.run(
      sample.arguments(adding: ["--github-summary"]), environment: ["GITHUB_STEP_SUMMARY": ""])
    try expectSuccess(result)
    #expect(result.errors.contains("warning: there is no step summary"))
    #expect(sample.place.exists("report/report.json"))
  }

  @Test func `a mismatch can be rendered again and names its reason`() throws {
    let sample = try ScoredSample()
    let result = try sample.run(sample.arguments(adding: ["--normalizer", "none"]))
    #expect(result.status == 2, "\(result.errors)")
    #expect(result.output.contains("The normaliser is none-1"))
    let page = try sample.run(["report", "report/report.json", "--format", "markdown"])
    try expectSuccess(page)
    #expect(page.output.contains("normaliser"))
  }
}
