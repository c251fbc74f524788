/// Edits per reference symbol: a word or character error rate, kept as its two counts.
///
/// Rates of several utterances are pooled by adding them, (Σ edits) / (Σ reference symbols), as all
/// toolkits do. The mean of their rates would weigh a short utterance like a long one.
package struct ErrorRate: Hashable, Sendable {
  /// Insertions, deletions and substitutions.
  package let edits: Int
  /// Words or characters in the reference.
  package let referenceLength: Int

  /// Of no utterances at all.
  package static let zero = ErrorRate(edits: 0, referenceLength: 0)

  package init(edits: Int, referenceLength: Int) {
    precondition(
      edits >= 0 && referenceLength >= 0,
      "an error rate counts: \(edits) edits of \(referenceLength) symbols")
    self.edits = edits
    self.referenceLength = referenceLength
  }

  /// From 0; above 1 where insertions outnumber the symbols that were recognised.
  ///
  /// `nil` when the reference is empty, whatever was inserted: nothing divides by zero.
  package var rate: Double? {
    referenceLength == 0 ? nil : Double(edits) / Double(referenceLength)
  }

  package static func + (a: ErrorRate, b: ErrorRate) -> ErrorRate {
    ErrorRate(
      edits: a.edits + b.edits, referenceLength: a.referenceLength + b.referenceLength)
  }

  package static func += (a: inout ErrorRate, b: ErrorRate) { a = a + b }
}
