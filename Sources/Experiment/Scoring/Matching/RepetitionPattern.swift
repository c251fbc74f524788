/// The pattern in which a text repeats its symbols: the number of the symbol at each place, in the
/// order of their first occurrence. *five one five* and *fünf eins fünf* both have 0 1 0.
///
/// A decoder can write the digits or letters of canaries in a spelling that nobody expects (another
/// language, a spelling alphabet, symbols). No transcript is then similar to its reference, although
/// the model has memorised every canary, but the transcripts still repeat their words where the
/// references repeat theirs. This comparison needs no knowledge of the spelling. It misses spellings
/// of one symbol by several words, and joined words of several letters. A reference that repeats no
/// symbol has no pattern, because every transcript of as many different words would match it.
///
/// A match counts as evidence against a passing gate only.
package struct RepetitionPattern: Sendable {
  private let pattern: [Int]

  /// - Parameter reference: the reference, its symbols separated by spaces
  ///   (`CanaryNormalizer.spaced`).
  /// - Returns: nil if the reference repeats no symbol.
  package init?(reference: String) {
    pattern = Self.pattern(of: reference.split(separator: " "))
    if Set(pattern).count == pattern.count { return nil }
  }

  /// True if the transcript's words, or its characters without spaces, have the pattern of the
  /// reference.
  package func holds(in transcript: String) -> Bool {
    let transcript = transcript.lowercased()
    return Self.pattern(of: transcript.split(whereSeparator: \.isWhitespace)) == pattern
      || Self.pattern(of: transcript.filter { !$0.isWhitespace }) == pattern
  }

  private static func pattern<Symbol: Hashable>(of symbols: some Sequence<Symbol>) -> [Int] {
    var numbers: [Symbol: Int] = [:]
    return symbols.map { symbol in
      let number = numbers[symbol] ?? numbers.count
      numbers[symbol] = number
      return number
    }
  }
}
