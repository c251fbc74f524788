import Files

/// SpeechBrain's `label_encoder.txt` (`CategoricalEncoder.save`, dataio/encoder.py).
///
///     'a' => 1
///     "'" => 2
///     ' ' => 3
///     ================
///     'starting_index' => 0
///     'blank_label' => '<blank>'
///
/// * A label is a Python string, in single or double quotes with backslash escapes. Each label is
///   a token. The lines after the row of `=` are settings and are not read.
/// * Labels of one character spell a text character by character. Longer labels, such as pieces or
///   phonemes, are estimated like a `TokenList`.
struct LabelEncoder: Tokenizer {
  let description: String
  private let pieces: PieceList

  var isExact: Bool { pieces.isOfCharacters }

  static func isLine(_ line: ArraySlice<UInt8>) -> Bool {
    guard let text = line.text else { return false }
    return (text.first == "'" || text.first == "\"") && text.contains(" => ")
  }

  /// - Throws: a problem with a line and without a file.
  init(_ lines: [ArraySlice<UInt8>]) throws(Problem) {
    var tokens: [(token: String, id: Int)] = []
    for (index, line) in lines.enumerated() where !line.isBlank {
      guard let text = line.text else {
        throw Problem(.badData, "is not UTF-8", line: index + 1)
      }
      if text.hasPrefix("====") { break }
      guard let (label, rest) = PythonString.parse(text[...]), rest.hasPrefix(" => "),
        Int(rest.dropFirst(4).filter { !$0.isWhitespace }) != nil
      else {
        throw Problem(
          .badData, "expected a label and a number, as in 'a' => 1", line: index + 1)
      }
      tokens.append((label, tokens.count))
    }
    guard tokens.count >= 2 else {
      throw Problem(.badData, "has fewer than two labels")
    }
    pieces = PieceList(tokens)
    description = "\(tokens.count) labels"
  }

  func tokenize(_ text: String) -> Tokenization { pieces.tokenize(text) }
}
