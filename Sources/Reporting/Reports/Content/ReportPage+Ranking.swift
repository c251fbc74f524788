import Files
import Scoring
import Statistics

extension ReportPage {
  /// The section on how well an attacker could infer membership from transcripts alone.
  var rankingSection: Section? {
    let rankings = report.speeds.compactMap { speed in
      speed.ranking.map { (speed: speed.speed, ranking: $0) }
    }
    guard !rankings.isEmpty else { return nil }
    return Section(
      "Membership inference from transcripts",
      [
        .paragraph(
          "How well character accuracy separates trained canaries from controls, all tiers of a speed "
            + "together. An AUC of 0.5 is guessing, 1 is a perfect separation. These figures are "
            + "descriptive; they do not decide the verdict."),
        .table(rankingTable(rankings, unit: "1−CER")),
        .figures(rocFigures(rankings, by: "character accuracy")),
      ])
  }

  /// - Parameter unit: the score whose shift the table shows.
  func rankingTable(
    _ rankings: [(speed: Double, ranking: Report.RankingResult)], unit: String
  ) -> Table {
    Table(
      [
        .numbers("speed"), .numbers("trained"), .numbers("controls"), .numbers("AUC [95%]"),
        .numbers("p (Mann-Whitney)"), .numbers("median shift of \(unit) [95%]"),
        .numbers("true positives at 1% false positives"),
      ],
      rankings.map { speed, ranking in
        [
          speedName(speed), String(ranking.trained), String(ranking.controls),
          numberText(ranking.auc, ranking.aucInterval),
          "\(pValueText(ranking.mannWhitney))\(ranking.isExact ? " (exact)" : "")",
          numberText(ranking.shift, ranking.shiftInterval),
          ranking.truePositiveRate.map { percent($0) } ?? "needs 100 controls",
        ]
        .map { Text($0) }
      })
  }

  /// ROC curves. Each figure shows as many speeds as have a hue of their own.
  func rocFigures(
    _ rankings: [(speed: Double, ranking: Report.RankingResult)], by score: String
  ) -> [Figure] {
    stride(from: 0, to: rankings.count, by: Series.Look.hues).map { start in
      let shown = Array(rankings[start...].prefix(Series.Look.hues))
      let guessing = Series(
        "guessing", .expected, .line, naming: .legend, [Series.Point(0, 0), Series.Point(1, 1)])
      return Figure(
        Plot(
          title: "ROC curve",
          summary: shown.map { "AUC at \(speedName($0.speed)): \(number($0.ranking.auc))." }
            .joined(separator: " "),
          x: .shares("controls taken for trained (false positives)"),
          y: .shares("trained canaries found (true positives)"),
          series: [guessing]
            + shown.enumerated().map { hue, each in
              Series(
                "\(speedName(each.speed)), n=\(each.ranking.trained)+\(each.ranking.controls)",
                .hue(hue), .line, naming: .legend,
                each.ranking.hull.map {
                  Series.Point($0.falsePositiveRate, $0.truePositiveRate)
                })
            }),
        caption:
          "Convex hull of the ROC curve by \(score). The table has the interval of the area (AUC).")
    }
  }
}
