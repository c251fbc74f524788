import Files
import Scoring

/// The formats of a report. Each is rendered from `report.json` alone.
package enum ReportFormat: String, CaseIterable, Sendable {
  case html, markdown, junit, sarif, json

  /// The name of the file in a report's directory.
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

/// The options of a rendering.
package struct Rendering: Sendable {
  /// Whether the page and the Markdown end with the mapping to EDPB Opinion 28/2024.
  package var hasEDPBMapping = false
  /// Whether an inconclusive assertion is skipped, not failed, in JUnit.
  package var allowsInconclusive = false
  /// Recordings that the HTML page embeds. They reveal texts.
  package var audio: [AudioSample] = []
  /// The file that SARIF results point at, as a path within the repository.
  package var location = SARIFReport.standardLocation

  package init() {}

  /// - Parameters:
  ///   - rows: the rows of all canaries in the ledger's order.
  ///   - write: called with one part of the bytes after another.
  package func render(
    _ report: Report, _ rows: some Sequence<ReportRow>, as format: ReportFormat,
    to write: ([UInt8]) throws(Problem) -> Void
  ) throws(Problem) {
    let text: String
    switch format {
    case .html:
      text = HTMLReport.render(
        report, CanarySample(rows), audio: audio, hasEDPBMapping: hasEDPBMapping)
    case .markdown: text = MarkdownReport.render(report, hasEDPBMapping: hasEDPBMapping)
    case .junit: text = JUnitReport.render(report, allowsInconclusive: allowsInconclusive)
    case .sarif: text = try SARIFReport.render(report, location: location)
    case .json: return try JSONReport.write(report, rows, to: write)
    }
    try write(Array(text.utf8))
  }
}
