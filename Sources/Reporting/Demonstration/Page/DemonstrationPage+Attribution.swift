import Files
import Reports
import Scoring

extension DemonstrationPage {
  /// The most repeated canaries, the same words in another order and the controls, for each variant.
  /// Nil if no report has recombined controls.
  var attributionSection: Section? {
    var conclusions: [[Text]] = []
    var rates: [[Text]] = []
    for variant in results.variants {
      for seed in results.seeds {
        guard let report = seed[variant]?.report, let attribution = report.attribution else {
          continue
        }
        let name = [Text(variant.title)] + seedCell(seed)
        conclusions.append(
          name + [
            state(attribution.conclusion), Text(pValueText(attribution.utterances.pValue)),
            Text(pValueText(attribution.words.pValue)),
          ])
        rates += attribution.speeds.compactMap { speed in
          row(speed, report).map { name + $0 }
        }
      }
    }
    guard !conclusions.isEmpty else { return nil }
    let name: [Table.Column] = [.words("training variant")] + seedColumn
    return Section(
      "Utterances or words",
      [
        .paragraph(
          """
          A model that learns the words of the canaries, but no utterance, also transcribes trained \
          canaries better than controls. A recombined control has the words of a canary in another \
          order, and a fair coin decided which of both orders was trained. A model that memorised \
          utterances transcribes the trained order better than the other one.
          """),
        .table(
          Table(
            name + [.words("shown"), .numbers("p, utterances"), .numbers("p, words")],
            conclusions)),
        .table(
          Table(
            name + [
              .numbers("speed"), .numbers("exact, most repeated canaries"),
              .numbers("exact, other order"), .numbers("exact, controls"),
              .numbers("1−CER, most repeated canaries"), .numbers("1−CER, other order"),
              .numbers("1−CER, controls"),
            ], rates)),
        .paragraph(
          """
          “p, utterances” compares trained canaries with the same words in another order. “p, words” \
          compares the recombined controls of trained canaries with those of controls. Both are the \
          smaller of two p-values after Holm's correction.
          """),
      ])
  }

  private func state(_ conclusion: Attribution) -> Text {
    switch conclusion {
    case .utterances: "\(state: "utterances", .alarm)"
    case .words: "\(state: "words", .unclear)"
    case .utterancesAndWords: "\(state: "utterances and words", .alarm)"
    case .neither: "\(state: "neither", .calm)"
    }
  }

  private func row(
    _ speed: Report.AttributionResult.SpeedResult, _ report: Report
  ) -> [Text]? {
    guard let pairs = speed.groups.last, let controls = report.speed(speed.speed)?.controls else {
      return nil
    }
    let groups = [pairs.canaries, pairs.recombined, controls]
    return [Text(speedName(speed.speed))] + groups.map { Text(rateText($0.exact)) }
      + groups.map { Text(percent($0.meanCharacterAccuracy)) }
  }
}
