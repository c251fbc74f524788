import Scoring

/// `report.md`, the page as text, without figures and without single canaries.
package enum MarkdownReport {
  package static func render(_ report: Report, hasEDPBMapping: Bool = false) -> String {
    ReportPage(report: report, canaries: nil, hasEDPBMapping: hasEDPBMapping).page.markdown
  }
}

/// `report.html`, one self-contained page with all sections.
package enum HTMLReport {
  /// - Parameter audio: recordings to embed. They reveal texts, so pass none unless the caller asked
  ///   to reveal them.
  package static func render(
    _ report: Report, _ canaries: CanarySample, audio: [AudioSample] = [],
    hasEDPBMapping: Bool = false
  ) -> String {
    ReportPage(
      report: report, canaries: canaries, audio: audio, hasEDPBMapping: hasEDPBMapping
    ).page.html
  }
}
