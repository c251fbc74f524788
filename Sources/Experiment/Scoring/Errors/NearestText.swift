/// Finds the text that is nearest to a transcript among the texts of an audit.
///
/// For a long transcript, such as endless repetitions of a word, a lower bound of each distance is
/// computed first: an alignment matches at most as many symbols as both texts have in common in any
/// order, so the distance is at least the longer count minus that number. Only texts whose bound is
/// below the smallest distance so far are compared. For short transcripts the comparison itself is
/// faster than the bound.
package struct NearestText: Sendable {
  private let texts: [[UInt32]]
  private let counts: [[UInt32: Int]]
  private var edits = EditDistance()
  /// The number of distances that have been computed.
  package private(set) var comparisons = 0

  /// The number of symbols from which a transcript is long.
  static let longTranscript = 500

  /// - Parameter texts: the Unicode scalars of each text.
  package init(among texts: [[UInt32]]) {
    self.texts = texts
    counts = texts.map(Self.counts)
  }

  /// Returns the distance between a transcript and the nearest text; nil if there is no other text.
  /// - Parameter own: the index of a text that is left out.
  package mutating func distance(from transcript: [UInt32], except own: Int) -> Int? {
    let isLong = transcript.count >= Self.longTranscript
    let others =
      isLong ? byBound(transcript) : texts.indices.map { ($0, lengthBound($0, transcript)) }
    var nearest = Int.max
    for (index, bound) in others where index != own {
      if bound >= nearest {
        if isLong { break }
        continue
      }
      comparisons += 1
      nearest = min(nearest, edits.distance(texts[index], transcript))
    }
    return nearest == .max ? nil : nearest
  }

  private func lengthBound(_ index: Int, _ transcript: [UInt32]) -> Int {
    abs(texts[index].count - transcript.count)
  }

  /// The indices of the texts with lower bounds of their distances, the smallest bound first.
  private func byBound(_ transcript: [UInt32]) -> [(index: Int, bound: Int)] {
    let heard = Self.counts(transcript)
    return texts.indices.map { index in
      let common = counts[index].reduce(0) { $0 + min($1.value, heard[$1.key] ?? 0) }
      return (index: index, bound: max(texts[index].count, transcript.count) - common)
    }
    .sorted { ($0.bound, $0.index) < ($1.bound, $1.index) }
  }

  private static func counts(_ text: [UInt32]) -> [UInt32: Int] {
    text.reduce(into: [:]) { $0[$1, default: 0] += 1 }
  }
}
