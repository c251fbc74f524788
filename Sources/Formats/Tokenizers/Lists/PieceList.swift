/// Pieces of a vocabulary whose scores and merges are not known.
///
/// A vocabulary of single characters has one spelling of each text. Otherwise the longest piece is
/// taken first, or the fewest pieces where that spells nothing. Both are estimates: unigram models and
/// BPE often choose other pieces.
struct PieceList: Sendable {
  /// The way in which pieces state where words begin or end.
  enum Style: Sendable {
    /// Spaces are tokens, or are not written at all.
    case plain
    /// `▁the`: SentencePiece's space before a word.
    case spaceBefore
    /// `th ##e`: BERT's mark of a piece that continues a word.
    case continuation
    /// `th@@ e`: the mark of a piece that is continued (subword-nmt).
    case continued
  }

  /// Finds the fewest pieces, for words that the longest pieces do not spell.
  private let fewest: UnigramSegmentation
  private let style: Style
  private let space: Int?
  /// True if every piece is one character, apart from a mark.
  let isOfCharacters: Bool
  let count: Int

  static let wordStart: Unicode.Scalar = "\u{2581}"
  /// Names that stand for the space in vocabularies of characters.
  private static let spaceNames: Set<String> = ["|", "<space>", "[space]", "<sp>", " ", "\u{2581}"]

  /// - Parameter tokens: the tokens with their ids.
  init(_ tokens: [(token: String, id: Int)]) {
    let style = Self.style(of: tokens.map(\.token))
    var trie = PieceTrie()
    var space: Int?
    var longest = 0
    for (token, id) in tokens {
      if style == .plain, Self.spaceNames.contains(token) {
        space = space ?? id
        continue
      }
      if isSpecialToken(token) { continue }
      let piece = Self.marked(token, style)
      trie.insert(piece.utf8, id)
      longest = max(longest, piece.unicodeScalars.count { $0 != Self.wordStart })
    }
    (self.style, self.space) = (style, space)
    fewest = UnigramSegmentation(
      trie: trie, scores: Array(repeating: -1, count: (tokens.map(\.id).max() ?? 0) + 1),
      unknownScore: -1_000, isSinglePrecision: false)
    isOfCharacters = longest <= 1
    count = tokens.count
  }

  private static func style(of tokens: [String]) -> Style {
    if tokens.contains(where: { $0.hasSuffix("@@") && $0 != "@@" }) { return .continued }
    if tokens.contains(where: { $0.hasPrefix("##") && $0 != "##" }) { return .continuation }
    let startsWord = tokens.contains {
      $0.unicodeScalars.first == wordStart && $0.unicodeScalars.count > 1
    }
    return startsWord ? .spaceBefore : .plain
  }

  /// The piece with U+2581 where a word begins, or, for `continued`, where it ends.
  private static func marked(_ token: String, _ style: Style) -> String {
    let mark = String(Character(wordStart))
    switch style {
    case .plain, .spaceBefore: return token
    // NeMo writes the piece of a space as an empty line.
    case .continuation: return token.hasPrefix("##") ? String(token.dropFirst(2)) : mark + token
    case .continued: return token.hasSuffix("@@") ? String(token.dropLast(2)) : token + mark
    }
  }

  func tokenize(_ text: String) -> Tokenization {
    var tokenization = Tokenization()
    if isOfCharacters, style == .plain, space != nil {
      for scalar in text.unicodeScalars {
        if scalar == " ", let space {
          tokenization.ids.append(space)
        } else {
          append(String(scalar), to: &tokenization)
        }
      }
      return tokenization
    }
    let mark = String(Character(Self.wordStart))
    for (index, word) in text.split(separator: " ").enumerated() {
      if let space, index > 0 { tokenization.ids.append(space) }
      switch style {
      case .plain: append(String(word), to: &tokenization)
      case .spaceBefore, .continuation: append(mark + word, to: &tokenization)
      case .continued: append(word + mark, to: &tokenization)
      }
    }
    return tokenization
  }

  private func append(_ word: String, to tokenization: inout Tokenization) {
    let bytes = Array(word.utf8)[...]
    if let ids = longestFirst(bytes) {
      tokenization.ids += ids
      return
    }
    for (range, id) in fewest.pieces(of: bytes) {
      if let id {
        tokenization.ids.append(id)
      } else {
        tokenization.cannotSpell(bytes[range].scalars)
      }
    }
  }

  /// The longest piece at each place; nil if no piece starts where one of them ends.
  private func longestFirst(_ word: ArraySlice<UInt8>) -> [Int]? {
    var ids: [Int] = []
    var start = word.startIndex
    while start < word.endIndex {
      guard let (end, id) = fewest.trie.longestMatch(in: word, from: start) else { return nil }
      ids.append(id)
      start = end
    }
    return ids
  }
}
