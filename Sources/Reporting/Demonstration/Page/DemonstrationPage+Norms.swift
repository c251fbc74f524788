import Files
import RealModule
import Reports

/// Why clipping works where it does: gradients of ordinary speech are short, those of canaries long.
extension DemonstrationPage {
  var normSection: Section? {
    guard let clipped = results.seeds.first?[.perExample] else { return nil }
    var rows: [[Text]] = []
    for variant in results.variants where variant.clip != .none {
      guard let result = results.seeds.first?[variant] else { continue }
      let start = Array(result.log.steps.prefix(DemoRules.firstSteps))
      rows.append([
        Text(variant.title),
        Text(number(median(start.compactMap(\.ordinary.normP50)))),
        Text(number(median(start.compactMap(\.ordinary.normP90)))),
        Text(number(median(start.compactMap { $0.canaries?.normP50 }))),
        Text(percent(share(clippedOf: result.log.steps.map(\.ordinary)))),
        Text(percent(share(clippedOf: result.log.steps.compactMap(\.canaries)))),
      ])
    }
    return Section(
      "Why does it work?",
      [
        .figures([normFigure(clipped, results.seeds[0].rules.norm)]),
        .paragraph(
          "A bound takes from whoever has a long gradient. Norms are medians over the first "
            + "\(DemoRules.firstSteps) steps of seed \(results.seeds[0].number), before clipping, of one example or, "
            + "with per-core clipping, of the mean over a core; clipped is a share of the whole pass; a core that holds a canary counts as one."
        ),
        .table(
          Table(
            [
              .words("training"), .numbers("ordinary, median"),
              .numbers("ordinary, 90th percentile"),
              .numbers("canaries, median"), .numbers("ordinary clipped"),
              .numbers("canaries clipped"),
            ], rows)),
      ])
  }

  /// Share of all units above the bound, over the whole pass.
  func share(clippedOf groups: [NormLog.Group]) -> Double? {
    let units = groups.filter { $0.clipped != nil }
    let count = units.reduce(0) { $0 + $1.units }
    guard count > 0 else { return nil }
    return units.reduce(0) { $0 + Double($1.units) * $1.clipped! } / Double(count)
  }

  private func normFigure(_ clipped: DemoResults.Variant, _ norm: Double) -> Figure {
    let steps = clipped.log.steps
    func points(_ group: (NormLog.Step) -> NormLog.Group?) -> [Series.Point] {
      steps.compactMap { step in
        guard let group = group(step), let middle = group.normP50, middle > 0 else { return nil }
        return Series.Point(Double(step.step), middle)
      }
    }
    let ordinary = points(\.ordinary)
    let canaries = points(\.canaries)
    let all = (ordinary + canaries).map(\.y) + [norm]
    let last = Double(steps.last?.step ?? 1)
    let lower = (0...).lazy.map { 64 / Double(1 << $0) }.first { $0 <= all.min()! } ?? 0.001
    let upper = (0...).lazy.map { Double(1 << $0) }.first { $0 >= all.max()! } ?? 64
    let ticks = (-10...20).map { exp2(Double($0)) }.filter { $0 >= lower && $0 <= upper }
    return Figure(
      Plot(
        title: "Length of gradients before clipping",
        summary: "Median gradient norms of each step: ordinary speech starts at "
          + "\(number(ordinary.first?.y)), canaries at \(number(canaries.first?.y)); the bound is "
          + "\(number(norm)).",
        x: Axis(
          "step", from: 0, to: max(1, last),
          ticks: [0, 0.25, 0.5, 0.75, 1].map {
            Axis.Tick(($0 * last).rounded(), trimmed(($0 * last).rounded()))
          }),
        y: Axis(
          "gradient norm", .log2, from: lower, to: upper,
          ticks: ticks.map { Axis.Tick($0, $0 < 1 ? "1/\(trimmed(1 / $0))" : trimmed($0)) }),
        series: [
          Series("the bound", .expected, .line, [.init(0, norm), .init(max(1, last), norm)]),
          Series("ordinary speech", .hue(0), .line, ordinary),
          Series("canaries", .hue(1), .line, canaries),
        ]),
      caption: "Median of each batch, per-example clipping, seed \(results.seeds[0].number).")
  }

  private func exp2(_ power: Double) -> Double { .exp2(power) }
}
