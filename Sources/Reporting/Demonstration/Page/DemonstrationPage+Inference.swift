import Files
import Reports
import Scoring

extension DemonstrationPage {
  /// Membership inference from transcripts, and from losses, which need the model itself.
  var inferenceSection: Section? {
    var rows: [[Text]] = []
    for variant in results.variants {
      for seed in results.seeds {
        guard let report = seed[variant]?.report else { continue }
        rows += report.speeds.map { speed in
          let losses = report.whiteBox?.speeds.first { $0.speed == speed.speed }
          return [Text(variant.title)] + seedCell(seed) + [
            Text(speedName(speed.speed)),
            Text(speed.ranking.map { numberText($0.auc, $0.aucInterval) } ?? "–"),
            Text(losses.map { numberText($0.ranking.auc, $0.ranking.aucInterval) } ?? "–"),
            Text(losses.map { pValueText($0.pValue) } ?? "–"),
          ]
        }
      }
    }
    guard !rows.isEmpty else { return nil }
    return Section(
      "Membership inference from losses",
      [
        .paragraph(
          """
          An attacker with the model can compute losses, and an attacker with transcripts cannot. An \
          AUC of 0.5 means that canaries and controls cannot be told apart. At a level of \
          \(percent(Self.level)), about one comparison in twenty is significant by chance.
          """),
        .paragraph(Text(lossSentence)),
        .table(
          Table(
            [.words("training variant")] + seedColumn + [
              .numbers("speed"), .numbers("AUC, transcripts"), .numbers("AUC, losses"),
              .numbers("p, losses"),
            ], rows)),
        .paragraph("AUCs have 95% DeLong intervals; the p-value is that of a permutation test."),
      ])
  }

  /// Names the variants that were not detected from transcripts, but are from losses.
  private var lossSentence: String {
    let hidden = results.variants.filter { variant in
      results.all(variant).contains { result in
        result.report.verdict.code == .notDetected
          && (result.report.whiteBox?.speeds ?? []).contains { $0.pValue <= Self.level }
      }
    }
    guard !hidden.isEmpty else {
      return "Losses reveal no memorization that transcripts do not."
    }
    return "Losses reveal memorization that transcripts do not, at one speed or more, for "
      + "\(named(hidden.map(\.title)))."
  }

  private static let level = 0.05
}
