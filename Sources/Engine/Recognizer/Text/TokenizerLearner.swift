import Files

/// Learns a tokenizer from texts, one at a time; it keeps the distinct words and how often each
/// occurs, not the texts.
package struct TokenizerLearner: Sendable {
  private let kind: TokenizerKind
  private let vocabulary: Int
  private var counts: [String: Int] = [:]

  /// - Parameter vocabulary: pieces only: how many symbols to make, the blank included. Fewer come
  ///   out where no pair of neighbours is left that occurs twice.
  package init(_ kind: TokenizerKind, vocabulary: Int) {
    self.kind = kind
    self.vocabulary = vocabulary
  }

  package mutating func add(_ text: String) {
    for word in words(of: text) { counts[word, default: 0] += 1 }
  }

  /// - Throws: there was no word, a vocabulary too small for the characters seen, or the mark of
  ///   word starts among them.
  package func learned() throws(Problem) -> Tokenizer {
    guard !counts.isEmpty else {
      throw Problem(.badData, "there is no word in any text", field: "tokens")
    }
    switch kind {
    case .characters:
      return try tokenizer(characters.union([" "]).sorted(by: precedesInBytes))
    case .words:
      return try tokenizer(counts.keys.sorted(by: precedesInBytes))
    case .pieces:
      guard !characters.contains(Tokenizer.wordStart) else {
        throw Problem(
          .badData, "a text holds '\(Tokenizer.wordStart)', which marks where words start",
          field: "tokens", hint: "take it out of the texts, or choose kind: characters")
      }
      let base = characters.union([Tokenizer.wordStart]).sorted(by: precedesInBytes)
      guard vocabulary >= base.count + 1 else {
        throw Problem(
          .usage, "\(vocabulary) symbols are too few for \(base.count - 1) characters",
          field: "vocabulary", hint: "at least \(base.count + 1)")
      }
      var merging = PairMerging(base: [Tokenizer.blank] + base, counts: counts)
      let merges = merging.learn(upTo: vocabulary)
      return try Tokenizer(kind: kind, symbols: merging.symbols, merges: merges)
    }
  }

  private var characters: Set<String> {
    counts.keys.reduce(into: []) { seen, word in
      for character in word { seen.insert(String(character)) }
    }
  }

  private func tokenizer(_ symbols: [String]) throws(Problem) -> Tokenizer {
    try Tokenizer(kind: kind, symbols: [Tokenizer.blank] + symbols, merges: [])
  }
}

extension Tokenizer {
  /// The tokenizer of `texts`; see `TokenizerLearner`.
  package static func learn(
    _ kind: TokenizerKind, vocabulary: Int, from texts: some Sequence<String>
  ) throws(Problem) -> Tokenizer {
    var learner = TokenizerLearner(kind, vocabulary: vocabulary)
    for text in texts { learner.add(text) }
    return try learner.learned()
  }
}
