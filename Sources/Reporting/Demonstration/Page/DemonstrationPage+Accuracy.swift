import Files
import Reports
import Scoring
import Statistics

/// Accuracy on canaries by repetitions.
extension DemonstrationPage {
  /// The charts that the first screen does not have.
  var accuracySection: Section? {
    guard !charted.isEmpty else { return nil }
    let figures =
      DemoSize.speeds.dropFirst().map { exactFigure($0) } + DemoSize.speeds.map(gapFigure)
    return Section(
      "Accuracy by repetitions and speed", [.figures(figures), .paragraph(poolingNote)])
  }

  private var poolingNote: Text {
    let note: Text =
      hasSeveralSeeds
      ? "The charts combine \(results.seeds.count) seeds. "
      : "The charts show one seed; the full demonstration runs three. "
    return note + "Intervals cover the choice of canaries, not the variation between trainings."
  }

  /// The share of exactly transcribed canaries by repetitions, one curve for each variant.
  func exactFigure(_ speed: Double) -> Figure {
    let tiers = results.tiers
    let series = charted.enumerated().map { hue, variant in
      let points = tiers.compactMap { repetitions -> Series.Point? in
        let matches = results.exact(variant, speed, repetitions)
        guard let rate = matches.rate else { return nil }
        let interval = matches.clopperPearson(confidence: 0.95)
        return Series.Point(
          Double(repetitions), rate, low: interval.lower, high: interval.upper)
      }
      return curve(variant, hue, points)
    }
    return Figure(
      Plot(
        title: "Trained canaries transcribed word for word, \(speedName(speed)) speed",
        summary: summary { percent(results.exact($0, speed, $1).rate) },
        x: .repetitions(tiers, withControls: false), y: .shares("share of canaries"),
        series: series),
      caption: Text("\(controlSentence(speed)) Intervals are 95% Clopper-Pearson intervals."))
  }

  private func controlSentence(_ speed: Double) -> String {
    let matches = charted.map { results.controls($0, speed) }
    guard let highest = matches.compactMap(\.rate).max() else { return "There are no controls." }
    return highest == 0
      ? "No model transcribed a control exactly."
      : "Of the controls, the models transcribed at most \(percent(highest)) exactly."
  }

  /// The difference in character accuracy to the controls by repetitions.
  private func gapFigure(_ speed: Double) -> Figure {
    let tiers = results.tiers
    let series = charted.enumerated().map { hue, variant in
      curve(
        variant, hue,
        tiers.compactMap { repetitions in
          results.accuracyGap(variant, speed, repetitions).map { gap in
            Series.Point(
              Double(repetitions), gap.value, low: gap.interval?.lower, high: gap.interval?.upper)
          }
        })
    }
    let values = series.flatMap(\.points).flatMap { [$0.y, $0.low, $0.high] }
    return Figure(
      Plot(
        title: "Accuracy gap to controls, \(speedName(speed)) speed",
        summary: summary { percent(results.accuracyGap($0, speed, $1)?.value) },
        x: .repetitions(tiers, withControls: false),
        y: .gaps("percentage points", values),
        series: series),
      caption: Text(
        "Mean 1 − CER of canaries minus that of controls, with 95% BCa intervals"
          + (hasSeveralSeeds ? ", mean over seeds." : ".")))
  }

  /// The variant without canaries is drawn as the reference.
  private func curve(_ variant: DemoVariant, _ hue: Int, _ points: [Series.Point]) -> Series {
    Series(variant.label, look(variant, hue), .joinedMarks, points)
  }

  func look(_ variant: DemoVariant, _ hue: Int) -> Series.Look {
    variant == .noCanaries ? .expected : .hue(hue)
  }

  private func summary(_ value: (DemoVariant, Int) -> String) -> String {
    charted.map { variant in
      let values = results.tiers.map {
        "\(counted($0, "repetition", "repetitions")) \(value(variant, $0))"
      }
      return "\(variant.title): \(values.joined(separator: ", "))."
    }
    .joined(separator: " ")
  }
}

extension Axis {
  /// An axis of accuracy gaps in percentage points. It ends 0 to 5 points below the lowest value, so
  /// that it has little room for negative gaps.
  static func gaps(_ label: String, _ values: [Double?]) -> Axis {
    let values = values.compactMap { $0 }.filter(\.isFinite) + [0]
    let lowest = values.min() ?? 0
    var axis = differences(label, lowest: lowest, highest: values.max() ?? 0)
    axis.lower = max(axis.lower, (lowest * 20).rounded(.down) / 20)
    axis.ticks.removeAll { $0.value < axis.lower }
    return axis
  }
}
