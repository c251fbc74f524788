import AuditModel
import Files
import Scoring
import Statistics

extension ReportPage {
  /// Rates and gaps: figures of all speeds together, then a table for each.
  var ratesSection: Section? {
    guard !report.speeds.isEmpty else { return nil }
    var legend: Text =
      "Memorization is the exact rate less that of the controls (Newcombe's interval); p is "
      + "one-sided, by Holm over all tiers and speeds."
    if report.speeds.contains(where: hasDetectable) {
      legend =
        legend
        + " Detectable from: with a true rate of this, a tier would be told from controls 4 times out "
        + "of 5."
    }
    return Section(
      "How much, after how many copies?",
      [.figures(rateFigures), .paragraph(legend)] + report.speeds.flatMap(blocks))
  }

  /// All that was measured at one speed, a row a tier.
  private func blocks(_ speed: Report.SpeedResult) -> [Block] {
    let hasDetectable = hasDetectable(speed)
    var columns: [Table.Column] = [
      .numbers("copies"), .numbers("exact"), .numbers("memorization [95%]"),
      .numbers("p (Fisher)"), .numbers("near"), .numbers("1−CER"), .numbers("over controls"),
      .numbers("1−WER"),
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
      .heading("At \(speedName(speed.speed)) speed"), .table(Table(columns, rows)),
    ]
    if let naturalSpeedProbes = speed.naturalSpeedProbes {
      blocks.append(
        .paragraph(
          "The same texts at natural speed: trained \(rateText(naturalSpeedProbes.trained.exact)), controls "
            + "\(rateText(naturalSpeedProbes.controls.exact)) exact."))
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

  /// The columns after the first, dashes where only tiers have something.
  private func group(_ group: Report.GroupResult) -> [Text] {
    [
      rateText(group.exact), "–", "–", rateText(group.near), percent(group.meanCharacterAccuracy),
      "–", percent(group.meanWordAccuracy),
    ]
    .map { Text($0) }
  }
}
