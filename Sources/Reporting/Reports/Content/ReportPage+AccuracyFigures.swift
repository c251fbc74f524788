import Files
import Scoring
import Statistics

extension ReportPage {
  /// Exact matches by repetitions. Each figure shows as many speeds as have a hue of their own.
  var exactFigures: [Figure] { speedGroups.map(exactFigure) }

  /// Character accuracy of trained canaries minus that of controls, by repetitions.
  var characterFigures: [Figure] { speedGroups.compactMap(characterFigure) }

  private var speedGroups: [[Report.SpeedResult]] {
    stride(from: 0, to: report.speeds.count, by: Series.Look.hues).map { start in
      Array(report.speeds[start...].prefix(Series.Look.hues))
    }
  }

  private func exactFigure(_ speeds: [Report.SpeedResult]) -> Figure {
    var series: [Series] = []
    for (hue, speed) in speeds.enumerated() {
      let controls = speed.controls.exact
      if let rate = controls.rate {
        let interval = controls.clopperPearson(confidence: 0.95)
        series.append(
          Series(
            "controls, \(speedName(speed.speed))", .hollow(hue), .marks, naming: Series.Naming.none,
            [
              Series.Point(Axis.controlsPlace, rate, low: interval.lower, high: interval.upper)
            ]))
      }
      let points = speed.tiers.compactMap { tier in
        tier.trained.exact.rate.map {
          Series.Point(
            Double(tier.repetitions), $0, low: tier.exactInterval.lower,
            high: tier.exactInterval.upper)
        }
      }
      series.append(Series(name(of: speed, among: speeds), .hue(hue), .joinedMarks, points))
    }
    return Figure(
      Plot(
        title: "Canaries transcribed word for word",
        summary: summary("Exact matches", speeds) {
          $0.trained.exact.rate
        } controls: {
          $0.controls.exact.rate
        },
        x: .repetitions(
          speeds.flatMap(\.tiers).map(\.repetitions), withControls: true, counts: counts(speeds)),
        y: .shares("share of canaries"), series: series),
      caption: Text("\(explanation(speeds)) Bars: 95% intervals (Clopper-Pearson)."))
  }

  /// Explains the marks of the chart.
  private func explanation(_ speeds: [Report.SpeedResult]) -> String {
    let names = listed(speeds.map { speedName($0.speed) })
    let number = speeds.count == 1 ? " n: number of canaries." : ""
    return
      "Filled marks: trained canaries, by the number of their lines in the training manifest. Hollow "
      + "mark: controls.\(number) All are at \(names) speed."
  }

  private func name(of speed: Report.SpeedResult, among speeds: [Report.SpeedResult]) -> String {
    speeds.count == 1 ? "trained canaries" : "trained, \(speedName(speed.speed))"
  }

  /// The number of canaries in each tier, with 0 for the controls. Empty for several speeds, whose
  /// numbers can differ.
  private func counts(_ speeds: [Report.SpeedResult]) -> [Int: Int] {
    guard speeds.count == 1, let speed = speeds.first else { return [:] }
    var counts = [0: speed.controls.exact.trials]
    for tier in speed.tiers { counts[tier.repetitions] = tier.trained.exact.trials }
    return counts
  }

  /// Returns nil if no tier has a gap.
  private func characterFigure(_ speeds: [Report.SpeedResult]) -> Figure? {
    let tiers = speeds.flatMap(\.tiers)
    let values = tiers.flatMap {
      [$0.characterGap, $0.characterGapInterval?.lower, $0.characterGapInterval?.upper]
    }
    .compactMap { $0 }
    guard let lowest = values.min(), let highest = values.max() else { return nil }
    let x = Axis.repetitions(
      tiers.map(\.repetitions), withControls: false, counts: counts(speeds))
    let zero = Series(
      "equal to controls", .expected, .line,
      [Series.Point(x.lower, 0), Series.Point(x.upper, 0)])
    let series = speeds.enumerated().map { hue, speed in
      let points = speed.tiers.compactMap { tier in
        tier.characterGap.map {
          Series.Point(
            Double(tier.repetitions), $0, low: tier.characterGapInterval?.lower,
            high: tier.characterGapInterval?.upper)
        }
      }
      return Series(name(of: speed, among: speeds), .hue(hue), .joinedMarks, points)
    }
    let hasIntervals = tiers.contains { $0.characterGapInterval != nil }
    return Figure(
      Plot(
        title: "Character accuracy, trained canaries minus controls",
        summary: summary("Gap of character accuracy", speeds) {
          $0.characterGap
        } controls: { _ in
          nil
        },
        x: x,
        y: .differences("percentage points", lowest: lowest, highest: highest),
        series: [zero] + series),
      caption:
        "Mean character accuracy (1 − CER) of the trained canaries minus that of the controls"
        + "\(hasIntervals ? ", with 95% intervals (BCa bootstrap)" : ""). Above 0, trained canaries "
        + "are transcribed more accurately.")
  }

  private func summary(
    _ what: String, _ speeds: [Report.SpeedResult], tiers: (Report.TierResult) -> Double?,
    controls: (Report.SpeedResult) -> Double?
  ) -> String {
    speeds.map { speed in
      var parts = speed.tiers.map {
        "\(counted($0.repetitions, "repetition", "repetitions")) \(percent(tiers($0)))"
      }
      if let rate = controls(speed) { parts.insert("controls \(percent(rate))", at: 0) }
      return "\(what) at \(speedName(speed.speed)): \(parts.joined(separator: ", "))."
    }
    .joined(separator: " ")
  }
}
