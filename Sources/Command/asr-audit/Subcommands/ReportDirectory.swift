import Files
import Foundation
import Reports
import Scoring

/// A directory with a report and its renderings. It appears whole or not at all.
///
/// An existing directory is kept unless `--force` is given, with one exception: a report in which
/// nothing was measured (the ledger did not match, or transcripts were missing) is replaced, so
/// that a corrected command can be repeated.
struct ReportDirectory {
  private let staged: StagedDirectory
  private let replacesUnmeasured: Bool

  init(_ path: String, force: Bool) throws(Problem) {
    replacesUnmeasured = !force && Self.isUnmeasuredReport(path)
    staged = try StagedDirectory(target: path, force: force || replacesUnmeasured)
  }

  /// Writes the renderings and puts the directory in its place.
  /// - Returns: the paths of the files.
  func write(
    _ report: Report, _ rows: some Sequence<ReportRow>, as formats: [ReportFormat],
    _ rendering: Rendering
  ) throws(Problem) -> [String] {
    for format in formats {
      let file = try OutputFile("\(staged.path)/\(format.fileName)")
      try rendering.render(report, rows, as: format) { bytes throws(Problem) in
        try file.write(bytes)
      }
      try file.close()
    }
    // Checked again, because scoring takes a while.
    if replacesUnmeasured, Self.isUnmeasuredReport(staged.target) {
      try removeTree(staged.target)
    }
    try staged.commit()
    return formats.map { "\(staged.target)/\($0.fileName)" }
  }

  /// True for a directory, not a link to one, with an unmeasured report and nothing else.
  private static func isUnmeasuredReport(_ path: String) -> Bool {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    guard attributes?[.type] as? FileAttributeType == .typeDirectory,
      let names = try? directoryEntries(of: path),
      Set(names).isSubset(of: ReportFormat.allCases.map(\.fileName)),
      let report = try? JSONReport.read("\(path)/\(ReportFormat.json.fileName)")
    else { return false }
    return report.isUnmeasured
  }
}
