import Files

/// The `vocab.json` of `Wav2Vec2CTCTokenizer`: a number for each character.
///
///     {"<pad>": 0, "<unk>": 3, "|": 4, "a": 5, "'": 6, …}
///
/// * Each scalar of a text is a token. A space is `|` if the vocabulary has it.
/// * Tokens of several characters, such as `<pad>`, are special and spell nothing.
struct CharacterVocabulary: Tokenizer {
  let description: String
  private let ids: [Unicode.Scalar: Int]
  private let unknown: Int?

  /// - Throws: a problem without a file.
  init(_ document: JSONValue) throws(Problem) {
    let vocabulary = try TokenIDs(document, in: "vocab.json")
    var ids: [Unicode.Scalar: Int] = [:]
    var longPieces = 0
    for (token, value) in document.members ?? [] {
      let scalars = token.unicodeScalars
      if scalars.count == 1, let scalar = scalars.first {
        ids[scalar] = value.index
      } else if !isSpecialToken(token) {
        longPieces += 1
      }
    }
    // A few characters of some languages are written with two scalars.
    guard longPieces <= ids.count else {
      throw Problem(
        .badData, "is the vocabulary of a BPE tokenizer, without its merges",
        hint: "pass the tokenizer.json of the same model, which has both")
    }
    if let delimiter = ids["|"] { ids[" "] = delimiter }
    self.ids = ids
    unknown = vocabulary["<unk>".utf8] ?? vocabulary["[UNK]".utf8]
    description = "\(ids.count) characters"
  }

  func tokenize(_ text: String) -> Tokenization {
    var tokenization = Tokenization()
    for scalar in text.unicodeScalars {
      if let id = ids[scalar] {
        tokenization.ids.append(id)
      } else {
        tokenization.cannotSpell([scalar])
        if let unknown { tokenization.ids.append(unknown) }
      }
    }
    return tokenization
  }
}

/// True for names such as `<unk>`, `[PAD]` and `#0`, which stand for no text.
func isSpecialToken(_ token: String) -> Bool {
  guard token.unicodeScalars.count > 1 else { return false }
  if token.hasPrefix("<"), token.hasSuffix(">") { return true }
  if token.hasPrefix("["), token.hasSuffix("]") { return true }
  return token.hasPrefix("#") && token.dropFirst().allSatisfy(\.isNumber)
}
