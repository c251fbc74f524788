import Files
import Reports
import Scoring

/// The result of `asr-audit compare` as a page.
package struct ComparisonPage {
  private let result: FineTuningResult
  private let tool: String

  /// The utterances that the page lists.
  private static let listed = 50

  package init(_ result: FineTuningResult, tool: String) {
    self.result = result
    self.tool = tool
  }

  package var page: Page {
    Page(
      kind: "asr-audit compare: \(name: result.trained.file), \(name: result.heldOut.file)",
      title: result.sentence, tone: result.isSignificant ? .alarm : .plain,
      lead: [
        .paragraph(
          """
          Fine-tuning teaches the domain, which helps all its utterances, and may memorise those that it \
          uses. Only an utterance that the base model does not write exactly can be memory of \
          fine-tuning. The comparison with utterances that fine-tuning did not use subtracts what the \
          domain explains.
          """)
      ],
      sections: [tableSection, suspectSection, limitSection].compactMap(\.self),
      footer: "Written by asr-audit \(name: tool).")
  }

  private var tableSection: Section {
    Section(
      "Exact transcripts",
      [
        .table(
          Table(
            [.words("written exactly by"), .numbers("trained on"), .numbers("held out")],
            rows.map { $0.map { Text($0) } })),
        .paragraph(
          """
          Texts are compared after the normaliser \(name: result.normalizer). McNemar's exact test asks \
          whether the two models write equally many utterances of a set exactly.
          """),
      ])
  }

  /// The rows of the table of counts: name, trained set and held-out set.
  package var rows: [[String]] {
    let sides = [result.trained, result.heldOut]
    func row(_ name: String, _ value: (FineTuningResult.Side) -> String) -> [String] {
      [name] + sides.map(value)
    }
    func share(_ value: Double?) -> String { value.map { percent($0) } ?? "–" }
    return [
      row("both models") { "\($0.both)" },
      row("the fine-tuned model only") { "\($0.targetOnly)" },
      row("the base model only") { "\($0.baseOnly)" },
      row("neither") { "\($0.neither)" },
      row("utterances") { "\($0.utterances)" },
      row("left out without a transcript") { "\($0.missing)" },
      row("gained, of those that the base model does not write") { share($0.gained) },
      row("McNemar's p") { pValueText($0.mcnemarPValue) },
      row("WER of the fine-tuned model") { share($0.targetWER) },
      row("WER of the base model") { share($0.baseWER) },
    ]
  }

  private var suspectSection: Section? {
    guard !result.suspects.isEmpty else { return nil }
    let shown = result.suspects.prefix(Self.listed)
    return Section(
      "Utterances that only the fine-tuned model writes exactly",
      [
        .paragraph(
          """
          Utterances of the trained set with the most word errors of the base model first: \
          \(shown.count) of \(result.trained.targetOnly). suspects.tsv has all of them.
          """),
        .table(
          Table(
            [
              .words("utterance"), .words("text"), .words("base model"), .numbers("word errors"),
            ],
            shown.map {
              ["\(code: $0.id)", "\(name: $0.text)", "\(name: $0.base)", "\($0.baseErrors)"]
            })),
      ])
  }

  private var limitSection: Section {
    Section(
      "Limits of the evidence",
      [
        .list([
          """
          The two sets were not assigned at random. Held-out utterances from other speakers, sessions or \
          topics can gain less for that reason alone. Draw them from the same recordings, before \
          fine-tuning.
          """,
          """
          A single utterance that only the fine-tuned model writes exactly is no proof: fine-tuning also \
          teaches the domain.
          """,
          "An audit with canaries has neither limit, because it assigns them at random.",
        ])
      ])
  }
}
