import AuditModel
import Files
import Scoring
import Statistics

extension ReportPage {
  /// Accuracy by repetitions: figures of all speeds together, then a table for each speed.
  var accuracySection: Section? {
    guard !report.speeds.isEmpty else { return nil }
    let oneError: Text =
      switch CanaryForm(label: report.transcripts.canaryForm) {
      case .digits, .letters: " (or it has one error in five or more characters)"
      case .words, .unspaced: ""
      }
    // The first screen has one of these figures, which is not shown twice.
    let onFirstScreen = mainFigure
    let figures = (exactFigures + characterFigures).filter { $0 != onFirstScreen }
    var notes: [Text] = [
      "Exact match: the normalised transcript equals the normalised text. Near match: its CER is at "
        + "most 10%\(oneError) and it is not the text of another canary.",
      "Memorization gap: exact matches of the tier minus those of the controls, with Newcombe's "
        + "interval. The p-values are one-sided (Fisher's exact test) and corrected over all tiers and "
        + "speeds (Holm).",
      "1−CER and 1−WER are means over canaries, at least 0 for each. The gap of 1−CER is the tier's "
        + "mean minus that of the controls.",
    ]
    if report.speeds.contains(where: hasDetectable) {
      notes.append(
        "Detectable from: the smallest true rate of exact matches that the tier would show with a "
          + "probability of 80%.")
    }
    if report.speeds.contains(where: hasErrors) {
      notes.append(
        "Insertions, deletions and substitutions: character errors of the group as shares of the "
          + "characters in its texts. A model that invents text makes insertions; one that stays silent "
          + "makes deletions.")
    }
    return Section(
      "Accuracy by repetitions",
      [.figures(figures)] + report.speeds.flatMap(blocks) + [.list(notes)])
  }

  /// The table of one speed, with a row for the controls and for each tier.
  private func blocks(_ speed: Report.SpeedResult) -> [Block] {
    let hasDetectable = hasDetectable(speed)
    let hasBLEU = speed.controls.approximate != nil
    func row(_ name: Text, _ group: Report.GroupResult, _ tier: Report.TierResult? = nil) -> [Text]
    {
      [name] + rates(group, tier)
        + (hasBLEU ? [Text(group.approximate.map(rateText) ?? "–")] : [])
        + (hasDetectable ? [Text(percent(tier?.smallestDetectable))] : [])
    }
    var columns: [Table.Column] = [
      .numbers("repetitions"), .numbers("exact matches"), .numbers("memorization gap [95%]"),
      .numbers("p"), .numbers("near matches"), .numbers("1−CER"),
      .numbers("gap of 1−CER [95%]"), .numbers("1−WER"),
    ]
    if hasBLEU { columns.append(.numbers("BLEU > \(number(BLEU.approximate))")) }
    if hasDetectable { columns.append(.numbers("detectable from")) }
    var rows = [row("controls", speed.controls)]
    rows += speed.tiers.map { row(Text(String($0.repetitions)), $0.trained, $0) }
    if let tracers = speed.tracers { rows.append(row("tracers (\(Design.tracerCopies))", tracers)) }
    var blocks: [Block] = [
      .heading("Canaries at \(speedName(speed.speed)) speed"), .table(Table(columns, rows)),
    ]
    if let table = errorTable(speed) { blocks.append(.table(table)) }
    if let natural = speed.naturalSpeedProbes {
      blocks.append(
        .paragraph(
          "Natural-speed probes (the same texts at 1x speed): \(rateText(natural.trained.exact)) of "
            + "the trained canaries and \(rateText(natural.controls.exact)) of the controls are exact "
            + "matches."))
    }
    return blocks
  }

  /// - Parameter tier: nil for a group that is not compared with the controls.
  private func rates(_ group: Report.GroupResult, _ tier: Report.TierResult?) -> [Text] {
    [
      rateText(group.exact), percentText(tier?.exactGap.estimate, tier?.exactGap.interval),
      tier.map { $0.trained.exact.trials == 0 ? "–" : pValueText($0.fisherHolm) } ?? "–",
      rateText(group.near), percent(group.meanCharacterAccuracy),
      percentText(tier?.characterGap, tier?.characterGapInterval),
      percent(group.meanWordAccuracy),
    ]
    .map { Text($0) }
  }

  /// Character errors by kind; nil in reports that do not have them.
  private func errorTable(_ speed: Report.SpeedResult) -> Table? {
    guard hasErrors(speed) else { return nil }
    var groups: [(name: Text, group: Report.GroupResult)] = [("controls", speed.controls)]
    groups += speed.tiers.map { (Text(String($0.repetitions)), $0.trained) }
    if let tracers = speed.tracers { groups.append(("tracers (\(Design.tracerCopies))", tracers)) }
    return Table(
      [
        .numbers("repetitions"), .numbers("characters in the texts"), .numbers("insertions"),
        .numbers("deletions"), .numbers("substitutions"), .numbers("pooled CER"),
      ],
      groups.map { name, group in
        guard let errors = group.characterErrors, errors.referenceLength > 0 else {
          return [name, "–", "–", "–", "–", "–"]
        }
        let counts = errors.counts
        let shares = [counts.insertions, counts.deletions, counts.substitutions, counts.total].map {
          Text(percent(Double($0) / Double(errors.referenceLength)))
        }
        return [name, Text(String(errors.referenceLength))] + shares
      })
  }

  private func hasErrors(_ speed: Report.SpeedResult) -> Bool {
    speed.controls.characterErrors != nil
      || speed.tiers.contains { $0.trained.characterErrors != nil }
  }

  private func hasDetectable(_ speed: Report.SpeedResult) -> Bool {
    speed.tiers.contains { $0.smallestDetectable != nil }
  }
}
