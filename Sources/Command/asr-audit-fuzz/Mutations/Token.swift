/// A piece of a text that mutations move and replace as a whole.
struct Token {
  enum Kind { case string, number, word, space, mark }

  let kind: Kind
  let range: Range<Int>
}

/// The tokens of a text in any of the formats: strings in double quotes, numbers, words, runs of white
/// space, and single bytes. Together they are the whole text.
func tokens(of bytes: [UInt8]) -> [Token] {
  var tokens: [Token] = []
  var start = 0
  while start < bytes.count {
    let kind = kind(at: start, in: bytes)
    var end = start + 1
    switch kind {
    case .string:
      while end < bytes.count, bytes[end] != quote, bytes[end] != 0x0A {
        end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1
      }
      end = min(end + 1, bytes.count)
    case .number: while end < bytes.count, isNumber(bytes[end]) { end += 1 }
    case .word: while end < bytes.count, isWord(bytes[end]) { end += 1 }
    case .space: while end < bytes.count, isSpace(bytes[end]) { end += 1 }
    case .mark: break
    }
    tokens.append(Token(kind: kind, range: start..<end))
    start = end
  }
  return tokens
}

private let quote = UInt8(ascii: "\"")

private func kind(at place: Int, in bytes: [UInt8]) -> Token.Kind {
  switch bytes[place] {
  case quote: .string
  case UInt8(ascii: "0")...UInt8(ascii: "9"): .number
  case UInt8(ascii: "-"):
    place + 1 < bytes.count && isDigit(bytes[place + 1]) ? .number : .mark
  case let byte where isSpace(byte): .space
  case let byte where isWord(byte): .word
  default: .mark
  }
}

private func isDigit(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
}

private func isNumber(_ byte: UInt8) -> Bool { isDigit(byte) || ".eE+-".utf8.contains(byte) }

private func isSpace(_ byte: UInt8) -> Bool {
  byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
}

private func isWord(_ byte: UInt8) -> Bool {
  (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")) || byte >= 0x80
    || byte == UInt8(ascii: "_")
}
