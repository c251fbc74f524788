import Files

/// Learns a tokenizer from texts that are added one at a time. It stores the distinct words and
/// their counts, not the texts.
package struct TokenizerLearner: Sendable {
  private let kind: TokenizerKind
  private let vocabSize: Int
  private var counts: [String: Int] = [:]

  /// - Parameter vocabSize: the number of symbols for `pieces`, including the blank. The tokenizer
  ///   has fewer if no pair of neighbours is left that occurs twice.
  package init(_ kind: TokenizerKind, vocabSize: Int) {
    self.kind = kind
    self.vocabSize = vocabSize
  }

  package mutating func add(_ text: String) {
    for word in words(of: text) { counts[word, default: 0] += 1 }
  }

  /// - Throws: a problem if no text had a word, if `vocabSize` is smaller than the number of
  ///   characters, or if a text contains the word-start marker.
  package func learned() throws(Problem) -> Tokenizer {
    guard !counts.isEmpty else {
      throw Problem(.badData, "the texts contain no words", field: "tokens")
    }
    switch kind {
    case .characters:
      return try tokenizer(characters.union([" "]).sorted(by: precedesInBytes))
    case .words:
      return try tokenizer(counts.keys.sorted(by: precedesInBytes))
    case .pieces:
      guard !characters.contains(Tokenizer.wordStart) else {
        throw Problem(
          .badData, "a text contains '\(Tokenizer.wordStart)', which marks the start of words",
          field: "tokens", hint: "remove it from the texts, or choose kind: characters")
      }
      let base = characters.union([Tokenizer.wordStart]).sorted(by: precedesInBytes)
      guard vocabSize >= base.count + 1 else {
        throw Problem(
          .usage, "\(vocabSize) symbols are too few for \(base.count - 1) characters",
          field: "vocab_size", hint: "use at least \(base.count + 1)")
      }
      var merging = PairMerging(base: [Tokenizer.blank] + base, counts: counts)
      let merges = merging.learn(upTo: vocabSize)
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
  /// Learns the tokenizer of `texts`; see `TokenizerLearner`.
  package static func learn(
    _ kind: TokenizerKind, vocabSize: Int, from texts: some Sequence<String>
  ) throws(Problem) -> Tokenizer {
    var learner = TokenizerLearner(kind, vocabSize: vocabSize)
    for text in texts { learner.add(text) }
    return try learner.learned()
  }
}
