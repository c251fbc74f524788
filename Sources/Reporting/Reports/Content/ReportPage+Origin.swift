extension ReportPage {
  /// The label and the date of the report, to follow the name of the corpus.
  var origin: Text {
    let label: Text = report.label.map { ", \(name: $0)" } ?? ""
    let date: Text = report.date.map { ", scored on \($0.description)" } ?? ""
    return label + date
  }
}
