import Files

/// The output symbols of the model.
package struct TokenConfiguration: Codable, Hashable, Sendable {
  /// `characters`, `words` or `pieces`.
  package var kind = TokenizerKind.characters
  /// The number of symbols to learn for `pieces`, including the blank, 2 to 65,536.
  package var vocabSize = 500

  package init() {}

  /// - Throws: a problem with the first field that is out of its range.
  package func validate() throws(Problem) {
    try require(vocabSize, in: 2...65_536, "vocab_size")
  }
}
