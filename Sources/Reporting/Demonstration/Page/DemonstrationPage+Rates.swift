import Files
import Reports
import Scoring
import Statistics

/// Accuracy against copies, trained beside control, for each speed.
extension DemonstrationPage {
  var ratesSection: Section? {
    let shown = DemoVariant.story.filter { !results.all($0).isEmpty }
    guard !shown.isEmpty else { return nil }
    let figures = DemoSize.speeds.flatMap { [exactFigure($0, shown), gapFigure($0, shown)] }
    let note: Text =
      results.seeds.count > 1
      ? "All \(results.seeds.count) seeds together; intervals are over canaries, not over seeds."
      : "One seed: intervals are over canaries, not over what another training would give."
    return Section("How much, after how many copies?", [.figures(figures), .paragraph(note)])
  }

  private var tiers: [Int] {
    Set(
      results.seeds.flatMap(\.variants).flatMap(\.report.speeds).flatMap(\.tiers)
        .map(\.repetitions)
    ).sorted()
  }

  private func exactFigure(_ speed: Double, _ variants: [DemoVariant]) -> Figure {
    let series = variants.enumerated().map { hue, variant in
      let groups =
        [(Axis.controlsPlace, controls(variant, speed))]
        + tiers.map {
          (Double($0), pooled(variant, speed, $0))
        }
      let points = groups.compactMap { copies, rate -> Series.Point? in
        guard let value = rate.rate else { return nil }
        let interval = rate.clopperPearson(confidence: 0.95)
        return Series.Point(copies, value, low: interval.lower, high: interval.upper)
      }
      return curve(of: variant, hue, points)
    }
    return Figure(
      Plot(
        title: "Written out word for word, \(speedName(speed))",
        summary: summary(variants) { "\(rateText(pooled($0, speed, $1)))" },
        x: .repetitions(tiers, withControls: true), y: .shares("canaries written out"),
        series: series),
      caption: "Exact rates with 95% intervals (Clopper-Pearson); 0 copies are the controls.")
  }

  private func gapFigure(_ speed: Double, _ variants: [DemoVariant]) -> Figure {
    var (lowest, highest) = (0.0, 0.0)
    let series = variants.enumerated().map { hue, variant in
      let points = tiers.compactMap { repetitions -> Series.Point? in
        guard let gap = meanGap(variant, speed, repetitions) else { return nil }
        lowest = min(lowest, gap)
        highest = max(highest, gap)
        return Series.Point(Double(repetitions), gap)
      }
      return curve(of: variant, hue, points)
    }
    return Figure(
      Plot(
        title: "Closer than controls, \(speedName(speed))",
        summary: summary(variants) { percent(meanGap($0, speed, $1)) },
        x: .repetitions(tiers, withControls: false),
        y: .differences("1 − CER, over controls, points", lowest: lowest, highest: highest),
        series: series),
      caption: "Mean 1 − CER of trained canaries less that of controls"
        + (results.seeds.count > 1 ? ", mean over seeds." : "."))
  }

  /// What nobody injected is what everything else is compared with.
  private func curve(of variant: DemoVariant, _ hue: Int, _ points: [Series.Point]) -> Series {
    variant == .noCanaries
      ? Series(variant.title, .expected, .line, points)
      : Series(variant.title, .hue(hue), .joinedMarks, points)
  }

  private func meanGap(_ variant: DemoVariant, _ speed: Double, _ repetitions: Int) -> Double? {
    let gaps = results.all(variant).compactMap { result in
      result.report.speed(speed)?.tiers.first { $0.repetitions == repetitions }?.characterGap
    }
    return gaps.isEmpty ? nil : gaps.reduce(0, +) / Double(gaps.count)
  }

  private func summary(
    _ variants: [DemoVariant], _ value: (DemoVariant, Int) -> String
  ) -> String {
    variants.map { variant in
      "\(variant.title): "
        + tiers.map { "\($0 == 1 ? "1 copy" : "\($0) copies") \(value(variant, $0))" }.joined(
          separator: ", ") + "."
    }
    .joined(separator: " ")
  }
}
