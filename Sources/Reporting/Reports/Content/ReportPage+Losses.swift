import Files
import Scoring

extension ReportPage {
  /// The losses of the canaries, which an attacker with access to the model can compute.
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
    let reference: Text =
      losses.reference.map { ", minus the losses of the reference model from \(name: $0)" } ?? ""
    return Section(
      "Membership inference from losses",
      [
        .paragraph(
          "Losses from \(name: losses.source)\(reference). An attacker needs the model to compute them; "
            + "transcripts are not enough. They do not decide the verdict: models trained with clipped "
            + "gradients can show such differences without reproducing any text."
            + "\(leftOut(losses.missing, "a finite loss"))"),
        .table(
          Table(
            [
              .numbers("speed"), .numbers("repetitions"), .numbers("canaries"),
              .numbers("mean loss"), .numbers("AUC"), .numbers("p (permutation, all tiers)"),
            ], means)),
        .table(rankingTable(rankings, unit: "minus the loss")),
        .figures(rocFigures(rankings, by: "minus the loss")),
      ] + extractionBlocks(losses))
  }

  /// The samples after which canaries come out.
  private func extractionBlocks(_ losses: Report.WhiteBoxResult) -> [Block] {
    guard let extraction = losses.extraction else { return [] }
    let rows = extraction.flatMap { speed in
      speed.groups.map { group -> [Text] in
        [
          Text(speedName(speed.speed)),
          group.repetitions == 0 ? "controls" : Text(String(group.repetitions)),
          Text(number(group.medianBits)), Text(rateText(group.within100)),
          Text(rateText(group.within10000)), Text(rateText(group.within1000000)),
        ]
      }
    }
    return [
      .heading("Extraction by sampling"),
      .paragraph(
        "Somebody who samples transcripts of a canary's audio obtains its text with probability "
          + "e^−loss each time. The table counts the canaries that come out within a number of samples "
          + "with at least an even chance. It holds if each loss is −ln P of the whole text in nats, as "
          + "a CTC loss without division by the length is."),
      .table(
        Table(
          [
            .numbers("speed"), .numbers("repetitions"), .numbers("median loss, bits"),
            .numbers("within 100 samples"), .numbers("within 10,000"), .numbers("within 1,000,000"),
          ], rows)),
    ]
  }

  var calibrationSection: Section? {
    guard let calibration = report.calibration else { return nil }
    let rankings = calibration.speeds.map { (speed: $0.speed, ranking: $0.ranking) }
    return Section(
      "Comparison with a reference model",
      [
        .paragraph(
          "The reference model was trained without the canaries; its transcripts are from "
            + "\(name: calibration.source). Its character accuracy is subtracted from that of each canary, "
            + "so that canaries that are easy to transcribe do not count as memorised. Permutation test "
            + "of the difference, weighted by repetitions: p \(equals(calibration.pValue)). "
            + "\(calibration.cost)\(leftOut(calibration.missing, "a transcript of the reference model"))"
        ),
        .table(rankingTable(rankings, unit: "1−CER, calibrated")),
        .figures(rocFigures(rankings, by: "calibrated character accuracy")),
      ] + (calibration.adjustment.map(adjustmentBlocks) ?? []))
  }

  private func adjustmentBlocks(_ adjustment: Report.CalibrationResult.Adjustment) -> [Block] {
    let gain =
      adjustment.powerGain.map {
        ": an analysis without the regression needs \(rounded($0, places: 2)) times as many canaries for the same power"
      } ?? ""
    let rows: [[Text]] = [
      ("accuracy", adjustment.accuracy),
      ("accuracy − reference model's", adjustment.difference),
      (
        "accuracy − \(rounded(adjustment.slope, places: 2)) × reference model's",
        adjustment.adjusted
      ),
    ].map { name, measure in
      [
        "\(name)", "\(rounded(100 * measure.estimate, places: 1))",
        "\(rounded(100 * measure.standardError, places: 1))",
        "\(pValueText(measure.pValue))",
      ]
    }
    return [
      .paragraph(
        "Difference of trained canaries and controls within the groups in which roles were assigned. The "
          + "first row is the accuracy as it is, the second the difference in differences, the third the "
          + "accuracy adjusted by a regression on the reference model's (CUPED). The two accuracies have a "
          + "correlation of \(rounded(adjustment.correlation, places: 2)) within groups\(gain). The "
          + "regression does not use the roles, so its permutation test is exact."
      ),
      .table(
        Table(
          [
            .words("measure"), .numbers("trained − controls, percentage points"),
            .numbers("standard error"), .numbers("p"),
          ],
          rows)),
    ]
  }

  private func leftOut(_ missing: NamedCount, _ what: String) -> String {
    missing.count == 0
      ? "" : " Left out without \(what): \(counted(missing.count, "canary", "canaries"))."
  }
}
