import Files

/// Tokenizes with a SentencePiece model (Kudo and Richardson 2018) of any of its four kinds.
///
/// * unigram: the most probable segmentation (`UnigramSegmentation`).
/// * BPE: merges of the best score first (`mergePairs`).
/// * word, character: each word or each character is a piece.
///
/// Unknown characters become their bytes in a model with byte fallback. Otherwise a run of them is
/// one unknown token.
struct SentencePieceTokenizer: Tokenizer {
  let description: String
  private let kind: SentencePieceModel.Kind
  private let normalization: SentencePieceNormalization
  /// Normal and user-defined pieces.
  private let trie: PieceTrie
  private let scores: [Double]
  private let unigram: UnigramSegmentation
  private let userDefined: Set<Int>
  private let unknown: Int
  /// The ids of the pieces `<0x00>` to `<0xFF>`; nil without byte fallback.
  private let bytes: [Int]?

  /// The difference between the scores of the least probable piece and of an unknown character
  /// (`kUnkPenalty`, src/unigram_model.cc).
  private static let unknownPenalty: Float = 10

  init(_ model: SentencePieceModel) throws(Problem) {
    var trie = PieceTrie()
    var normalization = model.normalization
    var userDefined: Set<Int> = []
    var unknown = 0
    for (id, piece) in model.pieces.enumerated() {
      switch piece.type {
      case .normal: trie.insert(piece.bytes, id)
      case .userDefined:
        trie.insert(piece.bytes, id)
        normalization.userSymbols.insert(piece.bytes, id)
        userDefined.insert(id)
      case .unknown: unknown = id
      case .unused where model.kind == .bpe:
        throw Problem(
          .badData, "a BPE model with unused pieces is not supported",
          hint: "pass the model as it was trained, before its vocabulary was restricted")
      case .unused, .control, .byte: break
      }
    }
    let normal = model.pieces.lazy.filter { $0.type == .normal }.map(\.score)
    // SentencePiece starts the search for the largest score at the smallest positive float.
    let largest = max(normal.max() ?? 0, Float.leastNormalMagnitude)
    scores = model.pieces.map { piece in
      piece.type == .userDefined
        ? Double(piece.bytes.count) * Double(largest) - 0.1 : Double(piece.score)
    }
    kind = model.kind
    self.trie = trie
    self.normalization = normalization
    self.userDefined = userDefined
    self.unknown = unknown
    unigram = UnigramSegmentation(
      trie: trie, scores: scores, unknownScore: Double((normal.min() ?? 0) - Self.unknownPenalty),
      isSinglePrecision: true)
    bytes = model.hasByteFallback ? Self.byteIDs(model.pieces) : nil
    description = "SentencePiece \(model.kind.name), \(model.pieces.count) pieces"
  }

  /// The ids of the byte pieces; nil if one is missing.
  private static func byteIDs(_ pieces: [SentencePieceModel.Piece]) -> [Int]? {
    var ids: [[UInt8]: Int] = [:]
    for (id, piece) in pieces.enumerated() where piece.type == .byte { ids[piece.bytes] = id }
    let found = (0..<256).compactMap { ids[bytePiece($0)] }
    return found.count == 256 ? found : nil
  }

  func tokenize(_ text: String) -> Tokenization {
    let input = normalization.normalized(text)[...]
    var tokenization = Tokenization()
    var followsUnknown = false
    for (range, id) in pieces(of: input) {
      if let id {
        tokenization.ids.append(id)
      } else if let bytes {
        tokenization.ids += input[range].map { bytes[Int($0)] }
      } else {
        tokenization.cannotSpell(input[range].scalars)
        if !followsUnknown { tokenization.ids.append(unknown) }
      }
      followsUnknown = id == nil
    }
    return tokenization
  }

  private func pieces(of input: ArraySlice<UInt8>) -> [UnigramSegmentation.Piece] {
    switch kind {
    case .unigram: unigram.pieces(of: input)
    case .bpe:
      mergePairs(symbols(of: input)) { left, right in
        guard left.id.map(userDefined.contains) != true, right.id.map(userDefined.contains) != true
        else { return nil }
        let range = left.range.lowerBound..<right.range.upperBound
        guard let id = trie.id(of: input[range]) else { return nil }
        return (-scores[id], (range, id))
      }
    case .character: symbols(of: input)
    case .word: words(of: input).map { ($0, trie.id(of: input[$0])) }
    }
  }

  /// The characters and the user-defined symbols of a text.
  private func symbols(of input: ArraySlice<UInt8>) -> [UnigramSegmentation.Piece] {
    var symbols: [UnigramSegmentation.Piece] = []
    var start = input.startIndex
    while start < input.endIndex {
      let end =
        normalization.userSymbols.longestMatch(in: input, from: start)?.end
        ?? start + input.characterLength(at: start)
      symbols.append((start..<end, trie.id(of: input[start..<end])))
      start = end
    }
    return symbols
  }

  /// The words of a text, each with the space symbol that precedes it.
  private func words(of input: ArraySlice<UInt8>) -> [Range<Int>] {
    let symbol = SentencePieceNormalization.spaceSymbol
    var starts = input.indices.filter {
      $0 > input.startIndex && input[$0...].starts(with: symbol)
    }
    guard !input.isEmpty else { return [] }
    starts.insert(input.startIndex, at: 0)
    return zip(starts, starts.dropFirst() + [input.endIndex]).map { $0..<$1 }
  }
}

/// The piece of a byte: `<0x41>`.
func bytePiece(_ byte: Int) -> [UInt8] {
  let digits = String(byte, radix: 16, uppercase: true)
  return Array("<0x\(digits.count == 1 ? "0" : "")\(digits)>".utf8)
}
