/// The words of a transcript at the place of hidden words.
package struct MaskedAnswer: Hashable, Sendable {
  package enum Outcome: Hashable, Sendable {
    /// The hidden words.
    case hiddenWords
    /// Words of another canary.
    case otherCanary
    /// Nothing, or other words.
    case neither
    /// The visible words are not recognised, so the place is unknown.
    case unanswered
  }

  package let outcome: Outcome

  /// The largest character error rate of the visible words in a transcript that counts as an answer.
  static let answerLimit = 0.10
  /// The words of a longer transcript are not aligned; it does not count as an answer.
  static let mostWords = 200

  /// - Parameters:
  ///   - before, after: the normalised visible words before and after the mask.
  ///   - hidden: the normalised hidden words, at least one.
  ///   - transcript: the normalised words of the transcript.
  ///   - others: whether consecutive words occur in the text of another canary.
  package init(
    before: [String], hidden: [String], after: [String], transcript: [String],
    others: ([String]) -> Bool
  ) {
    guard transcript.count <= Self.mostWords else {
      outcome = .unanswered
      return
    }
    let best = Self.split(before: before, after: after, transcript, likely: hidden.count)
    let visible = Self.scalars(before).count + Self.scalars(after).count
    guard visible > 0, Double(best.errors) <= Self.answerLimit * Double(visible) else {
      outcome = .unanswered
      return
    }
    let gap = Array(transcript[best.gap])
    outcome =
      gap == hidden ? .hiddenWords : !gap.isEmpty && others(gap) ? .otherCanary : .neither
  }

  /// The part of a transcript that stands for the hidden words: the one that leaves the fewest
  /// character errors in the visible words. Of several, the one whose number of words is nearest to
  /// that of the hidden words.
  private static func split(
    before: [String], after: [String], _ words: [String], likely: Int
  ) -> (gap: Range<Int>, errors: Int) {
    var distance = EditDistance()
    let (first, last) = (scalars(before), scalars(after))
    let ends = (0...words.count).map { distance.distance(scalars(words[..<$0]), first) }
    let starts = (0...words.count).map { distance.distance(scalars(words[$0...]), last) }
    var best: (gap: Range<Int>, errors: Int)?
    for start in 0...words.count {
      // Without visible words on a side, the gap reaches the end of the transcript.
      if before.isEmpty, start > 0 { break }
      for end in start...words.count {
        if after.isEmpty, end < words.count { continue }
        let errors = ends[start] + starts[end]
        let misfit = abs(end - start - likely)
        if let best, (best.errors, abs(best.gap.count - likely)) <= (errors, misfit) { continue }
        best = (start..<end, errors)
      }
    }
    return best ?? (0..<words.count, ends[0] + starts[words.count])
  }

  private static func scalars(_ words: some Sequence<String>) -> [UInt32] {
    words.joined(separator: " ").unicodeScalars.map(\.value)
  }
}
