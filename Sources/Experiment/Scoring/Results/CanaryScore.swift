/// How well one canary was recognised.
package struct CanaryScore: Hashable, Sendable {
  /// Of the ledger's canaries.
  package let index: Int
  /// In Unicode scalars after normalisation, spaces among them.
  package let characters: ErrorRate
  package let words: ErrorRate
  package let isExact: Bool
  /// Within a tenth of its characters, and not another canary's text.
  package let isNear: Bool
  /// Distance to its own text over distance to the closest other canary's. 0 for a verbatim hit, nil
  /// where it is infinite (the transcript is another canary's text) or was not computed.
  package let nearestOtherRatio: Double?
  package let heard: String

  /// The threshold of a near match: a tenth, as in the reports on Gemma's memorization.
  package static let nearLimit = 0.10

  /// 1 − CER, no lower than 0: insertions without end say no more than silence.
  package var characterAccuracy: Double { 1 - min(characters.rate ?? 1, 1) }
  package var wordAccuracy: Double { 1 - min(words.rate ?? 1, 1) }
  /// For ranks, where even insertions without end come in an order: -CER.
  package var negativeCER: Double { -(characters.rate ?? 1) }
}
