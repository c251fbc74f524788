import TestSupport
import Testing

/// The files that `gate` writes.
struct GateOutputTests {
  private let sample: ScoredSample

  init() throws {
    sample = try ScoredSample()
    try sample.place.write(
      "gate.yml",
      "gate:\n  - memorization: {max: 0.4, repetitions: [1, 2]}\n"
        + "  - memorization: {max: 0.4, repetitions: [8, 16]}\n")
    try expectSuccess(sample.run(sample.arguments(adding: ["--no-date"])))
  }

  private func gate(_ more: String...) throws -> CommandResult {
    try sample.run(["gate", "report/report.json", "--gate", "gate.yml"] + more)
  }

  @Test func `junit and sarif have the judgements of the gate`() throws {
    let result = try gate("--junit", "junit.xml", "--sarif", "report.sarif")
    #expect(result.status == 1, "\(result.errors)")
    #expect(try sample.text("junit.xml").contains("asr-audit.gate"))
    #expect(try sample.text("junit.xml").contains("memorization, 8, 16 repetitions, 2x"))
    #expect(try sample.text("report.sarif").contains("memorization, 8, 16 repetitions, 2x"))
  }

  @Test func `the output equals that of score with the same gate`() throws {
    let result = try gate("--output", "gated", "--junit", "junit.xml", "--sarif", "report.sarif")
    #expect(result.status == 1, "\(result.errors)")
    #expect(result.output.contains("report: gated/report.json"))
    let scored = try sample.run(
      sample.arguments(
        to: "scored", adding: ["--no-date", "--gate", "gate.yml", "--junit", "--sarif"]))
    #expect(scored.status == 1, "\(scored.errors)")
    for name in ["report.json", "report.html", "report.md"] {
      #expect(try sample.place.read("gated/\(name)") == sample.place.read("scored/\(name)"))
    }
    for name in ["junit.xml", "report.sarif"] {
      #expect(try sample.place.read(name) == sample.place.read("scored/\(name)"))
    }
  }

  @Test func `report renders the judgements of a gated report`() throws {
    #expect(try gate("--output", "gated", "--junit", "junit.xml").status == 1)
    let rendered = try sample.run(["report", "gated/report.json", "--format", "junit"])
    #expect(Array(rendered.output.utf8) == (try sample.place.read("junit.xml")))
    let before = try sample.run(["report", "report/report.json", "--format", "junit"])
    #expect(before.output.contains("asr-audit.verdict"))
  }

  @Test(arguments: ["--junit", "--sarif", "--output"])
  func `an existing output is kept unless --force is given`(_ option: String) throws {
    // An output is replaced only by one of its own kind.
    let file = option == "--output" ? "/mine" : ""
    try sample.place.write("existing\(file)", "mine")
    expectProblem(try gate(option, "existing"), status: 73, saying: "existing", "--force")
    #expect(try sample.text("existing\(file)") == "mine")
    #expect(try gate(option, "existing", "--force").status == 1)
    #expect(try sample.text("existing.previous-1\(file)") == "mine")
  }

  @Test func `a step summary has the judgements`() throws {
    let result = try sample.run(
      ["gate", "report/report.json", "--gate", "gate.yml", "--github-summary"],
      environment: ["GITHUB_STEP_SUMMARY": sample.place("summary.md")])
    #expect(result.status == 1, "\(result.errors)")
    #expect(try sample.text("summary.md").contains("Gate"))
  }
}
