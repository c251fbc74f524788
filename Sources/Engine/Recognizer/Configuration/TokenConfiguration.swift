import Files

/// What the model writes.
package struct TokenConfiguration: Codable, Hashable, Sendable {
  /// `characters`, `words` or `pieces`.
  package var kind = TokenizerKind.characters
  /// Pieces only: symbols to learn, the blank included, 2 to 65,536.
  package var vocabulary = 500

  package init() {}

  /// - Throws: the first field that is out of its range.
  package func validate() throws(Problem) {
    try require(vocabulary, in: 2...65_536, "vocabulary")
  }
}
