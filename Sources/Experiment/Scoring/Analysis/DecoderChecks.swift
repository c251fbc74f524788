import AuditModel
import Concurrency
import RealModule
import Statistics

/// Checks of the decoder on the team's own utterances and on the text that transcripts share.
extension Scorer {
  /// The largest pooled word error rate of the check utterances that counts as a working decoder.
  static let decoderCheckLimit = 0.50
  /// The level at which too few exact check utterances, or too many exact controls, are reported.
  static let exactnessLevel = 0.01
  /// The level at which trained canaries count as worse than controls. A model that memorised nothing
  /// reaches it in one of a thousand audits.
  static let belowControlsLevel = 0.001

  func decoderCheck(_ transcripts: [String?]) -> Report.DecoderCheck? {
    var counter = ErrorCounter()
    var errors: [ErrorRate] = []
    var edits = SharedEdit()
    for (utterance, heard) in zip(ledger.checkUtterances, transcripts) {
      guard let heard else { continue }
      let reference = request.normalizer(utterance.text)
      let normalized = request.normalizer(heard)
      errors.append(counter.errors(reference, normalized).words)
      if reference != normalized { edits.add(reference: reference, transcript: normalized) }
    }
    let words = errors.pooled
    guard let rate = words.rate else { return nil }
    // An empty reference cannot be misrecognised word by word.
    let exact = errors.count { $0.edits == 0 }
    let predicted = errors.map { Double.pow(1 - min(rate, 1), $0.referenceLength) }
    return Report.DecoderCheck(
      count: errors.count, wordErrorRate: rate, limit: Self.decoderCheckLimit, wordErrors: words,
      exact: Proportion(hits: exact, trials: errors.count),
      predictedExact: predicted.reduce(0, +),
      exactPValue: PoissonBinomial.probability(ofAtMost: exact, rates: predicted),
      sharedEdit: edits.summary)
  }

  /// Text that most transcripts share and no reference contains; empty if there is none.
  func sharedText(_ match: TranscriptMatch) -> [SharedText.Marker] {
    let normalizer = request.normalizer
    func normalized(_ texts: [String]) -> [String] {
      concurrentChunks(of: texts.count) { range in range.map { normalizer(texts[$0]) } }
    }
    func group(_ transcripts: [String?], _ references: [String]) -> SharedText.Group {
      SharedText.Group(
        transcripts: normalized(transcripts.compactMap(\.self)), references: normalized(references))
    }
    // The form of digits and letters has no words.
    let hasWords = !canaryNormalizer.countsCharactersAsWords
    return SharedText.markers(in: [
      group(hasWords ? match.canaries : [], ledger.canaries.map(\.text)),
      group(match.checkUtterances, ledger.checkUtterances.map(\.text)),
    ])
  }

  func remove(_ shared: [SharedText.Marker], from match: inout TranscriptMatch) {
    guard !shared.isEmpty else { return }
    let normalizer = request.normalizer
    match.rewrite { SharedText.remove(shared, from: normalizer($0)) }
  }

  /// The one-sided p-value of the verbatim statistic if a transcript that contains its reference
  /// counts as a match; nil if every such transcript is an exact match.
  func containmentPValue(_ rows: [CanaryRow]) -> Double? {
    verbatimPValue(rows.map { ($0, $0.score!.containsReference) }, name: "containment")
  }

  /// The p-value of the one-sided test that trained canaries are transcribed worse than controls, by
  /// minus the character accuracy under the random assignment of roles; nil without both groups.
  ///
  /// Training on utterances does not make a model worse on them than on others that were made in the
  /// same way. So a small value shows that the decoder failed on some utterances, that transcripts were
  /// changed or truncated afterwards, or that the model was made to unlearn the canaries.
  func belowControlsPValue(_ rows: [CanaryRow]) -> Double? {
    let scored = rows.filter { $0.canary.role != .tracer }
    guard Set(scored.map { $0.canary.role == .trained }).count == 2 else { return nil }
    return pValue(
      scored.map { ($0, -$0.score!.characterAccuracy) }, name: "below controls"
    ) { $0.role == .trained ? 1 : 0 }
  }

  /// The one-sided p-value of the verbatim statistic if a transcript that repeats its words where its
  /// reference does counts as a match.
  ///
  /// Nil if no transcript does, if a trained canary or tracer is an exact match, because the decoder
  /// then spells canaries as the references do, and if most references have no pattern.
  func patternPValue(_ rows: [CanaryRow]) -> Double? {
    guard !rows.contains(where: { $0.canary.role != .control && $0.score!.isExact }) else {
      return nil
    }
    let patterns = rows.map {
      RepetitionPattern(reference: canaryNormalizer.spaced($0.canary.text))
    }
    guard 2 * patterns.count(where: { $0 != nil }) >= rows.count else { return nil }
    let matches = zip(rows, patterns).map { row, pattern in
      row.score!.isExact || pattern?.holds(in: row.score!.transcript) ?? false
    }
    return verbatimPValue(Array(zip(rows, matches)), name: "pattern")
  }

  private func verbatimPValue(
    _ rows: [(row: CanaryRow, isMatch: Bool)], name: String
  ) -> Double? {
    let randomised = rows.filter { $0.row.canary.role != .tracer }
    guard randomised.contains(where: { $0.isMatch && !$0.row.score!.isExact }) else { return nil }
    return pValue(randomised.map { ($0.row, $0.isMatch ? 1 : 0) }, name: name) {
      PrimaryAnalysis.verbatimWeight($0.repetitions)
    }
  }
}
