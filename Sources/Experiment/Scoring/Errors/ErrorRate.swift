/// A word or character error rate, kept as its counts: edits per symbol of the reference.
///
/// Rates of several utterances are pooled by adding the counts, (Σ edits) / (Σ reference symbols),
/// as NeMo, Kaldi and jiwer do. The mean of their rates would give a short utterance the weight of
/// a long one.
package struct ErrorRate: Hashable, Sendable {
  package let counts: EditCounts
  /// The number of words or characters in the reference.
  package let referenceLength: Int

  /// The rate of an empty set of utterances, the neutral element of addition.
  package static let zero = ErrorRate(.none, referenceLength: 0)

  package init(_ counts: EditCounts, referenceLength: Int) {
    precondition(
      referenceLength >= 0 && counts.deletions + counts.substitutions <= referenceLength,
      "\(counts) in a reference of \(referenceLength) symbols")
    self.counts = counts
    self.referenceLength = referenceLength
  }

  /// The sum of insertions, deletions and substitutions.
  package var edits: Int { counts.total }

  /// The error rate, at least 0; above 1 where there are more insertions than recognised symbols.
  ///
  /// `nil` when the reference is empty, even if symbols were inserted.
  package var rate: Double? {
    referenceLength == 0 ? nil : Double(edits) / Double(referenceLength)
  }

  package static func + (a: ErrorRate, b: ErrorRate) -> ErrorRate {
    ErrorRate(a.counts + b.counts, referenceLength: a.referenceLength + b.referenceLength)
  }

  package static func += (a: inout ErrorRate, b: ErrorRate) { a = a + b }
}

extension Sequence<ErrorRate> {
  /// The error rate of all utterances together.
  package var pooled: ErrorRate { reduce(.zero, +) }
}

extension ErrorRate: Codable {
  private enum CodingKeys: String, CodingKey {
    case insertions, deletions, substitutions, referenceLength
  }

  /// - Throws: `DecodingError` where the counts contradict each other: a report is untrusted input.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let keys = [CodingKeys.insertions, .deletions, .substitutions, .referenceLength]
    let counts = try keys.map { try container.decode(Int.self, forKey: $0) }
    // The upper limit keeps sums of untrusted counts within `Int`.
    guard counts.allSatisfy((0..<1 << 40).contains), counts[1] + counts[2] <= counts[3] else {
      throw DecodingError.dataCorruptedError(
        forKey: .insertions, in: container,
        debugDescription: "\(counts[0]) insertions, \(counts[1]) deletions and \(counts[2]) "
          + "substitutions are not the errors in a reference of \(counts[3]) symbols")
    }
    self.init(
      EditCounts(insertions: counts[0], deletions: counts[1], substitutions: counts[2]),
      referenceLength: counts[3])
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(counts.insertions, forKey: .insertions)
    try container.encode(counts.deletions, forKey: .deletions)
    try container.encode(counts.substitutions, forKey: .substitutions)
    try container.encode(referenceLength, forKey: .referenceLength)
  }
}
