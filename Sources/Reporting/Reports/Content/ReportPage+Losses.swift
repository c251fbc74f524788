import Scoring

extension ReportPage {
  /// For whoever has the model itself.
  var lossSection: Section? {
    guard let losses = report.whiteBox else { return nil }
    let rankings = losses.speeds.map { (speed: $0.speed, ranking: $0.ranking) }
    let means = losses.speeds.flatMap { speed -> [[Text]] in
      let controls = [
        Text(speedName(speed.speed)), "controls", Text(String(speed.ranking.controls)),
        Text(number(speed.controlsMean)), "–", Text(pValueText(speed.pValue)),
      ]
      return [controls]
        + speed.tiers.map { tier in
          [
            Text(speedName(speed.speed)), Text(String(tier.repetitions)),
            Text(String(tier.canaries)), Text(number(tier.mean)), Text(number(tier.auc)), "–",
          ]
        }
    }
    let reference: Text = losses.reference.map { ", less those of \(name: $0)" } ?? ""
    return Section(
      "What the losses know",
      [
        .paragraph(
          "Losses from \(name: losses.source)\(reference). An attacker who has the model can see "
            + "this, one who has transcripts cannot. The verdict does not rest on it: models trained "
            + "with clipped gradients keep such differences and write nothing out."
            + "\(without(losses.missing, "a finite loss"))"),
        .table(
          Table(
            [
              .numbers("speed"), .numbers("copies in training"), .numbers("canaries"),
              .numbers("mean loss"), .numbers("AUC"), .numbers("p (permutation, all tiers)"),
            ], means)),
        .table(rankingTable(rankings, unit: "minus the loss")),
        .figures(rocFigures(rankings, by: "minus the loss")),
      ])
  }

  var calibrationSection: Section? {
    guard let calibration = report.calibration else { return nil }
    let rankings = calibration.speeds.map { (speed: $0.speed, ranking: $0.ranking) }
    return Section(
      "Beside a model that never saw the canaries",
      [
        .paragraph(
          "Transcripts of \(name: calibration.source): its character accuracy is subtracted from "
            + "each canary's, so that easy ones do not count as memorised. Permutation test of the "
            + "difference, weighed by copies: p \(equals(calibration.pValue)). "
            + "\(calibration.cost)\(without(calibration.missing, "such a transcript"))"),
        .table(rankingTable(rankings, unit: "1−CER, calibrated")),
        .figures(rocFigures(rankings, by: "calibrated character accuracy")),
      ])
  }

  private func without(_ missing: NamedCount, _ what: String) -> String {
    missing.count == 0
      ? ""
      : " Left out for want of \(what): \(counted(missing.count, "canary", "canaries"))."
  }
}
