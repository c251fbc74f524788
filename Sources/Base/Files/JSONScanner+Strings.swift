extension JSONScanner {
  /// The position of a string.
  package struct Token: Sendable {
    /// The bytes between the quotes, as offsets from the first byte scanned.
    package let range: Range<Int>
    package let hasEscapes: Bool
  }

  /// Reads a string without decoding it.
  package mutating func string() throws(JSONError) -> Token {
    skipSpace()
    guard take(UInt8(ascii: "\"")) else { throw error("expected a string, found \(found)") }
    let start = position
    var hasEscapes = false
    while position < count {
      skipPlain()
      guard position < count else { break }
      switch unsafe bytes[position] {
      case UInt8(ascii: "\""):
        position += 1
        return Token(range: start..<(position - 1), hasEscapes: hasEscapes)
      case UInt8(ascii: "\\"):
        hasEscapes = true
        position += 1
        try escape()
      case 0..<0x20:
        throw error("a string has an unescaped control character")
      default:
        position += 1
      }
    }
    throw error("a string does not end")
  }

  /// Skips eight bytes at a time while none of them is a quote, a backslash or a control character.
  /// A byte of `x ^ pattern` is zero where it equals that of the pattern, and
  /// (v − 0x01…) & ~v & 0x80… marks zero bytes (Mycroft 1987).
  private mutating func skipPlain() {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let tops: UInt64 = 0x8080_8080_8080_8080
    while position + 8 <= count {
      let word = unsafe UnsafeRawPointer(bytes.baseAddress!).loadUnaligned(
        fromByteOffset: position, as: UInt64.self)
      let quotes = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
      let slashes = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
      let found =
        ((quotes &- ones) & ~quotes) | ((slashes &- ones) & ~slashes)
        | ((word &- ones &* 0x20) & ~word)
      if found & tops != 0 { return }
      position += 8
    }
  }

  /// Checks the characters after a backslash.
  private mutating func escape() throws(JSONError) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      position += 1
    case UInt8(ascii: "u"):
      position += 1
      for _ in 0..<4 {
        guard let digit = byte, hexValue(digit) != nil else {
          throw error("expected four hexadecimal digits after \\u, found \(found)")
        }
        position += 1
      }
    default:
      throw error("unknown escape, found \(found)")
    }
  }

  /// True if the token is `name`, written without escapes.
  package func token(_ token: Token, is name: StaticString) -> Bool {
    guard token.range.count == name.utf8CodeUnitCount, !token.hasEscapes else { return false }
    for offset in 0..<token.range.count
    where unsafe bytes[token.range.lowerBound + offset] != (unsafe name.utf8Start[offset]) {
      return false
    }
    return true
  }

  /// The token's text with escapes decoded. Half a surrogate pair becomes U+FFFD.
  package func text(_ token: Token) -> String {
    let raw = unsafe UnsafeBufferPointer(rebasing: bytes[token.range])
    return token.hasEscapes
      ? unsafe unescaped(Array(raw)) : unsafe String(decoding: raw, as: UTF8.self)
  }

  /// Reads a string and decodes it.
  package mutating func decodedString() throws(JSONError) -> String {
    text(try string())
  }
}

private func hexValue(_ byte: UInt8) -> UInt16? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt16(byte - 0x30)
  case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt16(byte - 0x61 + 10)
  case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt16(byte - 0x41 + 10)
  default: nil
  }
}

/// Decodes the escapes of a string that `JSONScanner.string()` has checked.
private func unescaped(_ raw: [UInt8]) -> String {
  var units: [UInt8] = []
  units.reserveCapacity(raw.count)
  var pendingHigh: UInt16?
  var index = 0
  func append(_ scalar: UnicodeScalar) { units.append(contentsOf: String(scalar).utf8) }
  while index < raw.count {
    let byte = raw[index]
    let isUnicodeEscape = byte == 0x5C && raw[index + 1] == UInt8(ascii: "u")
    if pendingHigh != nil, !isUnicodeEscape {
      append("\u{FFFD}")
      pendingHigh = nil
    }
    guard byte == 0x5C else {
      units.append(byte)
      index += 1
      continue
    }
    guard isUnicodeEscape else {
      switch raw[index + 1] {
      case UInt8(ascii: "b"): units.append(0x08)
      case UInt8(ascii: "f"): units.append(0x0C)
      case UInt8(ascii: "n"): units.append(0x0A)
      case UInt8(ascii: "r"): units.append(0x0D)
      case UInt8(ascii: "t"): units.append(0x09)
      case let plain: units.append(plain)
      }
      index += 2
      continue
    }
    let code = raw[(index + 2)..<(index + 6)].reduce(UInt16(0)) { $0 << 4 | (hexValue($1) ?? 0) }
    index += 6
    if let high = pendingHigh {
      pendingHigh = nil
      if (0xDC00...0xDFFF).contains(code) {
        let scalar = 0x10000 + (UInt32(high) - 0xD800) << 10 + (UInt32(code) - 0xDC00)
        append(UnicodeScalar(scalar)!)
        continue
      }
      append("\u{FFFD}")
    }
    if (0xD800...0xDBFF).contains(code) {
      pendingHigh = code
    } else {
      append(UnicodeScalar(code) ?? "\u{FFFD}")
    }
  }
  if pendingHigh != nil { append("\u{FFFD}") }
  return String(decoding: units, as: UTF8.self)
}
