import Files

/// A list with a token on each line: icefall's `tokens.txt`, WeNet's `units.txt`, ESPnet's
/// `tokens.txt`, NeMo's `vocab.txt`, fairseq's `dict.ltr.txt`, DeepSpeech's `alphabet.txt`.
///
///     line  = token | token " " number | " " (the space as a token) | "# " comment
///     token = characters without white space
///
/// * The number is an id or a count and is not needed: the line numbers the token.
/// * A token occurs once, as the loaders of icefall (k2's `SymbolTable`) and fairseq require.
/// * `▁the`, `##e` and `th@@` are marked pieces; `▁`, `|` and `<space>` are the space.
/// * `<unk>`, `[PAD]` and `#0` are special and spell nothing.
struct TokenList: Tokenizer {
  let description: String
  private let pieces: PieceList

  var isExact: Bool { pieces.isOfCharacters }

  /// - Throws: a problem with a line and without a file.
  init(_ lines: [ArraySlice<UInt8>]) throws(Problem) {
    var tokens: [(token: String, id: Int)] = []
    var gaps: [Int] = []
    var firstLines: [[UInt8]: Int] = [:]
    for (index, line) in lines.enumerated() {
      let text = try Self.token(line, number: index + 1)
      switch text {
      case nil: break
      case "": gaps.append(index)
      case let token?:
        if let first = firstLines.updateValue(index + 1, forKey: Array(token.utf8)) {
          throw Problem(
            .badData, "has the token '\(token.printable)' of line \(first) again", line: index + 1,
            hint: "each token has one line; was the file joined from two?")
        }
        tokens.append((token, index))
      }
    }
    // In NeMo's lists an empty line is the piece of a space.
    if tokens.contains(where: { $0.token.hasPrefix("##") }), let gap = gaps.first {
      tokens.append(("", gap))
    }
    guard tokens.count >= 2 else {
      throw Problem(
        .badData, "expected a vocabulary with one token per line",
        hint: "a tokens.txt, a SentencePiece .model or a tokenizer.json has the tokens")
    }
    pieces = PieceList(tokens)
    description = "\(tokens.count) \(pieces.isOfCharacters ? "characters" : "pieces")"
  }

  /// The token of a line; "" for an empty line, nil for a comment.
  private static func token(_ line: ArraySlice<UInt8>, number: Int) throws(Problem) -> String? {
    guard let text = line.text else {
      throw Problem(
        .badData, "is not UTF-8", line: number, hint: "iconv -f ENCODING -t UTF-8 FILE converts it")
    }
    if text == " " { return text }
    let fields = text.split { $0 == " " || $0 == "\t" }
    guard let first = fields.first else { return "" }
    if first == "#", fields.count != 2 { return nil }
    if first.unicodeScalars.first == "\u{120}", first.unicodeScalars.count > 1 {
      throw Problem(
        .badData, "is the vocabulary of a byte-level BPE tokenizer, without its merges",
        line: number, hint: "pass the tokenizer.json of the same model, which has both")
    }
    // The space of a vocabulary with ids: " 4".
    if fields.count == 1, text.hasPrefix(" "), Int(first) != nil { return " " }
    guard fields.count == 1 || (fields.count == 2 && Double(fields[1]) != nil) else {
      throw Problem(
        .badData, "expected a token, or a token and a number", line: number,
        hint: fields.count > 2 || Double(fields[fields.count - 1]) == nil
          ? "this looks like a pronunciation lexicon; the list of its units has one on each line"
          : nil)
    }
    return String(first)
  }

  func tokenize(_ text: String) -> Tokenization { pieces.tokenize(text) }
}
