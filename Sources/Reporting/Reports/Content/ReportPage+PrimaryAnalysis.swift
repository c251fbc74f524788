import Files
import Scoring

extension ReportPage {
  /// The two tests that decide the verdict, and the trend over repetitions.
  func primarySection(_ primaryAnalysis: Report.PrimaryAnalysisResult) -> Section {
    let rows = [("verbatim", primaryAnalysis.verbatim), ("partial", primaryAnalysis.partial)].map {
      (name, result) -> [Text] in
      [
        Text(name), Text(number(result.observed)), Text(number(result.expected)),
        Text(pValueText(result.pValue)), Text(pValueText(result.holm)),
        result.rejected
          ? "\(state: "detected", .alarm)" : "\(state: "not detected", .calm)",
      ]
    }
    var blocks: [Block] = [
      .paragraph(
        "Two tests decide the verdict. Both compare trained canaries with controls and give more "
          + "weight to canaries with more repetitions."),
      .table(
        Table(
          [
            .words("test"), .numbers("observed sum"), .numbers("expected without memorization"),
            .numbers("p"), .numbers("p (Holm)"), .words("result"),
          ], rows)),
      .list([
        "Verbatim: the sum of 1 + log2(repetitions) over all trained canaries that were transcribed "
          + "word for word.",
        "Partial: the sum of repetitions × character accuracy over all trained canaries. Character "
          + "accuracy is 1 − CER, at least 0.",
        Text(method(primaryAnalysis)),
      ]),
    ]
    if let trend = report.trend { blocks.append(.paragraph(Text(sentence(trend)))) }
    return Section("Primary analysis", blocks)
  }

  private func method(_ primaryAnalysis: Report.PrimaryAnalysisResult) -> String {
    let isExact =
      primaryAnalysis.verbatim.isExact == true && primaryAnalysis.partial.isExact == true
    let relabelings =
      isExact
      ? "every possible relabeling" : "\(primaryAnalysis.permutations) random relabelings"
    return
      "The p-values come from a permutation test with \(relabelings) of the canaries within their "
      + "randomisation blocks. Holm's method keeps the error of both tests together at "
      + "\(trimmed(primaryAnalysis.alpha)). The smallest p-value that this design can give is "
      + "\(pValueText(primaryAnalysis.smallestAttainable))."
  }

  private func sentence(_ trend: Report.TrendResult) -> String {
    "Effect of repetition: in \(number(trend.observed)) pairs of trained canaries, the one with more "
      + "repetitions is transcribed more accurately; without an effect, \(number(trend.expected)) "
      + "pairs are expected (ties count half; Jonckheere-Terpstra test, \(trend.isExact ? "exact" : "by permutation"), "
      + "p \(equals(trend.pValue)))."
  }
}

/// `= 0.03`, `< 0.0001`.
func equals(_ p: Double) -> String { p < 0.0001 ? pValueText(p) : "= \(pValueText(p))" }
