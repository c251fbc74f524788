import Files
import Scoring

extension ReportPage {
  /// Whether properties that need no model tell trained canaries from controls; nil if none was tested.
  var blindBaselineSection: Section? {
    guard let baseline = report.blindBaseline, !baseline.features.isEmpty else { return nil }
    let rows = baseline.features.map { feature -> [Text] in
      [
        "\(name: feature.name)", Text(rounded(feature.auc, places: 3)),
        Text(pValueText(feature.adjustedP)),
        feature.separates ? "\(state: "separates", .alarm)" : "\(state: "no difference", .calm)",
      ]
    }
    return Section(
      "Trained canaries and controls without a model", isAppendix: true,
      [
        .paragraph(
          "A random assignment leaves no property that tells trained canaries from controls. AUC: the "
            + "probability that a trained canary has the higher value. p: permutation test within the "
            + "randomisation blocks, corrected for all properties (Holm); a property separates at "
            + "0.001."),
        .table(
          Table(
            [.words("property"), .numbers("AUC"), .numbers("p (Holm)"), .words("result")], rows)),
        .paragraph(Text(sounds(baseline))),
      ])
  }

  private func sounds(_ baseline: Report.BlindBaseline) -> String {
    guard let sounds = baseline.sounds else {
      return
        "Sounds were not compared, because the audio of the probe set was not beside the ledger."
    }
    return
      "The sounds of \(counted(sounds.trained, "trained canary", "trained canaries")) and "
      + "\(counted(sounds.controls, "control", "controls")) were compared by their log-mel energies, "
      + "averaged over 16 parts of each: nearest sound guesses the role of the most similar other "
      + "canary, and the sound classifier that of a least-squares classifier trained on all others."
  }
}
