import Files
import Scoring

/// What a report can be rendered as, each from `report.json` alone.
package enum ReportFormat: String, CaseIterable, Sendable {
  case html, markdown, junit, sarif, json

  /// Its name in a report's directory.
  package var fileName: String {
    switch self {
    case .html: "report.html"
    case .markdown: "report.md"
    case .junit: "junit.xml"
    case .sarif: "report.sarif"
    case .json: "report.json"
    }
  }
}

/// How a report is to be rendered.
package struct Rendering: Sendable {
  package var hasAnnex = false
  package var allowsInconclusive = false
  /// What SARIF points at.
  package var location = SARIFReport.standardLocation

  package init() {}

  /// - Parameters:
  ///   - rows: of all canaries, in the ledger's order.
  ///   - write: takes the bytes, piece by piece.
  package func render(
    _ report: Report, _ rows: some Sequence<ReportRow>, as format: ReportFormat,
    to write: ([UInt8]) throws(Problem) -> Void
  ) throws(Problem) {
    let text: String
    switch format {
    case .html: text = HTMLReport.render(report, CanarySample(rows), hasAnnex: hasAnnex)
    case .markdown: text = MarkdownReport.render(report, hasAnnex: hasAnnex)
    case .junit: text = JUnitReport.render(report, allowsInconclusive: allowsInconclusive)
    case .sarif: text = try SARIFReport.render(report, location: location)
    case .json: return try JSONReport.write(report, rows, to: write)
    }
    try write(Array(text.utf8))
  }
}
