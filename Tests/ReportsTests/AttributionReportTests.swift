import AuditModel
import Files
import Reports
import Scoring
import TestSupport
import Testing

/// Recombined controls in report.json and on the page.
@Suite struct AttributionReportTests {
  private func written(
    _ edit: (inout Report, inout [ReportRow]) -> Void = { _, _ in }
  ) throws -> Report {
    let audit = try ScoredAudit(hasRecombinedControls: true)
    var (report, rows) = (audit.report, audit.reportRows())
    edit(&report, &rows)
    let place = try TemporaryDirectory()
    let file = try OutputFile(place("r.json"))
    try JSONReport.write(report, rows, to: { bytes throws(Problem) in try file.write(bytes) })
    try file.close()
    var read: [ReportRow] = []
    let result = try JSONReport.read(place("r.json")) { read.append($0) }
    #expect(read == rows)
    return result
  }

  @Test func `a report with recombined controls reads back with its rows`() throws {
    let audit = try ScoredAudit(hasRecombinedControls: true)
    #expect(try written() == audit.report)
    #expect(audit.report.attribution?.conclusion == .utterances)
    let rows = audit.reportRows().filter { $0.role == .recombined }
    #expect(
      rows.count
        == audit.report.attribution!.speeds[0].groups.reduce(0) {
          $0 + $1.recombined.exact.trials
        })
    #expect(rows.allSatisfy { row in audit.rows.contains { $0.canary.probeID == row.recombines } })
  }

  @Test func `the page and the Markdown state the conclusion and show a row for each tier`() throws
  {
    let audit = try ScoredAudit(hasRecombinedControls: true)
    let sentence = try #require(audit.report.attribution?.sentence)
    #expect(
      sentence.hasPrefix("The model has memorised utterances: it transcribes trained canaries"))
    let markdown = MarkdownReport.render(audit.report)
    #expect(markdown.contains("## Utterances or words"))
    #expect(markdown.contains(sentence.replacing("<", with: "&lt;")))
    let html = String(decoding: try audit.rendered(.html), as: UTF8.self)
    #expect(html.contains("Utterances or words"))
    #expect(html.contains("their recombined controls at 2x speed"))
    #expect(html.contains(">recombined<"))
  }

  @Test func `a report without the arm says so in the limits of the evidence`() throws {
    let without = try ScoredAudit().report
    let with = try ScoredAudit(hasRecombinedControls: true).report
    let limit = "The probe set has no recombined controls"
    #expect(without.attribution == nil)
    #expect(without.limits.contains { $0.hasPrefix(limit) })
    #expect(!with.limits.contains { $0.hasPrefix(limit) })
    #expect(!MarkdownReport.render(without).contains("Utterances or words"))
  }

  @Test func `an attribution that contradicts its tests or the design is refused`() {
    let edits: [(inout Report) -> Void] = [
      { $0.attribution!.conclusion = .words }, { $0.attribution!.conclusion = .neither },
      { $0.attribution!.utterances.partial.rejected.toggle() },
      { $0.attribution!.words.verbatim.pValue = 2 },
      { $0.attribution!.words.verbatim.holm = 0.0001 },
      { $0.attribution!.speeds = [] }, { $0.attribution!.speeds[0].groups.removeFirst() },
      { $0.design.recombinedControls = false },
    ]
    for (number, edit) in edits.enumerated() {
      let problem = #expect(throws: Problem.self, "edit \(number)") {
        try written { report, _ in edit(&report) }
      }
      #expect(problem?.field?.hasPrefix("attribution") == true, "edit \(number)")
    }
  }

  @Test(arguments: [
    (Attribution.utterances, ["memorised utterances"], ["learnt words"]),
    (.words, ["has learnt words at this speed", "Nothing shows that it memorised utterances"], []),
    (.utterancesAndWords, ["memorised utterances:", "learnt words at this speed:"], ["Nothing"]),
    (.neither, ["shows neither memorised utterances"], ["has "]),
  ])
  func `each conclusion has its sentence`(
    _ conclusion: Attribution, has parts: [String], hasNot others: [String]
  ) throws {
    var attribution = try #require(ScoredAudit(hasRecombinedControls: true).report.attribution)
    attribution.conclusion = conclusion
    for part in parts { #expect(attribution.sentence.contains(part), "\(attribution.sentence)") }
    for part in others { #expect(!attribution.sentence.contains(part), "\(attribution.sentence)") }
    #expect(attribution.sentence.contains("(p "))
    attribution.speeds += attribution.speeds
    #expect(!attribution.sentence.contains("this speed"))
  }
}
