import Files

/// The tokens of a `tokenizer.json` that are cut out of a text before it is normalised.
///
///     {"id": 3, "content": "<noise>", "lstrip": false, "rstrip": false, "single_word": false, …}
///
/// The leftmost token counts, and the longest of those that start at the same place.
struct AddedTokens: Sendable {
  enum Part {
    case token(Int)
    case text(String)
  }

  private struct Token: Sendable {
    let id: Int
    let stripsLeft: Bool
    let stripsRight: Bool
    let isSingleWord: Bool
  }

  private var trie = PieceTrie()
  private var tokens: [Token] = []

  init(_ list: JSONValue?) throws(Problem) {
    for value in list?.array ?? [] {
      guard let content = value["content"]?.string, let id = value["id"]?.index else {
        throw Problem(
          .badData, "expected tokens with \"content\" and \"id\"", field: "added_tokens")
      }
      guard !content.isEmpty else { continue }
      trie.insert(content.utf8, tokens.count)
      tokens.append(
        Token(
          id: id, stripsLeft: value["lstrip"]?.boolean ?? false,
          stripsRight: value["rstrip"]?.boolean ?? false,
          isSingleWord: value["single_word"]?.boolean ?? false))
    }
  }

  func split(_ text: String) -> [Part] {
    guard !trie.isEmpty else { return text.isEmpty ? [] : [.text(text)] }
    let bytes = Array(text.utf8)[...]
    var parts: [Part] = []
    var start = 0
    var place = 0
    func addText(to end: Int) {
      if start < end { parts.append(.text(String(decoding: bytes[start..<end], as: UTF8.self))) }
    }
    while place < bytes.endIndex {
      guard let match = trie.longestMatch(in: bytes, from: place),
        !tokens[match.id].isSingleWord || isWord(place..<match.end, in: bytes)
      else {
        place += bytes.characterLength(at: place)
        continue
      }
      let token = tokens[match.id]
      var (from, to) = (place, match.end)
      if token.stripsLeft { while from > start, isSpace(bytes[from - 1]) { from -= 1 } }
      if token.stripsRight { while to < bytes.endIndex, isSpace(bytes[to]) { to += 1 } }
      addText(to: from)
      parts.append(.token(token.id))
      (start, place) = (to, to)
    }
    addText(to: bytes.endIndex)
    return parts
  }

  /// True if no letter or digit is beside the range.
  private func isWord(_ range: Range<Int>, in bytes: ArraySlice<UInt8>) -> Bool {
    let before = bytes[..<range.lowerBound].scalars.last
    let after = bytes[range.upperBound...].scalars.first
    return ![before, after].contains { $0.map(isWordScalar) ?? false }
  }
}

private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
