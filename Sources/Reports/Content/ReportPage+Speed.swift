import Audit
import Canaries
import Statistics

extension ReportPage {
  /// Rates and gaps: figures of all speeds together, then a table for each.
  var ratesSection: Section? {
    guard !report.speeds.isEmpty else { return nil }
    let legend: Text =
      "Memorization is the exact rate less that of the controls (Newcombe's interval); p is "
      + "one-sided, by Holm over all tiers and speeds."
    return Section(
      "How much, after how many copies?",
      [.figures(rateFigures), .paragraph(legend)] + report.speeds.flatMap(blocks))
  }

  /// All that was measured at one speed, a row a tier.
  private func blocks(_ speed: Report.SpeedResult) -> [Block] {
    let hasDetectable = speed.tiers.contains { $0.smallestDetectable != nil }
    var columns: [Table.Column] = [
      .numbers("copies"), .numbers("exact"), .numbers("memorization [95%]"),
      .numbers("p (Fisher)"), .numbers("near"), .numbers("1 − CER"), .numbers("over controls"),
      .numbers("1 − WER"), .numbers("exposure"),
    ]
    if hasDetectable { columns.append(.numbers("detectable from")) }
    var rows = [row("controls", speed.controls, columns.count)]
    for tier in speed.tiers {
      var cells = [Text(String(tier.repetitions))] + group(tier.trained)
      cells[2] = Text(percentText(tier.exactGap.estimate, tier.exactGap.interval))
      cells[3] = tier.trained.exact.trials == 0 ? "–" : Text(pValueText(tier.fisherHolm))
      cells[6] = Text(percentText(tier.characterGap, tier.characterGapInterval))
      cells[8] = Text(number(tier.exposure?.mean))
      if hasDetectable { cells.append(Text(percent(tier.smallestDetectable))) }
      rows.append(cells)
    }
    if let tracers = speed.tracers {
      rows.append(row("tracers (\(Design.tracerCopies))", tracers, columns.count))
    }
    let notes = notes(speed, hasDetectable)
    return [.heading("At \(speedName(speed.speed)) speed"), .table(Table(columns, rows))]
      + (notes.isEmpty ? [] : [.paragraph(Text(notes.joined(separator: " ")))])
  }

  private func row(_ name: Text, _ group: Report.GroupResult, _ columns: Int) -> [Text] {
    let cells = [name] + self.group(group)
    return cells + Array(repeating: "–", count: columns - cells.count)
  }

  /// The columns after the first, dashes where only tiers have something.
  private func group(_ group: Report.GroupResult) -> [Text] {
    [
      rateText(group.exact), "–", "–", rateText(group.near), percent(group.meanCharacterAccuracy),
      "–", percent(group.meanWordAccuracy), "–",
    ]
    .map { Text($0) }
  }

  private func notes(_ speed: Report.SpeedResult, _ hasDetectable: Bool) -> [String] {
    var notes: [String] = []
    if let exposure = speed.tiers.compactMap(\.exposure).first {
      notes.append(
        "Exposure is a mean in bits: \(number(exposure.nullMean)) without memory, "
          + "\(number(exposure.ceiling)) at most.")
    }
    if hasDetectable {
      notes.append("From the last rate on, a tier would be told from controls 4 times out of 5.")
    }
    if let twins = speed.twins {
      notes.append(
        "The same texts at natural speed: trained \(rateText(twins.trained.exact)), controls "
          + "\(rateText(twins.controls.exact)) exact.")
    }
    return notes
  }
}
