import Files

/// The model WordPiece of a `tokenizer.json`, which takes the longest piece first.
///
///     {"vocab": {token: id}, "unk_token": "[UNK]", "continuing_subword_prefix": "##",
///      "max_input_chars_per_word": 100}
///
/// A word that cannot be spelled, or is too long, is one unknown token.
struct WordPieceModel: HuggingFaceModel {
  let vocabulary: TokenIDs
  private let prefix: [UInt8]
  private let unknown: Int?
  private let longestWord: Int

  var name: String { "WordPiece" }

  init(_ value: JSONValue) throws(Problem) {
    vocabulary = try TokenIDs(value["vocab"], in: "model.vocab")
    prefix = Array((value["continuing_subword_prefix"]?.string ?? "##").utf8)
    longestWord = value["max_input_chars_per_word"]?.index ?? 100
    unknown = vocabulary[(value["unk_token"]?.string ?? "[UNK]").utf8]
  }

  func append(_ word: ArraySlice<UInt8>, to tokenization: inout Tokenization) {
    if let ids = ids(of: word) {
      tokenization.ids += ids
    } else {
      let unspelled = word.scalars.filter { vocabulary[String($0).utf8] == nil }
      tokenization.cannotSpell(unspelled.isEmpty ? Array(word.scalars) : Array(unspelled))
      if let unknown { tokenization.ids.append(unknown) }
    }
  }

  private func ids(of word: ArraySlice<UInt8>) -> [Int]? {
    guard word.scalars.count <= longestWord else { return nil }
    var ids: [Int] = []
    var start = word.startIndex
    while start < word.endIndex {
      let before = start > word.startIndex ? prefix : []
      let end = stride(from: word.endIndex, to: start, by: -1)
        .first { vocabulary[before + word[start..<$0]] != nil }
      guard let end, let id = vocabulary[before + word[start..<end]] else { return nil }
      ids.append(id)
      start = end
    }
    return ids
  }
}

/// The model WordLevel of a `tokenizer.json`: `{"vocab": {word: id}, "unk_token": "<unk>"}`.
struct WordLevelModel: HuggingFaceModel {
  let vocabulary: TokenIDs
  private let unknown: Int?

  var name: String { "WordLevel" }

  init(_ value: JSONValue) throws(Problem) {
    vocabulary = try TokenIDs(value["vocab"], in: "model.vocab")
    unknown = value["unk_token"]?.string.flatMap { [vocabulary] in vocabulary[$0.utf8] }
  }

  func append(_ word: ArraySlice<UInt8>, to tokenization: inout Tokenization) {
    if let id = vocabulary[word] {
      tokenization.ids.append(id)
    } else {
      tokenization.cannotSpell(word.scalars)
      if let unknown { tokenization.ids.append(unknown) }
    }
  }
}
