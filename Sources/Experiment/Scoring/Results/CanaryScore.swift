/// The errors in the transcript of one canary.
package struct CanaryScore: Hashable, Sendable {
  /// The canary's index in `Ledger.probes`.
  package let index: Int
  /// Errors in Unicode scalars after normalisation, including spaces.
  package let characters: ErrorRate
  package let words: ErrorRate
  /// The BLEU of the words, 0...1 (`BLEU`).
  package let bleu: Double
  package let isExact: Bool
  /// The transcript is an exact match, or contains the whole reference and more text
  /// (`ReferenceContainment`).
  package let containsReference: Bool
  /// The character error rate is at most `nearLimit`, or there is one error in five or more digits
  /// or letters, and the transcript is not another canary's text.
  package let isNear: Bool
  /// The distance to the canary's own text over the distance to the nearest other canary's text. It
  /// is 0 for an exact match, and nil where it is infinite (the transcript is another canary's
  /// text) or was not computed.
  package let nearestOtherRatio: Double?
  /// The transcript as the decoder wrote it.
  package let transcript: String

  /// The largest character error rate of a near match, as in the reports on Gemma's memorization.
  package static let nearLimit = 0.10

  /// 1 − CER, clamped at 0.
  package var characterAccuracy: Double { 1 - min(characters.rate ?? 1, 1) }
  package var wordAccuracy: Double { 1 - min(words.rate ?? 1, 1) }
  /// −CER, unclamped, for ranking.
  package var negativeCER: Double { -(characters.rate ?? 1) }
}
