import Files
import Scoring

/// The checkpoints that were decided together, and the other reports from the ledger.
extension ReportPage {
  /// The title if memorization is detected at an earlier checkpoint and not at the last one; nil
  /// otherwise.
  var looksHeadline: String? {
    guard let looks = report.looks, report.verdict.code == .notDetected, !looks.detected.isEmpty
    else { return nil }
    let others = looks.looks.count - 1
    return "The audit found memorization at \(looks.detected.count) of \(others) earlier "
      + "checkpoints, and none at the last one."
  }

  /// Paragraphs for the first screen.
  var looksLead: [Block] {
    var blocks: [Block] = []
    if let looks = report.looks {
      let names = looks.detected.map(\.label)
      let list: Text = names.isEmpty ? "" : ": \(name: abbreviatedList(names, limit: 5))"
      blocks.append(
        .notice(
          "\(strong: "\(looks.looks.count) checkpoints were decided together:") \(looks.conclusion)"
            + list + ". This report is about the last checkpoint, "
            + "\(name: looks.looks.last?.label ?? "")."))
    }
    if let summary = LookLimits(report).summary { blocks.append(.paragraph(Text(summary))) }
    return blocks
  }

  var looksSection: Section? {
    guard let looks = report.looks, let first = looks.looks.first else { return nil }
    let tests = looks.looks.enumerated().map { index, look -> [Text] in
      [
        Text(String(index + 1)), "\(name: look.label)",
        look.isDetected
          ? "\(state: "detected", .alarm)" : "\(state: "not detected", .calm)",
        Text(pValueText(look.verbatim.holm)), Text(pValueText(look.partial.holm)),
        Text(rateText(look.controls)),
      ]
    }
    let gaps = looks.looks.map { look -> [Text] in
      ["\(name: look.label)"]
        + look.tiers.map { Text(percentText($0.exactGap.estimate, $0.exactGap.interval)) }
    }
    let repetitions = first.tiers.map(\.repetitions)
    return Section(
      "Checkpoints",
      [
        .figures([figure(looks)]),
        .table(
          Table(
            [
              .numbers("no."), .words("checkpoint"), .words("result"), .numbers("verbatim, p"),
              .numbers("partial, p"), .numbers("controls, exact"),
            ], tests)),
        .table(
          Table(
            [.words("checkpoint")]
              + repetitions.map {
                .numbers("gap, \(counted($0, "repetition", "repetitions")) [95%]")
              }, gaps)),
        .list([
          "Every relabeling is applied to all checkpoints. The statistic of a checkpoint, standardised by "
            + "its mean and standard deviation over all relabelings, is compared with the largest one of "
            + "the checkpoints (maxT), and the p-values of both tests are then corrected by Holm's method. "
            + "The primary analysis above has the p-values of the last checkpoint. The probability of a false detection at any checkpoint "
            + "is at most \(trimmed(report.primaryAnalysis?.alpha ?? 0.05)).",
          "The gaps are exact matches of a tier minus those of the controls, over all speeds together. "
            + "Their intervals are for one checkpoint each.",
        ]),
      ])
  }

  /// The gap of each tier over the checkpoints.
  private func figure(_ looks: Report.LooksResult) -> Figure {
    let labels = looks.looks.map(\.label)
    // Longer labels would leave out many of their neighbours.
    let areShort = labels.allSatisfy { $0.count <= 8 }
    let ticks = labels.enumerated().map { index, label in
      Axis.Tick(Double(index + 1), areShort ? label : String(index + 1))
    }
    let x = Axis(
      areShort ? "checkpoint" : "checkpoint, by its number in the table", from: 0.6,
      to: Double(labels.count) + 0.4, ticks: ticks)
    let zero = Series(
      "equal to controls", .expected, .line, naming: .legend,
      [Series.Point(x.lower, 0), Series.Point(x.upper, 0)])
    let tiers = looks.looks.first?.tiers ?? []
    let series = tiers.indices.map { tier in
      Series(
        counted(tiers[tier].repetitions, "repetition", "repetitions"), .hue(tier), .joinedMarks,
        naming: .legend,
        looks.looks.enumerated().compactMap { index, look in
          guard tier < look.tiers.count, let gap = look.tiers[tier].exactGap.estimate else {
            return nil
          }
          return Series.Point(Double(index + 1), gap)
        })
    }
    let gaps = series.flatMap { $0.points.map(\.y) }
    var plot = Plot(
      title: "Exact matches, trained canaries minus controls",
      summary: zip(labels, looks.looks).map { label, look in
        "\(label): "
          + look.tiers.map {
            "\(counted($0.repetitions, "repetition", "repetitions")) \(percent($0.exactGap.estimate))"
          }.joined(separator: ", ") + "."
      }.joined(separator: " "),
      x: x,
      y: .differences(
        "percentage points", lowest: gaps.min() ?? 0, highest: gaps.max() ?? 0),
      series: [zero] + series)
    plot.spreadsMarks = false
    return Figure(
      plot,
      caption:
        "Memorization gap of each tier by checkpoint, in the order of training. Marks at 0 mean that "
        + "trained canaries are exact as often as controls. The table has the 95% intervals.")
  }
}
