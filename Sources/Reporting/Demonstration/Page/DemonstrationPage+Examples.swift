import Files
import Reports

extension DemonstrationPage {
  /// A few canaries and controls to listen to, with what each model transcribed.
  var exampleSection: Section? {
    guard let examples = results.seeds.first?.examples, !examples.isEmpty else { return nil }
    let samples = examples.map { example in
      AudioSample(
        bytes: example.audio, mimeType: "audio/wav",
        caption: "\(strong: name(example)): \(name: example.text)")
    }
    return Section(
      "Audio and transcripts of three utterances",
      [
        .paragraph(
          """
          Each probe is the first of its kind by id and was not selected by its result. If at \
          least half of the words are right, missing words are \(deletion: "struck") and added words \
          are \(insertion: "underlined"); other transcripts are shown as they are. This page shows the texts because the demonstration has no secret; the report of an audit \
          hides them unless its author reveals them.
          """),
        .audio(samples), .table(transcriptTable(examples)),
      ])
  }

  /// One row for each variant, one column for each example.
  private func transcriptTable(_ examples: [ProbeExample]) -> Table {
    let variants = results.variants.filter { variant in
      examples.contains { example in example.transcripts.contains { $0.variant == variant } }
    }
    let rows = variants.map { variant in
      [Text(variant.title)]
        + examples.map { example in
          example.transcripts.first { $0.variant == variant }
            .map { transcript(of: example, $0.text) } ?? "–"
        }
    }
    return Table(
      [.words("training variant")] + examples.map { .words(Text(name($0))) }, rows)
  }

  private func transcript(of example: ProbeExample, _ text: String) -> Text {
    if text == example.text { return "\(state: "exact", .alarm)" }
    if text.isEmpty { return "\(emphasis: "no transcript")" }
    let alignment = WordAlignment(reference: example.text, transcript: text)
    let words = example.text.split(separator: " ").count
    return 2 * alignment.matches >= words ? alignment.text : "\(name: text)"
  }

  private func name(_ example: ProbeExample) -> String {
    let speed = speedName(example.speed)
    return example.repetitions == 0
      ? "control, \(speed)"
      : "canary, \(speed), \(counted(example.repetitions, "repetition", "repetitions"))"
  }
}
