import Reports
import Scoring
import Testing

@Suite struct StepSummaryTests {
  @Test func `a summary with enough room is the whole report`() throws {
    let report = try ScoredAudit().report
    #expect(StepSummary.render(report) == MarkdownReport.render(report))
  }

  @Test(arguments: [2_000, 2_500, 4_000, 6_000])
  func `sections that do not fit are removed from the end, and the summary says so`(room: Int)
    throws
  {
    let report = try ScoredAudit().report
    let whole = MarkdownReport.render(report)
    #expect(whole.utf8.count > room)
    guard let text = StepSummary.render(report, room: room) else {
      Issue.record("nothing fits in \(room) bytes")
      return
    }
    #expect(text.utf8.count <= room)
    #expect(
      text.hasSuffix("## Shortened\n\nThe remaining sections do not fit; report.md has them.\n"))
    let kept = text.components(separatedBy: "\n\n## Shortened").first ?? ""
    #expect(whole.hasPrefix(kept) && kept.contains(report.verdict.title))
  }

  @Test func `there is no summary if not even the first screen fits`() throws {
    #expect(StepSummary.render(try ScoredAudit().report, room: 10) == nil)
    #expect(StepSummary.render(try ScoredAudit().report, room: -1) == nil)
  }

  @Test func `a report of a thousand speeds is shortened to the limit`() throws {
    var report = try ScoredAudit().report
    report.speeds = Array(repeating: report.speeds[0], count: 1_000)
    report.limits = Array(repeating: String(repeating: "x", count: 10_000), count: 200)
    let text = try #require(StepSummary.render(report))
    #expect(text.utf8.count <= StepSummary.limit)
  }
}
