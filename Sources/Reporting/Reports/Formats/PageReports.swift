import Scoring

/// `report.md`: for a reader in a hurry, and for places that show text only.
package enum MarkdownReport {
  package static func render(_ report: Report, hasAnnex: Bool = false) -> String {
    ReportPage(report: report, canaries: nil, hasAnnex: hasAnnex).page.markdown
  }
}

/// `report.html`: one self-contained page with everything on it.
package enum HTMLReport {
  package static func render(
    _ report: Report, _ canaries: CanarySample, hasAnnex: Bool = false
  ) -> String {
    ReportPage(report: report, canaries: canaries, hasAnnex: hasAnnex).page.html
  }
}
