import Files
import Memorization
import Scoring
import Statistics

/// The result of `asr-audit compare`.
package struct FineTuningResult: Encodable, Sendable {
  /// A set of utterances and the exact transcripts of both models.
  package struct Side: Encodable, Sendable {
    package let file: String
    package let utterances: Int
    /// Utterances without a transcript of one of the models, which are left out.
    package let missing: Int
    package let both: Int
    package let targetOnly: Int
    package let baseOnly: Int
    package let neither: Int
    /// Two-sided p-value of McNemar's exact test that both models write equally many exactly.
    package let mcnemarPValue: Double
    /// The word error rates; nil if no reference has a word.
    package let targetWER: Double?
    package let baseWER: Double?
    /// The share that the fine-tuned model writes exactly among those that the base model does not.
    package let gained: Double?

    package init(
      file: String, missing: Int, _ pairs: PairedProportions, targetWER: Double?, baseWER: Double?
    ) {
      self.file = file
      self.missing = missing
      utterances = pairs.pairs
      (both, targetOnly) = (pairs.both, pairs.firstOnly)
      (baseOnly, neither) = (pairs.secondOnly, pairs.neither)
      mcnemarPValue = pairs.mcNemar
      self.targetWER = targetWER
      self.baseWER = baseWER
      gained = FineTuningComparison.gained(pairs).rate
    }
  }

  package struct Difference: Encodable, Sendable {
    package let estimate: Double
    package let lower: Double
    package let upper: Double
  }

  /// An utterance of the trained set that only the fine-tuned model writes exactly.
  package struct Suspect: Encodable, Sendable {
    package let id: String
    package let text: String
    package let base: String
    /// The word errors of the base model.
    package let baseErrors: Int

    package init(id: String, text: String, base: String, baseErrors: Int) {
      self.id = id
      self.text = text
      self.base = base
      self.baseErrors = baseErrors
    }
  }

  package let target: [String]
  package let base: [String]
  package let normalizer: String
  package let trained: Side
  package let heldOut: Side
  /// The share gained in the trained set minus that in the held-out set, with an interval of 95%.
  package let difference: Difference?
  /// One-sided p-value of Fisher's exact test that the trained set gained no more.
  package let pValue: Double
  /// The utterances with the most word errors of the base model first; at most `mostSuspects`.
  package let suspects: [Suspect]

  package static let mostSuspects = 1_000

  package init(
    target: [String], base: [String], normalizer: String, trained: Side, heldOut: Side,
    _ comparison: FineTuningComparison, suspects: [Suspect]
  ) {
    self.target = target
    self.base = base
    self.normalizer = normalizer
    self.trained = trained
    self.heldOut = heldOut
    difference = comparison.difference.map {
      Difference(
        estimate: $0.estimate, lower: $0.interval.lower, upper: $0.interval.upper)
    }
    pValue = comparison.pValue
    self.suspects = Array(suspects.prefix(Self.mostSuspects))
  }

  /// True if the trained set gained significantly more (p ≤ 0.05).
  package var isSignificant: Bool { pValue <= 0.05 }

  /// The result in a sentence.
  package var sentence: String {
    guard let difference, let gained = trained.gained, let other = heldOut.gained else {
      return "The base model writes every utterance of a set exactly, so nothing can be gained."
    }
    let rates =
      "Of the utterances that the base model does not write exactly, the fine-tuned model writes "
      + "\(percent(gained)) of those that it was trained on and \(percent(other)) of the others "
      + "(difference \(rounded(100 * difference.estimate, places: 1)) percentage points, 95% interval "
      + "\(rounded(100 * difference.lower, places: 1)) to \(rounded(100 * difference.upper, places: 1)), "
      + "p \(pValue < 0.001 ? "< 0.001" : "= \(pValueText(pValue))"))."
    return rates
      + (isSignificant
        ? " Fine-tuning memorised utterances, unless the two sets differ otherwise."
        : " No memory of fine-tuning is shown.")
  }
}
