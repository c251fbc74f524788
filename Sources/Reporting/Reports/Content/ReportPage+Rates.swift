import Files
import Scoring
import Statistics

extension ReportPage {
  /// Rates and gaps against copies, all speeds together as long as a reader can tell them apart.
  var rateFigures: [Figure] {
    stride(from: 0, to: report.speeds.count, by: Series.Look.hues).flatMap { start in
      let speeds = Array(report.speeds[start...].prefix(Series.Look.hues))
      return [exactFigure(speeds), characterFigure(speeds)]
    }
  }

  private func exactFigure(_ speeds: [Report.SpeedResult]) -> Figure {
    var series: [Series] = []
    for (hue, speed) in speeds.enumerated() {
      let shift = Axis.apart(hue, of: speeds.count)
      let controls = speed.controls.exact
      if let rate = controls.rate {
        let interval = controls.clopperPearson(confidence: 0.95)
        series.append(
          Series(
            "controls, \(speedName(speed.speed))", .hollow(hue), .marks,
            [
              Series.Point(
                Axis.controlsPlace * shift, rate, low: interval.lower, high: interval.upper)
            ]))
      }
      let points = speed.tiers.compactMap { tier in
        tier.trained.exact.rate.map {
          Series.Point(
            Double(tier.repetitions) * shift, $0, low: tier.exactInterval.lower,
            high: tier.exactInterval.upper)
        }
      }
      series.append(Series("trained, \(speedName(speed.speed))", .hue(hue), .joinedMarks, points))
    }
    return Figure(
      Plot(
        title: "Written out word for word",
        summary: summary("exact rate", speeds) {
          $0.trained.exact.rate
        } controls: {
          $0.controls.exact.rate
        },
        x: .copies(speeds.flatMap(\.tiers).map(\.repetitions), withControls: true),
        y: .shares("canaries written out"), series: series),
      caption: "Exact rates with 95% intervals (Clopper-Pearson).")
  }

  private func characterFigure(_ speeds: [Report.SpeedResult]) -> Figure {
    let tiers = speeds.flatMap(\.tiers)
    let lowest =
      tiers.flatMap { [$0.characterGap, $0.characterGapInterval?.lower] }
      .compactMap { $0 }.min() ?? 0
    let x = Axis.copies(tiers.map(\.repetitions), withControls: false)
    let nothing = Series(
      "no difference from controls", .expected, .line,
      [Series.Point(x.lower, 0), Series.Point(x.upper, 0)])
    let series = speeds.enumerated().map { hue, speed in
      let points = speed.tiers.compactMap { tier in
        tier.characterGap.map {
          Series.Point(
            Double(tier.repetitions) * Axis.apart(hue, of: speeds.count), $0,
            low: tier.characterGapInterval?.lower, high: tier.characterGapInterval?.upper)
        }
      }
      return Series("trained, \(speedName(speed.speed))", .hue(hue), .joinedMarks, points)
    }
    let hasIntervals = tiers.contains { $0.characterGapInterval != nil }
    return Figure(
      Plot(
        title: "Closer than controls",
        summary: summary("1−CER over controls", speeds) {
          $0.characterGap
        } controls: { _ in
          nil
        },
        x: x, y: .shares("1−CER, over controls", lowest: lowest), series: [nothing] + series),
      caption: "Memorization accuracy by characters: mean 1−CER of trained canaries less that of "
        + "controls\(hasIntervals ? ", with 95% intervals (BCa bootstrap)" : "").")
  }

  private func summary(
    _ what: String, _ speeds: [Report.SpeedResult], tiers: (Report.TierResult) -> Double?,
    controls: (Report.SpeedResult) -> Double?
  ) -> String {
    speeds.map { speed in
      var parts = speed.tiers.map { "\($0.repetitions) copies \(percent(tiers($0)))" }
      if let rate = controls(speed) { parts.insert("controls \(percent(rate))", at: 0) }
      return "\(what) at \(speedName(speed.speed)): \(parts.joined(separator: ", "))."
    }
    .joined(separator: " ")
  }
}
