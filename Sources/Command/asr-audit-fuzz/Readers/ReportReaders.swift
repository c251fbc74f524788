import Files
import Gating
import Reports

/// Readers of reports. `rendering` also writes all formats and judges the report.
let reportReaders = [
  Reader(name: "report") { bytes, files throws(Problem) in
    var rows = 0
    let path = files.write(bytes)
    _ = try JSONReport.read(path) { _ in rows += 1 }
    _ = try JSONReport.read(path)
  },
  Reader(name: "rendering") { bytes, files throws(Problem) in
    var rows: [ReportRow] = []
    let report = try JSONReport.read(files.write(bytes)) { rows.append($0) }
    var rendering = Rendering()
    rendering.hasEDPBMapping = true
    for format in ReportFormat.allCases {
      var written: [UInt8] = []
      try rendering.render(report, rows, as: format) { part throws(Problem) in written += part }
      require(written.isUTF8Text, "the \(format.rawValue) is not UTF-8")
      guard format == .json else { continue }
      let again = try JSONReport.read(files.write(written, as: "again.json")) { _ in }
      require(again == report, "a report that was written again differs")
    }
    _ = StepSummary.render(report)
    // A problem of a limit has no file, because limits come from a ledger too.
    let gate = Gate(file: nil, report: report, baseline: report)
    _ = try? gate.judge(report)
  },
]

extension [UInt8] {
  fileprivate var isUTF8Text: Bool { self[...].isUTF8 }
}
