import Files

/// The model BPE of a `tokenizer.json`.
///
///     {"vocab": {token: id}, "merges": ["a b", …] or [["a", "b"], …], "unk_token", "fuse_unk",
///      "byte_fallback", "ignore_merges", "continuing_subword_prefix", "end_of_word_suffix"}
///
/// The merges are ordered by rank. A character without a token becomes its bytes with
/// `byte_fallback`, else the unknown token, and is left out if there is none.
struct BytePairModel: HuggingFaceModel {
  let vocabulary: TokenIDs
  private var merges: [Pair: (rank: Double, id: Int)] = [:]
  private let prefix: [UInt8]
  private let suffix: [UInt8]
  private let unknown: Int?
  private let fusesUnknown: Bool
  private let ignoresMerges: Bool
  private let fallback: ByteFallback?

  private struct Pair: Hashable {
    let left: Int
    let right: Int
  }

  var name: String { "BPE" }

  init(_ value: JSONValue) throws(Problem) {
    vocabulary = try TokenIDs(value["vocab"], in: "model.vocab")
    prefix = Array((value["continuing_subword_prefix"]?.string ?? "").utf8)
    suffix = Array((value["end_of_word_suffix"]?.string ?? "").utf8)
    unknown = value["unk_token"]?.string.flatMap { [vocabulary] in vocabulary[$0.utf8] }
    fusesUnknown = value["fuse_unk"]?.boolean ?? false
    ignoresMerges = value["ignore_merges"]?.boolean ?? false
    fallback = value["byte_fallback"]?.boolean ?? false ? ByteFallback(vocabulary) : nil
    for (rank, merge) in (value["merges"]?.array ?? []).enumerated() {
      try add(merge, rank)
    }
  }

  private mutating func add(_ merge: JSONValue, _ rank: Int) throws(Problem) {
    let parts =
      merge.array?.compactMap { $0.string.map { Array($0.utf8) } }
      ?? merge.string.map { $0.utf8.split(separator: 0x20).map { Array($0) } } ?? []
    guard parts.count == 2, let left = vocabulary[parts[0]], let right = vocabulary[parts[1]],
      parts[1].count >= prefix.count,
      let id = vocabulary[parts[0] + parts[1].dropFirst(prefix.count)]
    else {
      throw Problem(
        .badData, "merge \(rank + 1) is no pair of tokens of the vocabulary", field: "model.merges")
    }
    // The later of two equal pairs counts, as in the package.
    merges[Pair(left: left, right: right)] = (Double(rank), id)
  }

  func append(_ word: ArraySlice<UInt8>, to tokenization: inout Tokenization) {
    if ignoresMerges, let id = vocabulary[word] {
      tokenization.ids.append(id)
      return
    }
    tokenization.ids += mergePairs(symbols(of: word, &tokenization)) { left, right in
      merges[Pair(left: left, right: right)].map { ($0.rank, $0.id) }
    }
  }

  /// The tokens of the characters of a word.
  private func symbols(
    of word: ArraySlice<UInt8>, _ tokenization: inout Tokenization
  ) -> [Int] {
    var symbols: [Int] = []
    var followsUnknown = false
    var start = word.startIndex
    while start < word.endIndex {
      let end = start + word.characterLength(at: start)
      var piece = Array(word[start..<end])
      if start > word.startIndex { piece = prefix + piece }
      if end == word.endIndex { piece += suffix }
      var isUnknown = false
      if let id = vocabulary[piece] {
        symbols.append(id)
      } else if let ids = fallback?.ids(of: piece[...]) {
        symbols += ids
      } else {
        isUnknown = true
        tokenization.cannotSpell(spelled(word[start..<end]))
        if let unknown, !(fusesUnknown && followsUnknown) { symbols.append(unknown) }
      }
      followsUnknown = isUnknown
      start = end
    }
    return symbols
  }

  /// The scalars that a character of the text stands for: a byte character stands for a byte.
  private func spelled(_ character: ArraySlice<UInt8>) -> String.UnicodeScalarView {
    bytes(ofByteLevel: character).map { $0[...].scalars } ?? character.scalars
  }
}
