import Scoring

/// The summary of a CI step: as many sections of `report.md` as fit.
package enum StepSummary {
  /// The largest size in bytes. GitHub drops a summary over 1 MiB as a whole; the limit leaves room
  /// for other tools of the step.
  package static let limit = 1_000_000

  /// - Parameter room: the number of bytes left. Sections that do not fit are removed from the end.
  /// - Returns: nil if not even the first screen fits.
  package static func render(_ report: Report, room: Int = limit) -> String? {
    var page = ReportPage(report: report, canaries: nil, hasEDPBMapping: false).page
    let cut = Section(
      "Shortened", [.paragraph("The remaining sections do not fit; report.md has them.")])
    var isCut = false
    while true {
      var shown = page
      if isCut { shown.sections.append(cut) }
      let text = shown.markdown
      if text.utf8.count <= room { return text }
      guard !page.sections.isEmpty else { return nil }
      page.sections.removeLast()
      isCut = true
    }
  }
}
