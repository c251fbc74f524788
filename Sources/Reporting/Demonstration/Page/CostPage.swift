import Files
import Reports

/// The processor time of each training variant. The page is separate because times differ between
/// runs, while the page of results is always the same.
package struct CostPage {
  package static let name = "costs.html"

  let costs: [TrainingCost]

  package init(_ costs: [TrainingCost]) { self.costs = costs }

  package var page: Page {
    Page(
      kind: "asr-audit demonstration", title: "Training time by variant", tone: .plain,
      lead: [
        .paragraph(
          """
          Processor time of all threads, with the start of each command. The variant without \
          canaries takes fewer steps than the others. The \
          \(link: "results", to: "report.html") are on a page of their own.
          """),
        .figures([figure]), .paragraph(Text(precision)), .table(table),
      ], sections: [], footer: "Written by asr-audit demo from timings.jsonl.")
  }

  private var variants: [DemoVariant] {
    DemoVariant.allCases.filter { variant in costs.contains { $0.variant == variant } }
  }

  private func times(_ variant: DemoVariant) -> [Double] {
    costs.filter { $0.variant == variant }.map(\.millisecondsPerStep)
  }

  private var hasSeveralRuns: Bool { variants.contains { times($0).count > 1 } }

  private var figure: Figure {
    let rows = variants.map { variant -> ForestPlot.Row in
      let times = times(variant)
      let mean = times.reduce(0, +) / Double(times.count)
      let noise = hasSeveralRuns ? 0 : mean * (repeatability.max() ?? 0)
      return ForestPlot.Row(
        variant.title, outcome: "\(number(mean)) ms", tone: .plain, estimate: mean,
        lower: (times.min() ?? mean) - noise, upper: (times.max() ?? mean) + noise, limit: nil)
    }
    return Figure(
      ForestPlot(
        title: "Processor time per training step",
        summary: rows.map { "\($0.name): \($0.outcome)." }.joined(separator: " "),
        axis: .zeroTo(rows.map(\.upper).max() ?? 1, "ms per step"), rows: rows),
      caption: hasSeveralRuns
        ? "Mean of the seeds; bars reach from the smallest to the largest."
        : repeatability.isEmpty
          ? "One run of each variant."
          : "One run of each variant; bars show the difference between two runs of the same work.")
  }

  /// For each seed, the relative difference between the times of two variants that do the same work.
  private var repeatability: [Double] {
    costs.filter { $0.variant == .lowerRate }.compactMap { low in
      costs.first { $0.seed == low.seed && $0.variant == .plain }.map { plain in
        abs(low.millisecondsPerStep / plain.millisecondsPerStep - 1)
      }
    }
  }

  private var precision: String {
    let pairs = repeatability
    guard let largest = pairs.max() else {
      return "Times depend on other load; repeat the run before you rely on a small difference."
    }
    return "The variants without clipping at the two learning rates do the same work, and their "
      + "times differ by \(percent(largest))\(pairs.count > 1 ? " at most" : ""). Smaller differences "
      + "between variants are noise."
  }

  private var table: Table {
    Table(
      [
        .words("training variant"), .numbers("seed"), .numbers("ms per step"),
        .numbers("relative to no clipping"), .numbers("steps"), .numbers("total, s"),
      ],
      costs.map { cost in
        let plain = costs.first { $0.seed == cost.seed && $0.variant == .plain }
        let ratio = plain.map { cost.millisecondsPerStep / $0.millisecondsPerStep }
        return [
          Text(cost.variant.title), "\(cost.seed)", Text(number(cost.millisecondsPerStep)),
          Text(ratio.map { "\(trimmed(($0 * 100).rounded() / 100))x" } ?? "–"), "\(cost.steps)",
          Text(number(cost.cpuSeconds)),
        ]
      })
  }
}
