import Files

/// A tokenizer with the decision by which its file was recognised.
package struct TokenizerFile: Sendable {
  package let kind: TokenizerKind
  package let tokenizer: any Tokenizer
  /// A printable line: `bpe.model: SentencePiece unigram, 500 pieces`.
  package let decision: String

  /// Reads a tokenizer.
  ///
  /// - Parameter name: `characters`, `words`, or the path of a file. Its kind is detected by its
  ///   content.
  /// - Throws: `.missingInput`, `.inputOutput`; `.badData` for a file that is damaged, not supported
  ///   or no tokenizer.
  package init(_ name: String) throws(Problem) {
    switch name {
    case "characters": (kind, tokenizer) = (.characters, .characters)
    case "words": (kind, tokenizer) = (.words, .words)
    default:
      try Self.refuseDirectory(name)
      let bytes = try readFile(name, limit: Self.largest)
      do throws(Problem) {
        (kind, tokenizer) = try Self.parse(bytes)
      } catch {
        throw error.located(in: name)
      }
      var text = "\(name.printable): \(tokenizer.description) (\(kind.title))"
      if !tokenizer.isExact {
        text +=
          "; token counts are estimates, because the file has neither scores nor merges: "
          + "a SentencePiece .model or a tokenizer.json has them"
      }
      decision = text
      return
    }
    decision = tokenizer.description
  }

  private static func refuseDirectory(_ name: String) throws(Problem) {
    guard isDirectory(name) else { return }
    let names = ["tokenizer.model", "tokenizer.json", "vocab.json", "vocab.txt", "tokens.txt"]
    let inside = names.first { fileExists("\(name)/\($0)") }
    throw Problem(
      .badData, "is a directory, not a tokenizer", file: name,
      hint: inside.map { "pass the file \($0) in it" } ?? kindsHint)
  }

  /// Models of this size have millions of pieces.
  private static let largest = 1 << 27

  private static func parse(
    _ file: [UInt8]
  ) throws(Problem) -> (TokenizerKind, any Tokenizer) {
    if SentencePieceModel.starts(file) {
      return (.sentencePieceModel, try SentencePieceTokenizer(SentencePieceModel(file)))
    }
    let bytes = file.withoutByteOrderMark
    try refuseForeignTokenizer(bytes)
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
      .map { $0.last == 0x0D ? $0.dropLast() : $0 }
    let first = lines.firstIndex { !$0.isBlank } ?? 0
    guard !lines.allSatisfy(\.isBlank) else {
      throw Problem(
        .badData, "is empty: expected a vocabulary with one token per line", hint: kindsHint)
    }
    let start = lines[first]
    if start.first(where: { $0 != 0x20 && $0 != 0x09 }) == UInt8(ascii: "{") {
      return try parseJSON(Array(bytes))
    }
    try refuseForeignList(start, lines.dropFirst(first + 1).first)
    if LabelEncoder.isLine(start) { return (.labelEncoder, try LabelEncoder(lines)) }
    let content = lines.lazy.filter { !$0.isBlank }
    if content.allSatisfy(SentencePieceVocabulary.isLine) {
      return (.sentencePieceVocabulary, try SentencePieceVocabulary.tokenizer(lines))
    }
    // The last line feed ends a line and is no line of its own.
    let list = lines.last?.isEmpty == true ? lines.dropLast() : lines[...]
    return (.tokenList, try TokenList(Array(list)))
  }

  private static func parseJSON(
    _ bytes: [UInt8]
  ) throws(Problem) -> (TokenizerKind, any Tokenizer) {
    guard bytes[...].isUTF8 else { throw Problem(.badData, "is not UTF-8") }
    let document: JSONValue
    do throws(JSONError) {
      document = try JSONValue(bytes)
    } catch {
      let line = 1 + bytes.prefix(error.offset).count { $0 == 0x0A }
      throw Problem(.badData, error.message, line: line, hint: "the file is not valid JSON")
    }
    if document["model"]?.members != nil {
      return (.huggingFace, try HuggingFaceTokenizer(document))
    }
    let members = document.members ?? []
    if !members.isEmpty, members.allSatisfy({ $0.value.index != nil }) {
      return (.characterVocabulary, try CharacterVocabulary(document))
    }
    throw Problem(
      .badData, "is a JSON document, but neither a tokenizer.json nor a vocab.json",
      hint: document["tokenizer_class"] != nil
        ? "these are the settings of a tokenizer; pass the tokenizer.json or vocab.json beside it"
        : members.allSatisfy { $0.value.members != nil }
          ? "pass a file with the vocabulary of one language" : kindsHint)
  }
}

/// The kinds of files in a hint.
let kindsHint: Hint =
  "\(TokenizerSetting.tokenizer) takes characters, words, a SentencePiece .model or .vocab, a tokens.txt, a Hugging Face "
  + "tokenizer.json or vocab.json, or a SpeechBrain label_encoder.txt"
