import Files
import Foundation
import Membership
import Memorization
import Reports
import Scoring

extension MembershipPage {
  /// The models that were read, and what they lack.
  var dataSection: Section {
    let records = result.records
    let rows = ([records.target] + records.references).enumerated().map { number, model -> [Text] in
      [
        number == 0 ? "target" : "reference", "\(name: model.name)", "\(name: model.file)",
        Text(model.pass.map { "pass \($0)" } ?? "finished"),
        Text(model.trained.map(String.init) ?? "–"),
        Text(
          model.missing.count == 0
            ? "0"
            : "\(model.missing.count): "
              + abbreviatedList(model.missing.first, count: model.missing.count)),
      ]
    }
    var blocks: [Block] = [
      .table(
        Table(
          [
            .words("role"), .words("model"), .words("file"), .words("state"),
            .numbers("trained on"), .words("without a loss"),
          ], rows))
    ]
    if !result.blindFeatures.isEmpty {
      blocks += [
        .paragraph(
          "Features that need no model must not tell members from non-members. Membership is from: "
            + "\(records.source)."),
        .table(
          Table(
            [.words("feature"), .numbers("AUC [95%]"), .numbers("bound"), .words("outcome")],
            result.blindFeatures.map { feature in
              [
                feature.name,
                "\(number(feature.auc.value)) [\(number(feature.auc.lower)), "
                  + "\(number(feature.auc.upper))]",
                number(feature.bound),
                feature.isBlind
                  ? "blind" : records.source == "ledger" ? "chance or a fault" : "refused",
              ].map { Text($0) }
            })),
      ]
    }
    if let sounds = result.sounds { blocks += [.paragraph(Text(sentence(sounds)))] }
    return Section("Data", blocks)
  }

  private func sentence(_ sounds: SoundSeparation) -> String {
    let groups =
      "\(counted(sounds.members, "member", "members")) and "
      + "\(counted(sounds.nonMembers, "non-member", "non-members"))"
    let figures =
      "AUC of the nearest sound \(number(sounds.nearestNeighbor.auc)), of a least-squares classifier "
      + "\(number(sounds.classifier.auc)), p = \(pValueText(sounds.pValue))"
    return sounds.pValue <= SoundSeparation.level
      ? "The sounds of \(groups) differ by chance or by a fault: \(figures)."
      : "Nothing shows that the sounds of \(groups) differ: \(figures)."
  }

  var limitsOfEvidence: Section {
    Section(
      "Limits of the evidence",
      [
        .list([
          "The attacker knows the losses, so it needs the model. Transcripts alone give a weaker attack.",
          "Intervals treat utterances as independent, but all of them share the target and the reference "
            + "models. The range over targets shows the difference.",
          "Reference models must be trained like the target. Other data, sizes or schedules make the "
            + "attack weaker, so a low AUC does not prove that a better attacker would fail.",
          "Thresholds are chosen on the same utterances, so true-positive rates are slightly too high.",
        ])
      ])
  }

  /// The ROC on logarithmic axes, for all utterances and for the most memorised.
  var figures: [Figure] {
    [
      ("all utterances", result.analysis.groups[0].all),
      ("the most memorised utterances", result.analysis.groups[0].kept),
    ].compactMap { name, results in
      let drawn = results.filter { $0.auc != nil }
      guard let first = drawn.first else { return nil }
      let lowest = Self.lowestRate(first.nonMembers)
      return Figure(
        Plot(
          title: "ROC, \(name)",
          summary: drawn.map { "AUC of \($0.attack.title): \(number($0.auc?.value))." }
            .joined(separator: " "),
          x: Self.logarithmic("non-members taken for members", from: lowest),
          y: Self.logarithmic("members found", from: lowest),
          series: [
            Series(
              "guessing", .expected, .line, naming: .legend,
              Self.places([(0, 0), (1, 1)], from: lowest))
          ]
            + drawn.enumerated().map { hue, result in
              Series(
                result.attack.title, .hue(hue), .line, naming: .legend,
                Self.places(
                  result.roc.map { ($0.falsePositiveRate, $0.truePositiveRate) }, from: lowest))
            }),
        caption: Text(
          "Convex hull of the ROC of \(name), both axes logarithmic. They start at the power of ten at or "
            + "below the rate of a single non-member."))
    }
  }

  /// The power of ten at or below one of `count` utterances, from 0.0001 to 0.1.
  private static func lowestRate(_ count: Int) -> Double {
    [0.1, 0.01, 0.001].first { $0 * Double(count) <= 1 } ?? 0.0001
  }

  private static func logarithmic(_ label: String, from lowest: Double) -> Axis {
    let ticks = [(0.0001, "0.01%"), (0.001, "0.1%"), (0.01, "1%"), (0.1, "10%"), (1, "100%")]
    return Axis(
      label, .log2, from: lowest, to: 1,
      ticks: ticks.filter { $0.0 >= lowest }.map { Axis.Tick($0.0, $0.1) })
  }

  /// Points of a curve that is piecewise linear in the rates, close enough together to look right on
  /// logarithmic axes. Rates below `lowest` are left out.
  package static func places(
    _ corners: [(x: Double, y: Double)], from lowest: Double
  ) -> [Series.Point] {
    let steps = 60
    let grid = (0...steps).map { pow(lowest, 1 - Double($0) / Double(steps)) }
    let curve = grid.map { x in (x, height(of: corners, at: x)) }
    return (curve + corners.filter { $0.x >= lowest }).sorted { $0 < $1 }
      .filter { $0.1 >= lowest }.map { Series.Point($0.0, $0.1) }
  }

  /// The highest y of the curve at x.
  private static func height(of corners: [(x: Double, y: Double)], at x: Double) -> Double {
    var best = 0.0
    for (left, right) in zip(corners, corners.dropFirst()) where left.x <= x && x <= right.x {
      let share = right.x > left.x ? (x - left.x) / (right.x - left.x) : 1
      best = max(best, left.y + share * (right.y - left.y))
    }
    return best
  }
}
