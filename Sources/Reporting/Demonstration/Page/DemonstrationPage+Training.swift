import Files
import RealModule
import RecognizerRuns
import Reports
import Statistics

/// The contents of the training logs: losses, gradient norms and clipping.
extension DemonstrationPage {
  // MARK: - Losses

  var lossCurveSection: Section? {
    let seed = results.seeds[0]
    let figures = [
      lossFigure("Training loss on canaries", seed, \.canaries),
      lossFigure("Training loss on ordinary speech", seed) { $0.ordinary },
    ].compactMap { $0 }
    guard !figures.isEmpty else { return nil }
    return Section(
      "Training curves",
      [
        .figures(figures),
        .paragraph(
          """
          \(lowestCanaryLoss(seed))Each curve has \(Self.curvePoints) points; each point is the \
          mean loss per token over an equal part of the \
          epoch\(hasSeveralSeeds ? ", for seed \(seed.number)" : "").
          """),
      ])
  }

  private func lowestCanaryLoss(_ seed: SeedResults) -> String {
    let last = charted.compactMap { variant in
      lossPoints(seed[variant]?.log ?? [], \.canaries).last.map { (variant, loss: $0.y) }
    }
    guard last.count > 1, let lowest = last.min(by: { $0.loss < $1.loss }) else { return "" }
    return "At the end of training, the loss on canaries is lowest for "
      + "\(named([lowest.0.title])). "
  }

  private static let curvePoints = 24

  private func lossFigure(
    _ title: String, _ seed: SeedResults, _ group: (TrainingLogEntry) -> TrainingLogEntry.Group?
  ) -> Figure? {
    let curves = charted.enumerated().compactMap { hue, variant -> Series? in
      guard let log = seed[variant]?.log else { return nil }
      let points = lossPoints(log, group)
      return points.isEmpty
        ? nil
        : Series(variant.label, look(variant, hue), .line, points)
    }
    guard let last = curves.flatMap(\.points).map(\.x).max(), last > 1 else { return nil }
    let highest = curves.flatMap(\.points).map(\.y).max() ?? 1
    return Figure(
      Plot(
        title: title,
        summary: curves.map { curve in
          "\(curve.name): from \(number(curve.points.first?.y)) to \(number(curve.points.last?.y))."
        }.joined(separator: " "),
        x: .steps(last), y: .zeroTo(highest, "nats per token"), series: curves),
      caption: "CTC loss by optimizer step.")
  }

  /// The mean loss of a group over equal parts of the log.
  private func lossPoints(
    _ log: [TrainingLogEntry], _ group: (TrainingLogEntry) -> TrainingLogEntry.Group?
  ) -> [Series.Point] {
    let length = max(1, (log.count + Self.curvePoints - 1) / Self.curvePoints)
    return stride(from: 0, to: log.count, by: length).compactMap { start in
      let part = log[start..<min(start + length, log.count)]
      var (sum, examples) = (0.0, 0)
      for case let group? in part.map(group) {
        guard let loss = group.loss, loss.isFinite else { continue }
        sum += loss * Double(group.examples)
        examples += group.examples
      }
      guard examples > 0, let first = part.first, let last = part.last else { return nil }
      return Series.Point(Double(first.step + last.step) / 2, sum / Double(examples))
    }
  }

  // MARK: - Gradient norms

  var normSection: Section? {
    let seed = results.seeds[0]
    let rows = seed.variants.filter { $0.variant.clipping(seed.rules) != .none }.map(normRow)
    guard !rows.isEmpty else { return nil }
    let figures = seed[.perExample].map { [Block.figures([normFigure($0.log, seed.rules.norm)])] }
    return Section(
      "Gradient norms and clipping",
      [
        .paragraph(
          """
          Clipping limits the influence of examples with large gradients. It separates canaries from \
          ordinary speech only if their gradients are larger.
          """)
      ] + (figures ?? []) + [
        .paragraph(
          """
          Norms are medians over the first \(DemoRules.firstSteps) steps of seed \(seed.number), \
          before clipping: of one example, or of the mean over one virtual core. “Clipped” is the \
          share of clipping units above the limit in the whole training. A core with a canary counts \
          as a canary.
          """),
        .table(
          Table(
            [
              .words("training variant"), .numbers("ordinary speech, median norm"),
              .numbers("90th percentile"), .numbers("canaries, median norm"),
              .numbers("ordinary speech, clipped"), .numbers("canaries, clipped"),
            ], rows)),
      ])
  }

