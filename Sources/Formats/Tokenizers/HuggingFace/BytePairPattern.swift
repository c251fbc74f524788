/// The regular expressions with which byte-level tokenizers split a text.
///
///     GPT-2     's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
///     Llama 3   (?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}
///               | ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+
///     Qwen 2    as Llama 3 with \p{N} in place of \p{N}{1,3}
///
/// The first alternative that matches counts. All of them together match every text.
enum BytePairPattern: Sendable {
  case gpt2
  case llama3
  case qwen2

  private static let expressions: [(String, Self)] = [
    (
      "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+", .gpt2
    ),
    (
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}"
        + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+", .llama3
    ),
    (
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}"
        + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+", .qwen2
    ),
  ]

  init?(_ expression: String) {
    guard let known = Self.expressions.first(where: { $0.0 == expression }) else { return nil }
    self = known.1
  }

  @Sendable func split(_ text: String) -> [String] {
    let scalars = Array(text.unicodeScalars)
    var parts: [String] = []
    var start = 0
    while start < scalars.count {
      let end = end(in: scalars, from: start)
      parts.append(String(String.UnicodeScalarView(scalars[start..<end])))
      start = end
    }
    return parts
  }

  /// The end of the match that starts at `start`.
  private func end(in text: [Unicode.Scalar], from start: Int) -> Int {
    contraction(in: text, at: start) ?? letters(in: text, at: start) ?? numbers(in: text, at: start)
      ?? symbols(in: text, at: start) ?? spaces(in: text, at: start)
  }

  /// `'s|'t|'re|'ve|'m|'ll|'d`.
  private func contraction(in text: [Unicode.Scalar], at start: Int) -> Int? {
    guard text[start] == "'" else { return nil }
    let rest = String(String.UnicodeScalarView(text[(start + 1)...].prefix(2)))
    let compared = self == .gpt2 ? rest : lowercased(rest)
    return ["s", "t", "re", "ve", "m", "ll", "d"].first { compared.hasPrefix($0) }
      .map { start + 1 + $0.utf8.count }
  }

  private func letters(in text: [Unicode.Scalar], at start: Int) -> Int? {
    var first = start
    let takesPrefix =
      self == .gpt2
      ? text[start] == " "
      : !isLetter(text[start]) && !isNumber(text[start]) && !["\r", "\n"].contains(text[start])
    if takesPrefix { first += 1 }
    let end = run(in: text, from: first, isLetter)
    return end > first ? end : nil
  }

  private func numbers(in text: [Unicode.Scalar], at start: Int) -> Int? {
    let first = self == .gpt2 && text[start] == " " ? start + 1 : start
    let end = run(in: text, from: first, isNumber)
    guard end > first else { return nil }
    return switch self {
    case .gpt2: end
    case .llama3: min(end, first + 3)
    case .qwen2: first + 1
    }
  }

  private func symbols(in text: [Unicode.Scalar], at start: Int) -> Int? {
    let first = text[start] == " " ? start + 1 : start
    let end = run(in: text, from: first) { !isSpaceScalar($0) && !isLetter($0) && !isNumber($0) }
    guard end > first else { return nil }
    return self == .gpt2 ? end : run(in: text, from: end) { $0 == "\r" || $0 == "\n" }
  }

  /// `\s*[\r\n]+` (not in GPT-2's), `\s+(?!\S)` or `\s+`.
  private func spaces(in text: [Unicode.Scalar], at start: Int) -> Int {
    let end = run(in: text, from: start, isSpaceScalar)
    if self != .gpt2,
      let last = text[start..<end].lastIndex(where: { $0 == "\r" || $0 == "\n" })
    {
      return last + 1
    }
    return end < text.count && end - start > 1 ? end - 1 : end
  }

  private func run(
    in text: [Unicode.Scalar], from start: Int, _ isInClass: (Unicode.Scalar) -> Bool
  ) -> Int {
    var end = start
    while end < text.count, isInClass(text[end]) { end += 1 }
    return end
  }
}

/// The characters by which byte-level tokenizers write bytes (`bytes_to_unicode` of GPT-2): printable
/// bytes of Latin-1 stand for themselves, the others for the scalars from U+0100 on.
func byteLevel(_ bytes: [UInt8]) -> [UInt8] {
  bytes.flatMap { byteCharacters[Int($0)] }
}

private let byteCharacters: [[UInt8]] = {
  var next: UInt32 = 0x100
  return (0..<256).map { (byte: UInt32) in
    var value = byte
    if !(0x21...0x7E).contains(byte), !(0xA1...0xAC).contains(byte), !(0xAE...0xFF).contains(byte) {
      value = next
      next += 1
    }
    return Array(String(Unicode.Scalar(value)!).utf8)
  }
}()

/// The bytes that a text of byte characters stands for; nil for other texts.
func bytes(ofByteLevel text: ArraySlice<UInt8>) -> [UInt8]? {
  var bytes: [UInt8] = []
  for scalar in text.scalars {
    guard let byte = byteCharacters.firstIndex(of: Array(String(scalar).utf8)) else { return nil }
    bytes.append(UInt8(byte))
  }
  return bytes
}
