extension JSONScanner {
  /// Reads a number as the nearest double. A number beyond the largest double is an error.
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

  /// Reads a whole number, which may be written as `3.0` or `1e3`.
  package mutating func integer() throws(JSONError) -> Int {
    let place = try numeral()
    let digits = unsafe String(decoding: bytes[place], as: UTF8.self)
    // A double cannot represent every whole number beyond 2⁵³.
    if let whole = Int(digits) { return whole }
    guard let value = Double(digits), let whole = Int(exactly: value) else {
      position = place.lowerBound
      throw error("expected a whole number, found \(digits.prefix(40))")
    }
    return whole
  }

  /// Reads a number and returns the range of its bytes.
  mutating func numeral() throws(JSONError) -> Range<Int> {
    skipSpace()
    let start = position
    guard try scanNumber() else { throw error("expected a number, found \(found)") }
    return start..<position
  }

  /// Reads a number by the grammar of RFC 8259, section 6. False if no number starts here.
  private mutating func scanNumber() throws(JSONError) -> Bool {
    let start = position
    _ = take(UInt8(ascii: "-"))
    if take(UInt8(ascii: "0")) {
      if let byte, isDigit(byte) { throw error("a number has a leading zero") }
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
}

/// The value of a short decimal without exponent; nil for others. It is exact for up to 15 digits,
/// because mantissa and power of ten are exact doubles (Clinger 1990).
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
