import Files
import Scoring
import Statistics

extension ReportPage {
  /// What can be told of membership by transcripts alone.
  var rankingSection: Section? {
    let rankings = report.speeds.compactMap { speed in
      speed.ranking.map { (speed: speed.speed, ranking: $0) }
    }
    guard !rankings.isEmpty else { return nil }
    return Section(
      "What could an attacker tell?",
      [
        .table(rankingTable(rankings, unit: "1−CER")),
        .figures(rocFigures(rankings, by: "character accuracy")),
        .paragraph(
          "How well the transcripts alone tell a trained canary from a control, all tiers of a "
            + "speed together. A description: the verdict does not rest on it."),
      ])
  }

  /// - Parameter unit: of the shift.
  func rankingTable(
    _ rankings: [(speed: Double, ranking: Report.RankingResult)], unit: String
  ) -> Table {
    Table(
      [
        .numbers("speed"), .numbers("trained"), .numbers("controls"), .numbers("AUC [95%]"),
        .numbers("p (Mann-Whitney)"), .numbers("shift of \(unit) [95%]"),
        .numbers("found at 1% false alarms"),
      ],
      rankings.map { speed, ranking in
        [
          speedName(speed), String(ranking.trained), String(ranking.controls),
          numberText(ranking.auc, ranking.aucInterval),
          "\(pValueText(ranking.mannWhitney))\(ranking.isExact ? " (exact)" : "")",
          numberText(ranking.shift, ranking.shiftInterval),
          ranking.truePositiveRate.map { percent($0) } ?? "under 100 controls",
        ]
        .map { Text($0) }
      })
  }

  /// Corners of the ROC's convex hull, all speeds together as long as a reader can tell them apart.
  func rocFigures(
    _ rankings: [(speed: Double, ranking: Report.RankingResult)], by score: String
  ) -> [Figure] {
    stride(from: 0, to: rankings.count, by: Series.Look.hues).map { start in
      let shown = Array(rankings[start...].prefix(Series.Look.hues))
      let guessing = Series(
        "guessing", .expected, .line, [Series.Point(0, 0), Series.Point(1, 1)])
      return Figure(
        Plot(
          title: "Trained canaries found, by false alarms",
          summary: shown.map { "AUC at \(speedName($0.speed)): \(number($0.ranking.auc))." }
            .joined(separator: " "),
          x: .shares("controls taken for trained"), y: .shares("trained canaries found"),
          series: [guessing]
            + shown.enumerated().map { hue, each in
              Series(
                speedName(each.speed), .hue(hue), .line,
                each.ranking.hull.map {
                  Series.Point($0.falsePositiveRate, $0.truePositiveRate)
                })
            }), caption: "Convex hull of the ROC by \(score).")
    }
  }
}
