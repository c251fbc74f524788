import AuditModel
import Scoring

extension ReportPage {
  /// Texts and transcripts of some canaries, with the errors marked. Nil unless the report reveals
  /// texts.
  var alignmentSection: Section? {
    guard let canaries else { return nil }
    let revealed = canaries.rows.filter { $0.text != nil && $0.transcript != nil }
    let rows = [(Canary.Role.trained, 15), (.control, 5)].flatMap { role, count in
      revealed.filter { $0.role == role }.prefix(count)
    }
    guard !rows.isEmpty else { return nil }
    let normalizer = Normalizer.allCases.first { $0.label == report.transcripts.normalizer }
      .map { CanaryNormalizer($0, CanaryForm(label: report.transcripts.canaryForm)) }
    let cells = rows.map { row -> [Text] in
      let alignment = WordAlignment(
        reference: normalized(row.text, normalizer),
        transcript: normalized(row.transcript, normalizer))
      return [
        "\(code: row.id)", Text(row.role.rawValue), Text(String(row.repetitions)),
        Text(speedName(row.speed)), alignment.text,
      ]
    }
    let legend: Text =
      "A \(deletion: "word") of the text that is missing in the transcript is struck through, an "
      + "added \(insertion: "word") is underlined, and \(substitution: "text", by: "transcript") marks "
      + "a word in place of another."
    return Section(
      "Reference against transcript", isAppendix: true,
      [
        .paragraph(
          "The most accurately transcribed trained canaries, then the most accurately transcribed "
            + "controls. \(legend)"),
        .table(
          Table(
            [
              .words("id"), .words("role"), .numbers("repetitions"), .numbers("speed"),
              .words("normalised text with the transcript's errors"),
            ], cells)),
      ])
  }

  private func normalized(_ text: String?, _ normalizer: CanaryNormalizer?) -> String {
    let text = text ?? ""
    return normalizer?.spaced(text) ?? text
  }
}
