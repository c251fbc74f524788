import Files
import Reports
import Scoring
import Testing

/// The label and the date of a report in all renderings.
@Suite struct OriginTests {
  private static let label = "conformer <l> & \"step\" 40000"

  private func rendered(_ format: ReportFormat, hasOrigin: Bool) throws -> String {
    let audit = try ScoredAudit()
    var report = audit.report
    if hasOrigin {
      report.label = Self.label
      report.date = CalendarDate("2026-11-28")
    }
    var bytes: [UInt8] = []
    try Rendering().render(report, audit.reportRows(), as: format) { bytes += $0 }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(arguments: ReportFormat.allCases)
  func `every rendering names label and date`(_ format: ReportFormat) throws {
    let text = try rendered(format, hasOrigin: true)
    #expect(text.contains("2026-11-28"))
    let escaped =
      switch format {
      case .html, .junit: "conformer &lt;l&gt; &amp; &quot;step&quot; 40000"
      case .markdown: "step"
      case .json, .sarif: #"conformer <l> & \"step\" 40000"#
      }
    #expect(text.contains(escaped), "\(format)")
  }

  @Test(arguments: ReportFormat.allCases)
  func `a rendering without label and date has neither key`(_ format: ReportFormat) throws {
    let text = try rendered(format, hasOrigin: false)
    for key in ["\"label\" :", "\"date\" :", "\"label\":", "name=\"label\"", "scored on"] {
      #expect(!text.contains(key), "\(key) in \(format)")
    }
  }

  @Test func `label and date survive report.json`() throws {
    let audit = try ScoredAudit()
    var report = audit.report
    report.label = Self.label
    report.date = CalendarDate("2026-11-28")
    let bytes = JSONCoding.encoded(report, pretty: true)
    #expect(try JSONCoding.decoded(Report.self, from: bytes) == report)
  }
}
