extension ReportPage {
  /// The label and the date of the report; empty without them.
  var origin: [Block] {
    let label: Text = report.label.map { "\(name: $0)" } ?? ""
    let date: Text = report.date.map { "scored on \($0.description)" } ?? ""
    let separator: Text = report.origin.count > 1 ? ", " : ""
    return report.origin.isEmpty ? [] : [.paragraph(label + separator + date)]
  }
}
