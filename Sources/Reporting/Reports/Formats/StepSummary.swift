import Scoring

/// What a CI job shows of a report: `report.md`, as much of it as there is room for.
package enum StepSummary {
  /// GitHub drops a whole summary over 1 MiB; this leaves room for what other tools of the step add.
  package static let limit = 1_000_000

  /// - Parameter room: bytes; sections that do not fit are left out, last ones first.
  /// - Returns: nil where not even the verdict fits.
  package static func render(_ report: Report, room: Int = limit) -> String? {
    var page = ReportPage(report: report, canaries: nil, hasAnnex: false).page
    let cut = Section("Cut", [.paragraph("The rest does not fit here: see report.md.")])
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
