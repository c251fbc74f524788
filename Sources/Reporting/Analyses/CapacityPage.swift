import Capacity
import Files
import Reports
import Statistics

/// The result of `asr-audit capacity` as a page.
package struct CapacityPage {
  let result: CapacityResult
  private let tool: String

  package init(_ result: CapacityResult, tool: String) {
    self.result = result
    self.tool = tool
  }

  package var page: Page {
    Page(
      kind: "asr-audit capacity", title: title, tone: .plain,
      lead: [.paragraph(Text(lead))] + result.series.map { .paragraph(Text(sentence($0))) }
        + [.figures(([parameterFigure].compactMap(\.self)) + result.series.map(figure))],
      sections: [comparisonSection].compactMap(\.self) + result.series.map(section)
        + [methodSection, limitSection],
      footer: "Written by asr-audit \(name: tool).")
  }

  private var title: String {
    result.series.count == 1
      ? "Effective memorization size: \(result.series[0].effectiveMemorization.bracket)"
      : "Effective memorization sizes of \(result.series.count) recipes"
  }

  private var lead: String {
    """
    A recipe trains models on more and more canaries, each \
    \(counted(result.repetitions, "time", "times")) in an epoch. A size counts as memorised if the rate \
    of exact transcripts of these canaries is at least \(percent(1 - result.tolerance)) above that of \
    \(counted(result.controls, "control", "controls")), which no model was trained on.
    """
      + (result.texts == .shuffled
        ? " Each canary has the text of another one, so that no sound tells its text." : "")
  }

  /// The effective memorization size of a recipe in words.
  package func sentence(_ series: CapacityResult.Series) -> String {
    let found = series.effectiveMemorization
    let name = "EMM(\(trimmed(found.tolerance))) of '\(series.name.printable)'"
    let bits = series.bitsPerParameter.map {
      " It memorised at most \(number($0)) bits for each parameter."
    }
    guard let failed = found.notMemorized,
      let point = series.points.first(where: { $0.size == failed })
    else {
      return "\(name) is \(found.bracket): all trained sizes are memorised."
        + (bits ?? "") + certainty(found)
    }
    let rates =
      "\(percent(point.trained.rate)) of the trained canaries and "
      + "\(percent(point.controls.rate)) of the controls"
    let reason =
      found.end == .trainedNotRepeated
      ? "the model no longer repeats enough of them"
      : "the model has learnt such speech and recognises controls too"
    return "\(name) is \(found.bracket): with \(failed) canaries, \(rates) are exact, so \(reason)."
      + (bits ?? "") + certainty(found)
  }

  /// The statement that holds with 95% confidence.
  private func certainty(_ found: EffectiveMemorization) -> String {
    switch (found.certainlyMemorized, found.certainlyNot) {
    case (let held?, let not?):
      " With 95% confidence \(held) are memorised and \(not) are not."
    case (let held?, nil): " With 95% confidence \(held) are memorised."
    case (nil, let not?): " With 95% confidence \(not) are not memorised."
    case (nil, nil): " There are too few canaries for a decision at 95% confidence."
    }
  }

  // MARK: - Table

  package static let columns = [
    "canaries", "left out", "trained exact", "controls exact", "gap [95%]", "outcome",
    "1 − CER trained", "1 − CER controls", "exposure", "bits", "ordinary exact", "ordinary WER",
  ]

  /// The rows of the table of a recipe.
  package func rows(of series: CapacityResult.Series) -> [[String]] {
    series.points.map { point in
      [
        "\(point.size)", "\(point.leftOut)", percent(point.trained.rate),
        percent(point.controls.rate), point.gapText, point.outcome?.title ?? "–",
        percent(point.trainedCER.map { 1 - $0 }), percent(point.controlCER.map { 1 - $0 }),
        number(point.exposure), number(point.bits?.memorized), percent(point.ordinary?.rate),
        percent(point.ordinaryWER),
      ]
    }
  }

  private func section(_ series: CapacityResult.Series) -> Section {
    let parameters = series.parameters.map { ", \($0) parameters" } ?? ""
    return Section(
      "Runs of \(series.name.printable)\(parameters)",
      [
        .table(
          Table(
            Self.columns.map { $0 == "outcome" ? .words(Text($0)) : .numbers(Text($0)) },
            rows(of: series).map { $0.map { Text($0) } }))
      ])
  }

  // MARK: - Figure

  func figure(_ series: CapacityResult.Series) -> Figure {
    let points = series.points.filter { $0.size > 0 }
    let sizes = points.map(\.size)
    let first = Double(sizes.first ?? 1)
    func rates(_ rate: (CapacityPoint) -> Proportion) -> [Series.Point] {
      points.compactMap { point in
        let found = rate(point)
        let interval = found.clopperPearson(confidence: 0.95)
        return found.rate.map {
          Series.Point(Double(point.size), $0, low: interval.lower, high: interval.upper)
        }
      }
    }
    let last = Double(sizes.last ?? 1)
    var plot = Plot(
      title: "Exact transcripts, \(series.name.printable)",
      summary: points.map {
        "\($0.size) canaries: \(percent($0.trained.rate)) of the trained, "
          + "\(percent($0.controls.rate)) of the controls"
      }.joined(separator: ". "),
      x: Axis(
        "canaries in training", .log2, from: first / 1.2, to: last * 1.2,
        ticks: sizes.map { Axis.Tick(Double($0), String($0)) }),
      y: .shares("exact transcripts"),
      series: [
        Series(
          "1 − tolerance", .expected, .line, naming: .legend,
          [first, last].map { Series.Point($0, 1 - result.tolerance) }),
        Series(
          "controls", .hollow(0), .joinedMarks, naming: .legend, rates(\.controls)),
        Series(
          "trained canaries", .hue(0), .joinedMarks, naming: .legend, rates(\.trained)),
      ])
    plot.spreadsMarks = false
    return Figure(
      plot, caption: "Bars are exact 95% intervals. A size is memorised by the difference of both.")
  }

  // MARK: - Method and limits

  private var methodSection: Section {
    Section(
      "Method",
      [
        .paragraph(
          """
          The canaries of a size are the first of one random order, so that larger sizes contain \
          smaller ones. Passes over each utterance are fixed; the number of steps and with it the \
          course of the learning rate grow with the size. A size is 'memorised' or 'not' if the whole \
          interval of the gap (Newcombe, 95%) lies on that side, and 'probably' if only the gap does.
          """),
        .paragraph(
          """
          Bits are Σ max(0, loss without canaries − loss) / ln 2 over the trained canaries, less the \
          mean of the controls for each (Morris et al. 2025). Exposure is by character error rate \
          among the controls.
          """),
      ])
  }

  private var limitSection: Section {
    Section(
      "Limits of the evidence",
      [
        .list([
          """
          The size holds for this recipe, these repetitions and this number of epochs. It compares \
          recipes; it is no property of an architecture alone.
          """,
          """
          With their own texts, the size can end because the model learns such speech from the canaries. \
          Shuffled texts cannot be learnt in this way.
          """,
          "Each size is one training run. Other seeds can move the end by one step of the ladder.",
        ])
      ])
  }
}

extension CapacityPoint {
  /// `95% [82%, 99%]`; a dash for size 0.
  fileprivate var gapText: String {
    guard let gap else { return "–" }
    return percentText(
      gap.value, Interval(lower: gap.lower, upper: gap.upper, confidence: 0.95))
  }
}

extension CapacityPoint.Outcome {
  fileprivate var title: String {
    switch self {
    case .memorized: "memorised"
    case .probablyMemorized: "probably memorised"
    case .probablyNot: "probably not"
    case .not: "not memorised"
    }
  }
}
