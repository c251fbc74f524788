import Files
import Reports
import Scoring
import TestSupport
import Testing

/// Reports that contradict themselves, for example because somebody edited them, are refused.
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

  @Test func `an unchanged report is read as it was written`() throws {
    #expect(try read { _ in } == ScoredAudit().report)
  }

  @Test func `a verdict that does not follow from its conditions is refused`() {
    expectRefusal(of: "verdict") { $0.verdict.code = .notDetected }
  }

  @Test func `the words of a verdict follow from its code, whatever the file says`() throws {
    let report = try read {
      $0.verdict.title = Verdict.notDetected.title
      $0.verdict.row = 99
      $0.verdict.explanation += " Not really."
    }
    #expect(try report == ScoredAudit().report)
  }

  @Test func `a primary analysis that contradicts itself or the conditions is refused`() {
    expectRefusal(of: "primary_analysis") { $0.primaryAnalysis!.verbatim.rejected.toggle() }
    expectRefusal(of: "primary_analysis") { $0.primaryAnalysis!.verbatim.pValue = 1 }
    expectRefusal(of: "primary_analysis.partial.holm") { $0.primaryAnalysis!.partial.holm = -1 }
    expectRefusal(of: "primary_analysis") { $0.primaryAnalysis = nil }
  }

  @Test(arguments: [Int.max, -1])
  func `impossible counts of guesses are refused`(count: Int) {
    expectRefusal(of: "one_run") { $0.speeds[0].privacy!.oneRun!.guessedControls = count }
    expectRefusal(of: "one_run") { $0.speeds[0].privacy!.oneRun!.correct = count }
  }

  @Test func `left-out probes without an exploratory note are refused`() {
    expectRefusal(of: "exploratory") { report in
      report.exploratory = []
      // Only the matching of transcripts can make a count, so another one is used.
      report.transcripts.missing = report.transcripts.unknown
    }
  }

  @Test func `tables of another design are refused`() {
    expectRefusal(of: "speeds") { $0.design.speeds = [3] }
    expectRefusal(of: "tiers") { $0.speeds[0].tiers[0].repetitions = 32 }
  }
}
