import Files
import Reports
import Scoring
import TestSupport
import Testing

/// A report that says two things is refused, whoever edited it.
@Suite struct ContradictionTests {
  private func read(_ edit: (inout Report) -> Void) throws -> Report {
    let place = try TemporaryDirectory()
    var report = try ScoredAudit().report
    edit(&report)
    let file = try OutputFile(place("r.json"))
    try JSONReport.write(
      report, [ReportRow](), to: { bytes throws(Problem) in try file.write(bytes) })
    try file.close()
    return try JSONReport.read(place("r.json"))
  }

  private func expectRefusal(
    of field: String, _ edit: (inout Report) -> Void,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let problem = #expect(throws: Problem.self, sourceLocation: sourceLocation) {
      try read(edit)
    }
    #expect(problem?.field == field, sourceLocation: sourceLocation)
    #expect(problem?.kind == .badData, sourceLocation: sourceLocation)
  }

  @Test func `as it was written it is read`() throws {
    #expect(try read { _ in } == ScoredAudit().report)
  }

  @Test func `a verdict that its conditions do not lead to`() {
    expectRefusal(of: "verdict") { $0.verdict.code = .notDetected }
    expectRefusal(of: "verdict") { $0.verdict.row = 99 }
  }

  @Test func `a verdict in other words than its own`() {
    expectRefusal(of: "verdict") { $0.verdict.title = Verdict.notDetected.title }
    expectRefusal(of: "verdict") { $0.verdict.explanation += " Not really." }
  }

  @Test func `a primaryAnalysis that is at odds with itself or with the conditions`() {
    expectRefusal(of: "primary_analysis") { $0.primaryAnalysis!.verbatim.rejected.toggle() }
    expectRefusal(of: "primary_analysis") { $0.primaryAnalysis!.verbatim.pValue = 1 }
    expectRefusal(of: "primary_analysis") { $0.primaryAnalysis!.partial.holm = -1 }
    expectRefusal(of: "primary_analysis") { $0.primaryAnalysis = nil }
  }

  @Test(arguments: [Int.max, -1])
  func `guesses that nobody made`(count: Int) {
    expectRefusal(of: "one_run") { $0.speeds[0].privacy!.oneRun!.guessedControls = count }
    expectRefusal(of: "one_run") { $0.speeds[0].privacy!.oneRun!.correct = count }
  }

  @Test func `probes left out and nothing exploratory`() {
    expectRefusal(of: "exploratory") { report in
      report.exploratory = []
      // A count can only be raised by whoever matches transcripts.
      report.transcripts.missing = report.transcripts.unknown
    }
  }

  @Test func `tables of another design`() {
    expectRefusal(of: "speeds") { $0.design.speeds = [3] }
    expectRefusal(of: "tiers") { $0.speeds[0].tiers[0].repetitions = 32 }
  }
}
