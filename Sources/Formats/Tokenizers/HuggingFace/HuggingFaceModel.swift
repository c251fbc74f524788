import Files

/// The model of a `tokenizer.json`: it turns a part of a text into tokens.
protocol HuggingFaceModel: Sendable {
  var name: String { get }
  var vocabulary: TokenIDs { get }

  func append(_ word: ArraySlice<UInt8>, to tokenization: inout Tokenization)
}

/// The numbers of the tokens of a vocabulary.
struct TokenIDs: Sendable {
  private var ids: [[UInt8]: Int] = [:]

  init() {}

  /// - Parameter object: a JSON object with a number for each token.
  init(_ object: JSONValue?, in field: String) throws(Problem) {
    guard let members = object?.members, !members.isEmpty else {
      throw Problem(.badData, "expected an object with a number for each token", field: field)
    }
    for (token, value) in members {
      guard let id = value.index else {
        throw Problem(
          .badData, "expected a number for the token '\(token.printable)'", field: field)
      }
      ids[Array(token.utf8)] = id
    }
  }

  var count: Int { ids.count }

  subscript(token: some Sequence<UInt8>) -> Int? {
    get { ids[Array(token)] }
    set { ids[Array(token)] = newValue }
  }
}

func huggingFaceModel(_ value: JSONValue) throws(Problem) -> any HuggingFaceModel {
  // Files of early versions do not state the type of BPE and WordPiece models.
  let type = value["type"]?.string ?? (value["merges"] != nil ? "BPE" : "WordPiece")
  switch type {
  case "BPE": return try BytePairModel(value)
  case "Unigram": return try UnigramModel(value)
  case "WordPiece": return try WordPieceModel(value)
  case "WordLevel": return try WordLevelModel(value)
  default: throw unsupported("the model type \(type)", in: "model")
  }
}

/// The ids of the pieces `<0x00>` to `<0xFF>` that a vocabulary has.
struct ByteFallback: Sendable {
  private let ids: [Int?]

  init(_ vocabulary: TokenIDs) { ids = (0..<256).map { vocabulary[bytePiece($0)] } }

  /// The ids of a text's bytes; nil if a byte has no piece.
  func ids(of bytes: ArraySlice<UInt8>) -> [Int]? {
    let found = bytes.compactMap { ids[Int($0)] }
    return found.count == bytes.count ? found : nil
  }
}
