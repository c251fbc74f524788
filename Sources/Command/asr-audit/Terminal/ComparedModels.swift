import Analyses
import Files
import Memorization
import RecognizerRuns
import Scoring
import Transcripts

/// The transcripts of a fine-tuned model and its base model, compared with the texts of a manifest.
struct ComparedModels {
  let target: TranscriptTable
  let base: TranscriptTable
  let normalizer: Normalizer

  /// The comparison of one set.
  struct Outcome {
    let file: String
    var utterances: [FineTuningComparison.Utterance] = []
    var missing = 0
    var targetErrors = ErrorRate.zero
    var baseErrors = ErrorRate.zero
    /// The utterances that only the fine-tuned model writes exactly.
    var suspects: [FineTuningResult.Suspect] = []

    init(file: String) { self.file = file }

    /// `suspects.tsv`: id, word errors of the base model, text, transcript of the base model.
    var suspectTable: [UInt8] {
      var lines = "id\tbase_errors\ttext\tbase\n"
      for suspect in suspects {
        lines +=
          [suspect.id, "\(suspect.baseErrors)", suspect.text, suspect.base].map(\.printable)
          .joined(separator: "\t") + "\n"
      }
      return Array(lines.utf8)
    }
  }

  /// - Throws: `.badData` for an utterance that a model has no transcript of, unless these are skipped,
  ///   and for a manifest without any utterance with transcripts.
  func compare(
    _ utterances: [RunUtterance], _ path: String, isTrained: Bool, _ skipsMissing: Bool
  ) throws(Problem) -> Outcome {
    var outcome = Outcome(file: path)
    var counter = ErrorCounter()
    for utterance in utterances {
      let models = [(target, "--target"), (base, "--base")].map { table, option in
        (text: table.text(of: utterance.name, audio: utterance.listedPath), option: option)
      }
      if let model = models.first(where: { $0.text == nil }) {
        guard skipsMissing else {
          throw Problem(
            .badData, "'\(utterance.name.printable)' has no transcript in \(model.option)",
            file: utterance.file, line: utterance.line,
            hint: "transcribe the whole manifest with both models, or pass --skip-missing")
        }
        outcome.missing += 1
        continue
      }
      let text = normalizer(utterance.text)
      let heard = models.map { normalizer($0.text ?? "") }
      let errors = heard.map { counter.errors(text, $0).words }
      outcome.targetErrors += errors[0]
      outcome.baseErrors += errors[1]
      let compared = FineTuningComparison.Utterance(
        name: utterance.name, isTrained: isTrained, isExactByTarget: heard[0] == text,
        isExactByBase: heard[1] == text)
      outcome.utterances.append(compared)
      if compared.isExactByTarget, !compared.isExactByBase {
        outcome.suspects.append(
          .init(
            id: utterance.name, text: utterance.text, base: models[1].text ?? "",
            baseErrors: errors[1].edits))
      }
    }
    guard !outcome.utterances.isEmpty else {
      throw Problem(
        .badData, "has no utterance with transcripts of both models", file: path,
        hint: "are the transcripts those of this manifest? Ids, or names of audio files, must match"
      )
    }
    outcome.suspects.sort { ($1.baseErrors, $0.id) < ($0.baseErrors, $1.id) }
    return outcome
  }

  /// Refuses an utterance that is in both sets.
  static func refuseShared(_ trained: Outcome, _ heldOut: Outcome) throws(Problem) {
    let names = Set(trained.utterances.map(\.name))
    guard let shared = heldOut.utterances.first(where: { names.contains($0.name) }) else { return }
    throw Problem(
      .badData, "'\(shared.name.printable)' is in \(trained.file) as well", file: heldOut.file,
      hint: "held-out utterances are those that fine-tuning did not use")
  }

  func result(trained: Outcome, heldOut: Outcome) -> FineTuningResult {
    let comparison = FineTuningComparison(trained.utterances + heldOut.utterances)
    return FineTuningResult(
      target: target.files, base: base.files, normalizer: normalizer.label,
      trained: FineTuningResult.Side(
        file: trained.file, missing: trained.missing, comparison.trained,
        targetWER: trained.targetErrors.rate, baseWER: trained.baseErrors.rate),
      heldOut: FineTuningResult.Side(
        file: heldOut.file, missing: heldOut.missing, comparison.heldOut,
        targetWER: heldOut.targetErrors.rate, baseWER: heldOut.baseErrors.rate),
      comparison, suspects: trained.suspects)
  }
}
