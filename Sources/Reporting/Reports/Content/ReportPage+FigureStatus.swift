import Files
import Scoring

extension ReportPage {
  /// Which figures were declared before training; nil for reports of earlier versions.
  var figureStatusSection: Section? {
    guard let figures = report.figures, !figures.isEmpty else { return nil }
    func names(_ status: Report.FigureStatus.Status) -> [String] {
      figures.filter { $0.status == status }.map(\.figure)
    }
    var items: [Text] = []
    let (declared, exploratory) = (names(.declared), names(.exploratory))
    if !declared.isEmpty {
      let level =
        report.primaryAnalysis.map { " is at most \(trimmed($0.alpha))" } ?? " is declared"
      items.append(
        "Declared before training: " + list(declared)
          + ". The probability that any of these tests detects memorization in a model without it"
          + Text(level) + ".")
    }
    if !exploratory.isEmpty {
      items.append(
        "Exploratory: " + list(exploratory)
          + ". These figures do not decide the verdict, and their p-values and intervals are not "
          + "corrected for the number of figures, unless the table says so.")
    }
    return Section("Declared and exploratory results", [.list(items)])
  }

  /// The names of figures in report.json.
  private func list(_ figures: [String]) -> Text {
    figures.enumerated().reduce("" as Text) { text, item in
      text + (item.offset == 0 ? "" : ", ") + "\(code: item.element)"
    }
  }
}
