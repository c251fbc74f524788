import Reports
import Scoring
import Testing

@Suite struct StepSummaryTests {
  @Test func `with room it is the report`() throws {
    let report = try ScoredAudit().report
    #expect(StepSummary.render(report) == MarkdownReport.render(report))
  }

  @Test(arguments: [900, 1_500, 3_000, 5_000])
  func `what does not fit is left out from the end, and the reader is told`(room: Int) throws {
    let report = try ScoredAudit().report
    let whole = MarkdownReport.render(report)
    #expect(whole.utf8.count > room)
    guard let text = StepSummary.render(report, room: room) else {
      Issue.record("nothing fits in \(room) bytes")
      return
    }
    #expect(text.utf8.count <= room)
    #expect(text.hasSuffix("## Cut\n\nThe rest does not fit here: see report.md.\n"))
    let kept = text.components(separatedBy: "\n\n## Cut").first ?? ""
    #expect(whole.hasPrefix(kept) && kept.hasPrefix("# \(report.verdict.title)"))
  }

  @Test func `where not even the verdict fits there is none`() throws {
    #expect(StepSummary.render(try ScoredAudit().report, room: 10) == nil)
    #expect(StepSummary.render(try ScoredAudit().report, room: -1) == nil)
  }

  @Test func `a report of a thousand speeds still fits`() throws {
    var report = try ScoredAudit().report
    report.speeds = Array(repeating: report.speeds[0], count: 1_000)
    report.limits = Array(repeating: String(repeating: "x", count: 10_000), count: 200)
    let text = try #require(StepSummary.render(report))
    #expect(text.utf8.count <= StepSummary.limit)
  }
}
