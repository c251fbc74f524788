/// One token for each word. Words are separated by spaces.
package struct WordTokenizer: Tokenizer {
  package init() {}

  package var description: String { "words" }

  /// The ids number the different words of this text only.
  package func tokenize(_ text: String) -> Tokenization {
    var known: [[UInt8]: Int] = [:]
    var ids: [Int] = []
    for word in text.utf8.split(separator: UInt8(ascii: " ")) {
      let key = Array(word)
      let id = known[key] ?? known.count
      known[key] = id
      ids.append(id)
    }
    return Tokenization(ids: ids)
  }
}

extension Tokenizer where Self == WordTokenizer {
  package static var words: WordTokenizer { WordTokenizer() }
}
