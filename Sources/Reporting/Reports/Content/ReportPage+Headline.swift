import Files
import Scoring

extension ReportPage {
  func headlineSection(_ primaryAnalysis: Report.PrimaryAnalysisResult) -> Section {
    let rows = [("verbatim", primaryAnalysis.verbatim), ("partial", primaryAnalysis.partial)].map {
      (name, result) -> [Text] in
      [
        Text(name), Text(number(result.observed)), Text(number(result.expected)),
        Text(pValueText(result.pValue)), Text(pValueText(result.holm)),
        result.rejected ? "\(strong: "yes")" : "no",
      ]
    }
    var blocks: [Block] = [
      .table(
        Table(
          [
            .words("statistic"), .numbers("observed"), .numbers("expected without memory"),
            .numbers("p"), .numbers("p (Holm)"), .words("detected"),
          ], rows)),
      .paragraph(Text(method(primaryAnalysis))),
    ]
    if let trend = report.trend { blocks.append(.paragraph(Text(sentence(trend)))) }
    return Section("Is there memorization?", blocks)
  }

  private func method(_ primaryAnalysis: Report.PrimaryAnalysisResult) -> String {
    let isExact =
      primaryAnalysis.verbatim.isExact == true && primaryAnalysis.partial.isExact == true
    let deals =
      isExact
      ? "every possible deal of the roles" : "\(primaryAnalysis.permutations) deals of the roles"
    return "Permutation test, \(deals), level \(trimmed(primaryAnalysis.alpha)) for both together; "
      + "smallest p-value this design can give: \(pValueText(primaryAnalysis.smallestAttainable))."
  }

  private func sentence(_ trend: Report.TrendResult) -> String {
    "Does repetition cause it? Among trained canaries only, \(number(trend.observed)) pairs rank the "
      + "canary with more copies higher, where \(number(trend.expected)) would without an effect of "
      + "repetition (Jonckheere-Terpstra, \(trend.isExact ? "exact" : "by permutation"), "
      + "p \(equals(trend.pValue)))."
  }
}

/// `= 0.03`, `< 0.0001`.
func equals(_ p: Double) -> String { p < 0.0001 ? pValueText(p) : "= \(pValueText(p))" }
