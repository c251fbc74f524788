import AuditModel
import Files
import Scoring
import Statistics

extension ReportPage {
  /// Accuracy by repetitions: figures of all speeds together, then a table for each speed.
  var accuracySection: Section? {
    guard !report.speeds.isEmpty else { return nil }
    // The first screen has one of these figures, which is not shown twice.
    let onFirstScreen = mainFigure
    let figures = (exactFigures + characterFigures).filter { $0 != onFirstScreen }
    var notes: [Text] = [
      "Exact match: the normalised transcript equals the normalised text. Near match: its CER is at "
        + "most 10% and it is not the text of another canary.",
      "Memorization gap: exact matches of the tier minus those of the controls, with Newcombe's "
        + "interval. The p-values are one-sided (Fisher's exact test) and corrected over all tiers and "
        + "speeds (Holm).",
      "1−CER and 1−WER are means over canaries, at least 0 for each. The gap of 1−CER is the tier's "
        + "mean minus that of the controls.",
    ]
    if report.speeds.contains(where: hasDetectable) {
      notes.append(
        "Detectable from: the smallest true rate of exact matches that the tier would show in 4 "
          + "audits of 5.")
    }
    return Section(
      "Accuracy by repetitions",
      [.figures(figures)] + report.speeds.flatMap(blocks) + [.list(notes)])
  }

  /// The table of one speed, with a row for the controls and for each tier.
  private func blocks(_ speed: Report.SpeedResult) -> [Block] {
    let hasDetectable = hasDetectable(speed)
    var columns: [Table.Column] = [
      .numbers("repetitions"), .numbers("exact matches"), .numbers("memorization gap [95%]"),
      .numbers("p"), .numbers("near matches"), .numbers("1−CER"),
      .numbers("gap of 1−CER [95%]"), .numbers("1−WER"),
    ]
    if hasDetectable { columns.append(.numbers("detectable from")) }
    var rows = [row("controls", speed.controls, columns.count)]
    for tier in speed.tiers {
      var cells = [Text(String(tier.repetitions))] + group(tier.trained)
      cells[2] = Text(percentText(tier.exactGap.estimate, tier.exactGap.interval))
      cells[3] = tier.trained.exact.trials == 0 ? "–" : Text(pValueText(tier.fisherHolm))
      cells[6] = Text(percentText(tier.characterGap, tier.characterGapInterval))
      if hasDetectable { cells.append(Text(percent(tier.smallestDetectable))) }
      rows.append(cells)
    }
    if let tracers = speed.tracers {
      rows.append(row("tracers (\(Design.tracerCopies))", tracers, columns.count))
    }
    var blocks: [Block] = [
      .heading("Canaries at \(speedName(speed.speed)) speed"), .table(Table(columns, rows)),
    ]
    if let natural = speed.naturalSpeedProbes {
      blocks.append(
        .paragraph(
          "Natural-speed probes (the same texts at 1x speed): \(rateText(natural.trained.exact)) of "
            + "the trained canaries and \(rateText(natural.controls.exact)) of the controls are exact "
            + "matches."))
    }
    return blocks
  }

  private func hasDetectable(_ speed: Report.SpeedResult) -> Bool {
    speed.tiers.contains { $0.smallestDetectable != nil }
  }

  private func row(_ name: Text, _ group: Report.GroupResult, _ columns: Int) -> [Text] {
    let cells = [name] + self.group(group)
    return cells + Array(repeating: "–", count: columns - cells.count)
  }

  /// The cells after the first, with dashes in the columns that only tiers fill.
  private func group(_ group: Report.GroupResult) -> [Text] {
    [
      rateText(group.exact), "–", "–", rateText(group.near), percent(group.meanCharacterAccuracy),
      "–", percent(group.meanWordAccuracy),
    ]
    .map { Text($0) }
  }
}
