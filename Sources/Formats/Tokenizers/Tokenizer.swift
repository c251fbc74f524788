/// Splits texts into the tokens of a recogniser.
package protocol Tokenizer: Sendable {
  /// A noun phrase for messages and for the ledger: `SentencePiece unigram, 500 pieces`.
  var description: String { get }

  /// False if the counts are estimates, because the file lists pieces without their scores or merges.
  var isExact: Bool { get }

  func tokenize(_ text: String) -> Tokenization
}

extension Tokenizer {
  package var isExact: Bool { true }

  /// The number of tokens of `text` and how many of them follow an equal one; nil if the vocabulary
  /// cannot spell it.
  package func count(_ text: String) -> (tokens: Int, repeats: Int)? {
    let tokenization = tokenize(text)
    guard tokenization.unspelled.isEmpty else { return nil }
    return (tokenization.ids.count, tokenization.repeats)
  }
}

/// The tokens of one text.
package struct Tokenization: Hashable, Sendable {
  /// The number of each token in its vocabulary. Two tokens are equal exactly if their ids are.
  package var ids: [Int]
  /// The scalars that the vocabulary cannot spell, each once, in the order of their occurrence. A
  /// recogniser is trained on an unknown token in their place, or without them.
  package var unspelled: [Unicode.Scalar]

  package init(ids: [Int] = [], unspelled: [Unicode.Scalar] = []) {
    self.ids = ids
    self.unspelled = unspelled
  }

  /// The number of tokens that follow an equal one. CTC needs a blank between the two.
  package var repeats: Int { zip(ids, ids.dropFirst()).count { $0 == $1 } }

  mutating func cannotSpell(_ scalars: some Sequence<Unicode.Scalar>) {
    for scalar in scalars where !unspelled.contains(scalar) { unspelled.append(scalar) }
  }
}
