import AuditModel
import Files
import Scoring

extension ReportPage {
  /// The two tests that decide the verdict, and the trend over repetitions.
  func primarySection(_ primaryAnalysis: Report.PrimaryAnalysisResult) -> Section {
    let rows =
      row("verbatim", primaryAnalysis.verbatim) + row("partial", primaryAnalysis.partial)
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
        Text(partialMethod(primaryAnalysis.partial)),
        Text(method(primaryAnalysis)),
      ]),
    ]
    if let looks = report.looks { blocks.append(.paragraph(Text(sentence(looks)))) }
    if let trend = report.trend { blocks.append(.paragraph(Text(sentence(trend)))) }
    return Section("Primary analysis", blocks)
  }

  /// The row of a test, then one row for each of its weights.
  private func row(_ name: String, _ result: Report.StatisticResult) -> [[Text]] {
    let hasWeights = !(result.weights ?? []).isEmpty
    let sums = hasWeights ? ["–", "–"] : [number(result.observed), number(result.expected)]
    let whole =
      ([name] + sums + [pValueText(result.pValue), pValueText(result.holm)]).map { Text($0) }
      + [result.rejected ? "\(state: "detected", .alarm)" : "\(state: "not detected", .calm)"]
    let weights = (result.weights ?? []).map { weight in
      [
        "\(name), weight \(weight.weight.formula)", number(weight.observed),
        number(weight.expected), pValueText(weight.adjustedP), "–", "–",
      ].map { Text($0) }
    }
    return [whole] + weights
  }

  private func partialMethod(_ result: Report.StatisticResult) -> String {
    let sum =
      if let weights = result.weights, !weights.isEmpty {
        "the sum of weight × character accuracy over all trained canaries, for the weights "
          + weights.map(\.weight.formula).joined(separator: ", ")
          + ". Each sum is standardised by its mean and standard deviation over all relabelings, and "
          + "p is the share of relabelings in which the largest of the sums is at least as large as "
          + "observed (maxT, Westfall and Young 1993). The p of one weight is adjusted in the same way."
      } else {
        "the sum of repetitions × character accuracy over all trained canaries."
      }
    return "Partial: \(sum) Character accuracy is 1 − CER, at least 0."
  }

  private func sentence(_ looks: Report.LooksResult) -> String {
    "The p-values of both tests are adjusted over the \(looks.looks.count) checkpoints that were "
      + "decided together (see Checkpoints). Those of single weights are of the last checkpoint alone."
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

extension PrimaryAnalysis.PartialWeight {
  /// The weight of a canary, as a formula of its repetitions.
  fileprivate var formula: String {
    switch self {
    case .repetitions: "repetitions"
    case .log: "1 + log2(repetitions)"
    case .equal: "1"
    }
  }
}
