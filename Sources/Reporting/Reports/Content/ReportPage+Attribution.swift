import Files
import Scoring
import Statistics

extension ReportPage {
  /// Canaries beside the same words in another order: whether the model memorised utterances or
  /// learnt words. Nil without recombined controls.
  var attributionSection: Section? {
    guard let attribution = report.attribution else { return nil }
    return Section(
      "Utterances or words",
      [.paragraph(Text(attribution.sentence)), .table(testTable(attribution))]
        + attribution.speeds.flatMap(pairedBlocks) + [.list(attributionNotes)])
  }

  private func testTable(_ attribution: Report.AttributionResult) -> Table {
    let tests = [
      (
        "utterances", "trained canaries against the same words in another order",
        attribution.utterances
      ),
      (
        "words", "recombined controls of trained canaries against those of controls",
        attribution.words
      ),
    ]
    return Table(
      [
        .words("test"), .words("comparison"), .numbers("p (Holm), verbatim"),
        .numbers("p (Holm), partial"), .words("result"),
      ],
      tests.map { name, comparison, test in
        [
          Text(name), Text(comparison), Text(pValueText(test.verbatim.holm)),
          Text(pValueText(test.partial.holm)),
          test.rejected ? "\(state: "shown", .alarm)" : "\(state: "not shown", .calm)",
        ]
      })
  }

  private func pairedBlocks(_ speed: Report.AttributionResult.SpeedResult) -> [Block] {
    let columns: [Table.Column] = [
      .numbers("repetitions"), .numbers("exact matches"), .numbers("other order"),
      .numbers("gap [95%]"), .numbers("1−CER"), .numbers("other order"),
      .numbers("gap of 1−CER [95%]"), .numbers("transcribed as the canary"),
    ]
    let rows = speed.groups.map { group in
      [
        group.repetitions == 0 ? "controls" : String(group.repetitions),
        rateText(group.canaries.exact), rateText(group.recombined.exact),
        percentText(group.exactGap.estimate, group.exactGap.interval),
        percent(group.canaries.meanCharacterAccuracy),
        percent(group.recombined.meanCharacterAccuracy),
        percentText(group.characterGap, group.characterGapInterval),
        String(group.transcribedAsCanary),
      ]
      .map { Text($0) }
    }
    return [
      .heading("Canaries and their recombined controls at \(speedName(speed.speed)) speed"),
      .table(Table(columns, rows)),
    ]
  }

  private var attributionNotes: [Text] {
    [
      "A recombined control has the words of a canary in another order, in the same voice and at the "
        + "same speed, and is never trained. A fair coin decided which of both orders is the canary.",
      "Test of utterances: the two orders of each trained canary exchange their labels. A model that "
        + "learnt the words, but no utterance, recognises both orders equally well.",
      "Test of words: the recombined controls exchange their labels within the randomisation blocks "
        + "of the primary analysis. A model that learnt no words recognises all of them equally well.",
      "Both tests use the statistics of the primary analysis. Holm's method keeps the error of each "
        + "test at its level; the verdict does not depend on them.",
      "Heard as the canary: the transcript of the recombined control is the text of its canary. The "
        + "intervals are Newcombe's for pairs (exact matches) and a bootstrap over pairs (1−CER).",
    ]
  }
}
