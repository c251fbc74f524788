import Capacity
import Files
import Reports

/// The comparison of several recipes.
extension CapacityPage {
  package static let recipeColumns = [
    "recipe", "parameters", "EMM", "95% sure", "bits per parameter", "it ends because",
  ]

  /// A row for each recipe, the smallest model first; empty with one recipe.
  package var recipeRows: [[String]] {
    guard result.series.count > 1 else { return [] }
    let order = result.series.enumerated().sorted {
      ($0.element.parameters ?? .max, $0.offset) < ($1.element.parameters ?? .max, $1.offset)
    }
    return order.map { _, series in
      let found = series.effectiveMemorization
      let ending =
        switch found.end {
        case .trainedNotRepeated: "canaries are not repeated"
        case .controlsRecognized: "controls are recognised"
        case nil: "all trained sizes are memorised"
        }
      return [
        series.name.printable, series.parameters.map(String.init) ?? "–", found.bracket,
        found.certainlyMemorized.map { "at least \($0)" } ?? "–",
        series.bitsPerParameter.map { number($0) } ?? "–", ending,
      ]
    }
  }

  var comparisonSection: Section? {
    let rows = recipeRows
    guard !rows.isEmpty else { return nil }
    return Section(
      "Recipes",
      [
        .table(
          Table(
            Self.recipeColumns.map {
              ["recipe", "it ends because"].contains($0) ? .words(Text($0)) : .numbers(Text($0))
            }, rows.map { $0.map { Text($0) } }))
      ])
  }

  /// The memorised sizes by the number of parameters; nil unless two recipes differ in it.
  var parameterFigure: Figure? {
    let known = result.series.compactMap { series in
      series.parameters.map { (Double($0), series.effectiveMemorization) }
    }.sorted { $0.0 < $1.0 }
    let counts = Set(known.map(\.0)).sorted()
    let sizes = known.flatMap { [$0.1.memorized, $0.1.notMemorized].compactMap(\.self) }
    guard counts.count > 1, let least = counts.first, let most = counts.last,
      let low = sizes.min(), let high = sizes.max()
    else { return nil }
    func points(_ size: (EffectiveMemorization) -> Int?) -> [Series.Point] {
      known.compactMap { parameters, found in
        size(found).map { Series.Point(parameters, Double($0)) }
      }
    }
    var ticks: [Int] = [low]
    while let last = ticks.last, last < high { ticks.append(last * 2) }
    var plot = Plot(
      title: "Memorised canaries by parameters",
      summary: known.map { "\(Int($0.0)) parameters: \($0.1.bracket) canaries" }
        .joined(separator: ". "),
      x: Axis(
        "parameters of the model", .log2, from: least / 1.2, to: most * 1.2,
        ticks: counts.map { Axis.Tick($0, shortCount($0)) }),
      y: Axis(
        "canaries", .log2, from: Double(low) / 1.2, to: Double(max(high, low + 1)) * 1.2,
        ticks: ticks.filter { $0 <= high }.map { Axis.Tick(Double($0), "\($0)") }),
      series: [
        Series(
          "smallest size that is not memorised", .hollow(0), .marks, points(\.notMemorized)),
        Series("largest memorised size", .hue(0), .marks, points(\.memorized)),
      ])
    plot.spreadsMarks = false
    return Figure(
      plot,
      caption:
        "The effective memorization size of each model lies between both marks. Without a hollow "
        + "mark, all trained sizes are memorised; without a filled one, none is.")
  }

  /// `1.2 million`, `96,000` as `96k`.
  private func shortCount(_ count: Double) -> String {
    count >= 1e6
      ? "\(trimmed((count / 1e5).rounded() / 10))M" : "\(trimmed((count / 1e3).rounded()))k"
  }
}