  private func normRow(_ result: VariantResults) -> [Text] {
    let start = Array(result.log.prefix(DemoRules.firstSteps))
    return [
      Text(result.variant.title),
      Text(number(start.medianNorm)),
      Text(number(median(start.compactMap(\.ordinary.normP90)))),
      Text(number(median(start.compactMap { $0.canaries?.normP50 }))),
      Text(percent(result.log.map(\.ordinary).clippedShare)),
      Text(percent(result.log.compactMap(\.canaries).clippedShare)),
    ]
  }

  private func normFigure(_ log: [TrainingLogEntry], _ limit: Double) -> Figure {
    func points(_ group: (TrainingLogEntry) -> TrainingLogEntry.Group?) -> [Series.Point] {
      log.compactMap { entry in
        guard let norm = group(entry)?.normP50, norm > 0 else { return nil }
        return Series.Point(Double(entry.step), norm)
      }
    }
    let ordinary = points { $0.ordinary }
    let canaries = points(\.canaries)
    let norms = (ordinary + canaries).map(\.y) + [limit]
    let last = Double(max(2, log.last?.step ?? 2))
    return Figure(
      Plot(
        title: "Median gradient norm before clipping",
        summary: "Ordinary speech starts at \(number(ordinary.first?.y)), canaries at "
          + "\(number(canaries.first?.y)); the limit is \(number(limit)).",
        x: .steps(last), y: .norms(norms),
        series: [
          Series("limit", .expected, .line, [.init(0, limit), .init(last, limit)]),
          Series("ordinary speech", .hue(0), .line, ordinary),
          Series("canaries", .hue(1), .line, canaries),
        ]),
      caption: "Per-example clipping, seed \(results.seeds[0].number), on a logarithmic axis.")
  }
}

extension Axis {
  /// An axis of optimizer steps from 0 to `last`.
  fileprivate static func steps(_ last: Double) -> Axis {
    var axis = zeroTo(last, "optimizer step")
    axis.upper = last
    axis.ticks.removeAll { $0.value > last }
    return axis
  }

  /// An axis from 0 to the first tick at or above `highest`, with 3 to 6 ticks.
  static func zeroTo(_ highest: Double, _ label: String) -> Axis {
    let highest = highest.isFinite ? max(highest, 1e-6) : 1
    var step = 1e-6
    // The steps are 1, 2 and 5 times powers of ten.
    var factors = [2, 2.5, 2].makeIterator()
    while step * 5 < highest {
      if let factor = factors.next() {
        step *= factor
      } else {
        factors = [2, 2.5, 2].makeIterator()
      }
    }
    let count = Int((highest / step).rounded(.up))
    return Axis(
      label, from: 0, to: Double(count) * step,
      ticks: (0...count).map { Tick(Double($0) * step, number(Double($0) * step)) })
  }

  /// A logarithmic axis between powers of two that enclose `norms`.
  fileprivate static func norms(_ norms: [Double]) -> Axis {
    let lower = Double.exp2(max(-20, .log2(norms.min() ?? 1).rounded(.down)))
    let upper = Double.exp2(min(40, .log2(norms.max() ?? 1).rounded(.up)))
    let ticks = (-20...40).map { Double.exp2(Double($0)) }.filter { $0 >= lower && $0 <= upper }
    return Axis(
      "gradient norm", .log2, from: lower, to: max(upper, 2 * lower),
      ticks: ticks.map { Tick($0, $0 < 1 ? "1/\(trimmed(1 / $0))" : trimmed($0)) })
  }
}
