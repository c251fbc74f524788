/// A pull parser for JSON (RFC 8259). The caller reads the values that it needs; all others are
/// checked and skipped.
///
/// The parser builds no tree and copies only the strings that are decoded, so it checks several
/// hundred megabytes a second. It is strict: it refuses comments, trailing commas, unescaped control
/// characters, leading zeros, and anything after the value. Values may nest 128 levels deep.
///
/// One extension of the grammar is read: `NaN`, `Infinity` and `-Infinity`, which Python's `json`
/// writes and reads. They are skipped as values that nobody reads; `number()` refuses them.
@safe package struct JSONScanner: ~Copyable {
  let bytes: UnsafeBufferPointer<UInt8>
  let count: Int
  package internal(set) var position = 0

  static let deepest = 128

  private init(_ bytes: UnsafeBufferPointer<UInt8>) {
    unsafe self.bytes = bytes
    count = bytes.count
  }

  /// Calls `body` with a scanner of `bytes`, which must be UTF-8.
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

  /// Calls `body` with a scanner of `bytes`, which must be UTF-8, and returns its result.
  package static func scan<Result>(
    _ bytes: ArraySlice<UInt8>, _ body: (inout JSONScanner) throws(JSONError) -> Result
  ) throws(JSONError) -> Result {
    var result: Result?
    try scan(bytes) { scanner throws(JSONError) in result = try body(&scanner) }
    return result!
  }

  // MARK: - Bytes

  var byte: UInt8? { position < count ? unsafe bytes[position] : nil }

  package func error(_ message: String, field: String? = nil) -> JSONError {
    JSONError(message: message, offset: position, field: field)
  }

  mutating func skipSpace() {
    while position < count {
      switch unsafe bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      default: return
      }
    }
  }

  mutating func take(_ wanted: UInt8) -> Bool {
    guard byte == wanted else { return false }
    position += 1
    return true
  }

  /// A description of the next bytes, for messages.
  var found: String {
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

  /// The kind of a value.
  package enum Kind: Sendable { case object, array, string, number, boolean, null }

  /// The kind of the next value, determined by its first byte.
  package mutating func kind() throws(JSONError) -> Kind {
    skipSpace()
    switch byte {
    case UInt8(ascii: "{"): return .object
    case UInt8(ascii: "["): return .array
    case UInt8(ascii: "\""): return .string
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return .boolean
    case UInt8(ascii: "n"): return .null
    case UInt8(ascii: "-"), .some(UInt8(ascii: "0")...UInt8(ascii: "9")): return .number
    case UInt8(ascii: "N"), UInt8(ascii: "I"):
      if stands("NaN") || stands("Infinity") { return .number }
      throw error("expected a JSON value, found \(found)")
    default: throw error("expected a JSON value, found \(found)")
    }
  }

  /// Reads an object. Calls `body` at each value; `body` has to read or skip it.
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

  /// Reads an array. Calls `body` at each element; `body` has to read or skip it.
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

  /// Checks that only white space follows.
  package mutating func end() throws(JSONError) {
    skipSpace()
    guard position == count else {
      throw error("expected the end, found \(found)")
    }
  }

  // MARK: - Any value

  /// Checks the next value, of any kind, and skips it.
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
    case .number: if !nonFiniteLiteral() { _ = try numeral() }
    case .boolean: _ = try boolean()
    case .null: guard literal("null") else { throw error("expected null, found \(found)") }
    }
  }

  /// The position at which the next value starts.
  package mutating func valueStart() throws(JSONError) -> Int {
    _ = try kind()
    return position
  }

  /// Checks the next value, of any kind, and returns the range of its bytes.
  package mutating func rawValue() throws(JSONError) -> Range<Int> {
    skipSpace()
    let start = position
    try skip()
    return start..<position
  }

  /// Reads `NaN`, `Infinity` or `-Infinity`. False if the next value is another one.
  private mutating func nonFiniteLiteral() -> Bool {
    literal("NaN") || literal("Infinity") || literal("-Infinity")
  }

  package mutating func boolean() throws(JSONError) -> Bool {
    skipSpace()
    if literal("true") { return true }
    if literal("false") { return false }
    throw error("expected true or false, found \(found)")
  }

  mutating func literal(_ word: StaticString) -> Bool {
    guard stands(word) else { return false }
    position += word.utf8CodeUnitCount
    return true
  }

  /// True if the next bytes are `word`.
  private func stands(_ word: StaticString) -> Bool {
    let length = word.utf8CodeUnitCount
    guard position + length <= count else { return false }
    for offset in 0..<length
    where unsafe bytes[position + offset] != (unsafe word.utf8Start[offset]) {
      return false
    }
    return true
  }
}

func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

private func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }
