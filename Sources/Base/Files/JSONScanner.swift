/// Why some bytes are not the JSON that was asked for.
package struct JSONError: Error, Hashable, Sendable {
  package let message: String
  /// Counted from 0, from the first byte scanned.
  package let offset: Int
  package var field: String?

  package init(message: String, offset: Int, field: String? = nil) {
    self.message = message
    self.offset = offset
    self.field = field
  }
}

/// A pull parser for JSON (RFC 8259): reads what is asked for, checks and skips the rest.
///
/// It keeps no tree and copies no string that is not asked for, so a manifest of a million lines
/// is checked at several hundred megabytes a second. It is strict: no comments, no trailing
/// commas, no bare control characters, no leading zeros, nothing after the value. Values nest at
/// most 128 deep.
@safe package struct JSONScanner: ~Copyable {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let count: Int
  package private(set) var position = 0

  private static let deepest = 128

  private init(_ bytes: UnsafeBufferPointer<UInt8>) {
    unsafe self.bytes = bytes
    count = bytes.count
  }

  /// Scans `bytes`, which live for the length of the call. They must be UTF-8.
  package static func scan(
    _ bytes: ArraySlice<UInt8>, _ body: (inout JSONScanner) throws(JSONError) -> Void
  ) throws(JSONError) {
    var failure: JSONError?
    unsafe bytes.withUnsafeBufferPointer { buffer in
      var scanner = unsafe JSONScanner(buffer)
      do throws(JSONError) {
        try body(&scanner)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
  }

  /// The same for a body that has a result.
  package static func scan<Result>(
    _ bytes: ArraySlice<UInt8>, _ body: (inout JSONScanner) throws(JSONError) -> Result
  ) throws(JSONError) -> Result {
    var result: Result?
    try scan(bytes) { scanner throws(JSONError) in result = try body(&scanner) }
    return result!
  }

  // MARK: - Bytes

  private var byte: UInt8? { position < count ? unsafe bytes[position] : nil }

  package func error(_ message: String, field: String? = nil) -> JSONError {
    JSONError(message: message, offset: position, field: field)
  }

  private mutating func skipSpace() {
    while position < count {
      switch unsafe bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      default: return
      }
    }
  }

  private mutating func take(_ wanted: UInt8) -> Bool {
    guard byte == wanted else { return false }
    position += 1
    return true
  }

  /// What stands here, for messages.
  private var found: String {
    guard let byte else { return "the end" }
    if stands("true") || stands("false") { return "true or false" }
    if stands("null") { return "null" }
    switch byte {
    case UInt8(ascii: "\""): return "a string"
    case UInt8(ascii: "{"): return "an object"
    case UInt8(ascii: "["): return "an array"
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return "a number"
    case UInt8(ascii: "-") where position + 1 < count && isDigit(unsafe bytes[position + 1]):
      return "a number"
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"):
      let letters = unsafe bytes[position..<min(position + 20, count)].prefix { isLetter($0) }
      return unsafe "'\(String(decoding: letters, as: UTF8.self))'"
    case 0x20..<0x7F: return "'\(Character(UnicodeScalar(byte)))'"
    default: return "byte \(byte)"
    }
  }

  // MARK: - Structure

  /// The kind of value that comes next, told by its first byte.
  package enum Kind: Sendable { case object, array, string, number, boolean, null }

  package mutating func kind() throws(JSONError) -> Kind {
    skipSpace()
    switch byte {
    case UInt8(ascii: "{"): return .object
    case UInt8(ascii: "["): return .array
    case UInt8(ascii: "\""): return .string
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return .boolean
    case UInt8(ascii: "n"): return .null
    case UInt8(ascii: "-"), .some(UInt8(ascii: "0")...UInt8(ascii: "9")): return .number
    default: throw error("expected a JSON value, found \(found)")
    }
  }

  /// Reads an object, calling `body` at each value, which must be read or skipped.
  package mutating func object(
    _ body: (Token, inout JSONScanner) throws(JSONError) -> Void
  ) throws(JSONError) {
    skipSpace()
    guard take(UInt8(ascii: "{")) else { throw error("expected an object, found \(found)") }
    skipSpace()
    if take(UInt8(ascii: "}")) { return }
    while true {
      skipSpace()
      guard byte == UInt8(ascii: "\"") else {
        throw error("expected a key in double quotes, found \(found)")
      }
      let key = try string()
      skipSpace()
      guard take(UInt8(ascii: ":")) else { throw error("expected ':' after a key, found \(found)") }
      try body(key, &self)
      skipSpace()
      if take(UInt8(ascii: ",")) { continue }
      if take(UInt8(ascii: "}")) { return }
      throw error("expected ',' or '}', found \(found)")
    }
  }

  /// Reads an array, calling `body` at each element, which must be read or skipped.
  package mutating func array(
    _ body: (inout JSONScanner) throws(JSONError) -> Void
  ) throws(JSONError) {
    skipSpace()
    guard take(UInt8(ascii: "[")) else { throw error("expected an array, found \(found)") }
    skipSpace()
    if take(UInt8(ascii: "]")) { return }
    while true {
      try body(&self)
      skipSpace()
      if take(UInt8(ascii: ",")) { continue }
      if take(UInt8(ascii: "]")) { return }
      throw error("expected ',' or ']', found \(found)")
    }
  }

  /// Nothing but white space may follow.
  package mutating func end() throws(JSONError) {
    skipSpace()
    guard position == count else {
      throw error("expected the end, found \(found)")
    }
  }

  // MARK: - Values

  /// A string as it stands in the bytes.
  package struct Token: Sendable {
    /// The content between the quotes, as offsets from the first byte scanned.
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
        throw error("a control character stands unescaped in a string")
      default:
        position += 1
      }
    }
    throw error("a string does not end")
  }

  /// Moves on eight bytes at a time while none of them is a quote, a backslash or a control
  /// character: a byte of `x ^ pattern` is zero where it equals the pattern's, and
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

  /// Checks what follows a backslash.
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

  /// True when the token's text is `name`. Keys with escapes are never ours.
  package func token(_ token: Token, is name: StaticString) -> Bool {
    guard token.range.count == name.utf8CodeUnitCount, !token.hasEscapes else { return false }
    for offset in 0..<token.range.count
    where unsafe bytes[token.range.lowerBound + offset] != (unsafe name.utf8Start[offset]) {
      return false
    }
    return true
  }

  /// The token's text, escapes decoded. Half a surrogate pair becomes U+FFFD.
  package func text(_ token: Token) -> String {
    let raw = unsafe UnsafeBufferPointer(rebasing: bytes[token.range])
    return token.hasEscapes
      ? unsafe unescaped(Array(raw)) : unsafe String(decoding: raw, as: UTF8.self)
  }

  /// Reads a string and decodes it.
  package mutating func decodedString() throws(JSONError) -> String {
    text(try string())
  }

  /// Reads a number as the nearest double; one beyond the largest is an error.
  package mutating func number() throws(JSONError) -> Double {
    let place = try numeral()
    let digits = unsafe UnsafeBufferPointer(rebasing: bytes[place])
    if let short = unsafe shortDecimal(digits) { return short }
    guard let value = unsafe Double(String(decoding: digits, as: UTF8.self)), value.isFinite else {
      position = place.lowerBound
      throw error("the number is too large")
    }
    return value
  }

  /// Reads a whole number; `3.0` and `1e3` are whole too.
  package mutating func integer() throws(JSONError) -> Int {
    let place = try numeral()
    let digits = unsafe String(decoding: bytes[place], as: UTF8.self)
    // Not by way of a double, which knows not every whole number beyond 2⁵³.
    if let whole = Int(digits) { return whole }
    guard let value = Double(digits), let whole = Int(exactly: value) else {
      position = place.lowerBound
      throw error("expected a whole number, found \(digits.prefix(40))")
    }
    return whole
  }

  /// The place of the number that comes next.
  private mutating func numeral() throws(JSONError) -> Range<Int> {
    skipSpace()
    let start = position
    guard try scanNumber() else { throw error("expected a number, found \(found)") }
    return start..<position
  }

  package mutating func boolean() throws(JSONError) -> Bool {
    skipSpace()
    if literal("true") { return true }
    if literal("false") { return false }
    throw error("expected true or false, found \(found)")
  }

  private mutating func literal(_ word: StaticString) -> Bool {
    guard stands(word) else { return false }
    position += word.utf8CodeUnitCount
    return true
  }

  /// True when the next bytes are `word`.
  private func stands(_ word: StaticString) -> Bool {
    let length = word.utf8CodeUnitCount
    guard position + length <= count else { return false }
    for offset in 0..<length
    where unsafe bytes[position + offset] != (unsafe word.utf8Start[offset]) {
      return false
    }
    return true
  }

  /// Number grammar of RFC 8259, section 6. False when no number starts here.
  private mutating func scanNumber() throws(JSONError) -> Bool {
    let start = position
    _ = take(UInt8(ascii: "-"))
    if take(UInt8(ascii: "0")) {
      if let byte, isDigit(byte) { throw error("a number starts with a superfluous 0") }
    } else if skipDigits() == 0 {
      position = start
      return false
    }
    if take(UInt8(ascii: ".")), skipDigits() == 0 {
      throw error("expected a digit after the decimal point, found \(found)")
    }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      if skipDigits() == 0 { throw error("expected a digit in the exponent, found \(found)") }
    }
    return true
  }

  private mutating func skipDigits() -> Int {
    let start = position
    while let byte, isDigit(byte) { position += 1 }
    return position - start
  }

  /// Reads any value, checking it, and forgets it.
  package mutating func skip() throws(JSONError) {
    try skip(depth: 0)
  }

  private mutating func skip(depth: Int) throws(JSONError) {
    guard depth < Self.deepest else { throw error("values nest deeper than \(Self.deepest)") }
    switch try kind() {
    case .object:
      try object { (_, scanner) throws(JSONError) in try scanner.skip(depth: depth + 1) }
    case .array:
      try array { scanner throws(JSONError) in try scanner.skip(depth: depth + 1) }
    case .string: _ = try string()
    case .number: _ = try numeral()
    case .boolean: _ = try boolean()
    case .null: guard literal("null") else { throw error("expected null, found \(found)") }
    }
  }

  /// Where the next value starts.
  package mutating func valueStart() throws(JSONError) -> Int {
    _ = try kind()
    return position
  }

  /// Reads any value and returns the bytes it takes up.
  package mutating func rawValue() throws(JSONError) -> Range<Int> {
    skipSpace()
    let start = position
    try skip()
    return start..<position
  }
}

private func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

private func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }

private func hexValue(_ byte: UInt8) -> UInt16? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt16(byte - 0x30)
  case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt16(byte - 0x61 + 10)
  case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt16(byte - 0x41 + 10)
  default: nil
  }
}

/// Exact for up to 15 digits and at most 22 places (Clinger 1990: both factors are exact doubles).
private func shortDecimal(_ digits: UnsafeBufferPointer<UInt8>) -> Double? {
  guard digits.count <= 16 else { return nil }
  var mantissa: Int64 = 0
  var places = 0
  var afterPoint = false
  var isNegative = false
  for index in 0..<digits.count {
    let byte = unsafe digits[index]
    switch byte {
    case UInt8(ascii: "-"): isNegative = true
    case UInt8(ascii: "."): afterPoint = true
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      mantissa = mantissa * 10 + Int64(byte - 0x30)
      if afterPoint { places += 1 }
    default: return nil
    }
  }
  guard mantissa < 1_000_000_000_000_000 else { return nil }
  let value = Double(mantissa) / powersOfTen[places]
  return isNegative ? -value : value
}

private let powersOfTen: [Double] = [
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
]

/// Decodes the escapes of a string that has been checked.
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
