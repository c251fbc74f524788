import Files
import Reports
import Scoring
import Statistics

/// Recognition quality, alone and against leakage.
extension DemonstrationPage {
  var qualitySection: Section {
    var rows: [[Text]] = []
    for seed in results.seeds {
      if let base = seed.base { rows.append(row("base model, before fine-tuning", seed, base)) }
      rows += seed.variants.map { row(Text($0.variant.title), seed, $0.quality) }
    }
    return Section(
      "Accuracy on ordinary speech",
      [
        .paragraph(
          """
          Error rates on sentences that were not in the training data, with 95% BCa bootstrap \
          intervals over the choice of sentences. Variants with a new voice have sentences of their \
          own.
          """),
        .table(
          Table(
            [.words("model")] + seedColumn + [.numbers("CER"), .numbers("WER")], rows)),
      ])
  }

  private func row(_ name: Text, _ seed: SeedResults, _ quality: SpeechQuality) -> [Text] {
    [name] + seedCell(seed) + [
      Text(percentText(quality.cer, quality.characterInterval)),
      Text(percentText(quality.wer, quality.wordInterval)),
    ]
  }

  /// One point for each variant: the error rate on ordinary speech and the accuracy gap on the most
  /// repeated canaries.
  var leakageSection: Section? {
    guard let most = results.tiers.last, let speed = DemoSize.speeds.first else { return nil }
    let series = charted.enumerated().compactMap { hue, variant -> Series? in
      guard let cer = results.cer(variant),
        let gap = results.accuracyGap(variant, speed, most)
      else { return nil }
      let point = Series.Point(
        cer.value, gap.value, low: gap.interval?.lower, high: gap.interval?.upper,
        left: cer.interval?.lower, right: cer.interval?.upper)
      return Series(variant.label, look(variant, hue), .marks, naming: .direct, [point])
    }
    guard !series.isEmpty else { return nil }
    let points = series.flatMap(\.points)
    let rates = points.flatMap { [$0.x, $0.right] }.compactMap { $0 }
    let figure = Figure(
      Plot(
        title: "Accuracy gap and error rate by variant",
        summary: series.map { series in
          "\(series.name): CER \(percent(series.points[0].x)), gap \(percent(series.points[0].y))."
        }.joined(separator: " "),
        x: .errorRates("CER on ordinary speech", highest: rates.max() ?? 0),
        y: .gaps(
          "accuracy gap, percentage points", points.flatMap { [$0.y, $0.low, $0.high] }),
        series: series),
      caption: Text(
        "Gap: 1 − CER of the canaries with \(most) repetitions at \(speedName(speed)) minus that of "
          + "the controls. Bars are 95% intervals. The best variants are at the lower left."))
    return Section("CER on ordinary speech against memorization", [.figures([figure])])
  }
}

extension Axis {
  /// An axis of error rates from 0% to the first tick at or above `highest`, with 2 to 6 ticks.
  static func errorRates(_ label: String, highest: Double) -> Axis {
    let highest = max(highest, 0.001)
    let steps = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1]
    let step = steps.first { $0 * 5 >= highest } ?? (highest / 5).rounded(.up)
    let count = Int((highest / step).rounded(.up))
    return Axis(
      label, from: 0, to: Double(count) * step,
      ticks: (0...count).map { Tick(Double($0) * step, percent(Double($0) * step)) })
  }
}
