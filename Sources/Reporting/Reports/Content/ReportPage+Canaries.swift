import Files
import Scoring
import Statistics

extension ReportPage {
  /// The table of single canaries. It has their texts only if the report reveals them.
  var canarySection: Section? {
    guard let canaries, canaries.total > 0 else { return nil }
    let rows = canaries.rows
    let columns = CanaryColumn.all.filter { column in rows.contains { column.value($0) != nil } }
    let table = Table(
      columns.map(\.head), rows.map { row in columns.map { $0.value(row) ?? "–" } },
      isSortable: true)
    let shown =
      rows.count < canaries.total
      ? "The table lists the \(rows.count) most accurately transcribed of \(canaries.total) canaries; "
        + "report.json has all."
      : "The most accurately transcribed canaries come first."
    let isRevealed = rows.contains { $0.text != nil }
    return Section(
      "Single canaries", isAppendix: true,
      [
        .paragraph(
          "\(shown)\(isRevealed ? "" : " Texts and transcripts are left out of this report.")"),
        .table(table),
      ])
  }
}

/// A column of the table of single canaries.
private struct CanaryColumn: Sendable {
  let head: Table.Column
  let value: @Sendable (ReportRow) -> Text?

  static let all: [CanaryColumn] = [
    CanaryColumn(head: .words("id")) { "\(code: $0.id)" },
    CanaryColumn(head: .words("role")) { Text($0.role.rawValue) },
    CanaryColumn(head: .numbers("repetitions")) { Text(String($0.repetitions)) },
    CanaryColumn(head: .numbers("speed")) { Text(speedName($0.speed)) },
    CanaryColumn(head: .words("voice")) { "\(name: $0.voice)" },
    CanaryColumn(head: .words("exact match")) { $0.exact.map { $0 ? "yes" : "no" } },
    CanaryColumn(head: .words("near match")) { $0.near.map { $0 ? "yes" : "no" } },
    CanaryColumn(head: .numbers("character errors")) { $0.characterEdits.map { Text(String($0)) } },
    CanaryColumn(head: .numbers("CER")) { $0.cer.map { Text(percent($0)) } },
    CanaryColumn(head: .numbers("WER")) { $0.wer.map { Text(percent($0)) } },
    CanaryColumn(head: .numbers("BLEU")) { $0.bleu.map { Text(number($0)) } },
    CanaryColumn(head: .numbers("nearest-other ratio")) {
      $0.nearestOther.map { Text(number($0)) }
    },
    CanaryColumn(head: .numbers("exposure, bits")) { $0.exposure.map { Text(number($0)) } },
    CanaryColumn(head: .numbers("p (Benjamini-Hochberg)")) {
      $0.adjustedP.map { Text(pValueText($0)) }
    },
    CanaryColumn(head: .numbers("loss")) { $0.loss.map { Text(number($0)) } },
    CanaryColumn(head: .numbers("reference loss")) { $0.referenceLoss.map { Text(number($0)) } },
    CanaryColumn(head: .numbers("reference 1−CER")) {
      $0.referenceAccuracy.map { Text(percent($0)) }
    },
    CanaryColumn(head: .words("text")) { $0.text.map { "\(name: $0)" } },
    CanaryColumn(head: .words("transcript")) { $0.transcript.map { "\(name: $0)" } },
  ]
}
