/// Counts character and word errors of transcripts.
///
/// A value is a workspace, like `EditDistance`: keep one for each thread and reuse it.
package struct ErrorCounter: Sendable {
  private var distance = EditDistance()

  package init() {}

  /// The errors between two normalised texts. Characters are Unicode scalars, including spaces.
  package mutating func errors(
    _ reference: String, _ hypothesis: String
  ) -> (characters: ErrorRate, words: ErrorRate) {
    var ids = WordIDs()
    return (
      errors(reference.unicodeScalars.map(\.value), hypothesis.unicodeScalars.map(\.value)),
      errors(ids(reference), ids(hypothesis))
    )
  }

  /// The errors between two normalised texts, and their BLEU.
  /// - Parameter inCharacters: whether characters count as words; both error rates are then the same.
  package mutating func errors(
    _ reference: String, _ hypothesis: String, inCharacters: Bool
  ) -> (characters: ErrorRate, words: ErrorRate, bleu: Double) {
    let (own, other) = (
      reference.unicodeScalars.map(\.value), hypothesis.unicodeScalars.map(\.value)
    )
    let characters = errors(own, other)
    guard !inCharacters else {
      return (characters, characters, BLEU.score(other, reference: own))
    }
    var ids = WordIDs()
    let (words, heard) = (ids(reference), ids(hypothesis))
    return (characters, errors(words, heard), BLEU.score(heard, reference: words))
  }

  /// The BLEU of a normalised text in words, or in Unicode scalars where characters count as words.
  package static func bleu(
    _ reference: String, _ hypothesis: String, inCharacters: Bool
  ) -> Double {
    guard !inCharacters else {
      return BLEU.score(
        hypothesis.unicodeScalars.map(\.value), reference: reference.unicodeScalars.map(\.value))
    }
    var ids = WordIDs()
    let words = ids(reference)
    return BLEU.score(ids(hypothesis), reference: words)
  }

  private mutating func errors(_ reference: [UInt32], _ hypothesis: [UInt32]) -> ErrorRate {
    // The bit-parallel distance is fast but has no alignment; few texts need one.
    let edits = distance.distance(reference, hypothesis)
    let counts = EditCounts(from: reference, to: hypothesis, distance: edits)
    return ErrorRate(counts, referenceLength: reference.count)
  }
}
