import Files
import Reports

/// What each way of training cost on this machine: a page apart, for no two runs take the same time.
package struct CostPage {
  package static let name = "costs.html"

  let costs: [StepCost]

  package init(_ costs: [StepCost]) { self.costs = costs }

  package var page: Page {
    Page(
      kind: "asr-audit demo", title: "What a step cost on this machine", tone: .plain,
      lead: [
        .paragraph(
          "Processor time of all threads, the start of each command included. Passes over canaries "
            + "take as many steps of the same utterances; the one without canaries takes fewer. "
            + "\(link: "What came of it", to: "report.html") stands on a page of its own."),
        .figures([figure]), .table(Table(columns, rows)),
      ], sections: [], footer: "Written by asr-audit demo from timings.jsonl.")
  }

  private let columns: [Table.Column] = [
    .words("training"), .numbers("seed"), .numbers("ms a step"), .numbers("beside no clipping"),
    .numbers("steps"), .numbers("whole pass, s"),
  ]

  private var rows: [[Text]] {
    costs.map { cost in
      let plain = costs.first { $0.seed == cost.seed && $0.variant == .plain }
      return [
        "\(cost.variant.title)", "\(cost.seed)", Text(number(cost.millisecondsAStep)),
        Text(plain.map { "\(hundredths(cost.millisecondsAStep / $0.millisecondsAStep))x" } ?? "–"),
        "\(cost.steps)", Text(number(cost.cpuSeconds)),
      ]
    }
  }

  private func hundredths(_ ratio: Double) -> String { trimmed((ratio * 100).rounded() / 100) }

  private var figure: Figure {
    let shown = costs.filter {
      $0.seed == costs.first?.seed && DemoVariant.story.contains($0.variant)
    }
    let highest = shown.map(\.millisecondsAStep).max() ?? 1
    let step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000].first { $0 * 6 >= highest } ?? highest
    let top = (highest / step).rounded(.up) * step
    let series = shown.enumerated().map { place, cost in
      let left = Double(place) + 0.15
      return Series(
        cost.variant.title, cost.variant == .noCanaries ? .expected : .hue(place), .bars,
        [
          Series.Point(
            left + 0.35, cost.millisecondsAStep, low: left, high: left + 0.7)
        ])
    }
    return Figure(
      Plot(
        title: "A step of training",
        summary: shown.map { "\($0.variant.title): \(number($0.millisecondsAStep)) ms." }
          .joined(separator: " "),
        x: Axis("ways of training", from: 0, to: Double(max(shown.count, 1)), ticks: []),
        y: Axis(
          "ms a step, processor time", from: 0, to: top,
          ticks: stride(from: 0, through: top, by: step).map { Axis.Tick($0, trimmed($0)) }),
        series: series),
      caption: "One seed: \(costs.first?.seed ?? 0).")
  }
}
