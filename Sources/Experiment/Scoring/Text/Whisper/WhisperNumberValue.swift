/// A number that is being read. Integers are decimal digits of any length, without leading zeros.
enum WhisperNumberValue {
  case integer(String)
  /// Digits that are read one by one, or a decimal fraction.
  case text(String)

  var digits: String {
    switch self {
    case .integer(let digits), .text(let digits): digits
    }
  }

  /// The digits for a continuation; an integer zero is dropped, as in the package.
  var continued: String {
    if case .integer("0") = self { "" } else { digits }
  }

  /// The value with a number below 20 behind it.
  /// - Parameters:
  ///   - followsOne: whether the word before is below 20 too: then digits are read one by one.
  ///   - followsTen: whether the word before is 20 to 90: then the number replaces its zero.
  func followed(by number: Int, followsOne: Bool, followsTen: Bool) -> WhisperNumberValue {
    if case .integer(let digits) = self, !followsOne {
      let width = number < 10 ? 1 : 2
      return Self.adding(number, to: digits, zeros: width)
    }
    return followsTen && number < 10
      ? .text(digits.dropLast() + String(number)) : .text(digits + String(number))
  }

  /// The value with 20 to 90 behind it.
  func followed(byTen number: Int) -> WhisperNumberValue {
    switch self {
    case .integer(let digits): Self.adding(number, to: digits, zeros: 2)
    case .text(let digits): .text(digits + String(number))
    }
  }

  /// The sum, where the integer ends with enough zeros; else the digits of both.
  private static func adding(_ number: Int, to digits: String, zeros: Int) -> WhisperNumberValue {
    if digits == "0" { return .integer(String(number)) }
    return digits.hasSuffix(String(repeating: "0", count: zeros))
      ? .integer(digits.dropLast(zeros) + String(number)) : .text(digits + String(number))
  }

  /// The value multiplied by a power of ten; nil where the result is no integer or the value no
  /// number. An integer is multiplied in its last three digits: *two thousand five hundred*.
  func multiplied(zeros: Int) -> WhisperNumberValue? {
    switch self {
    case .integer("0"): return self
    case .integer(let digits):
      let residual = digits.suffix(3)
      let thousands = digits.dropLast(3) + (digits.count > 3 ? "000" : "")
      return .integer(
        Self.sum(String(thousands), residual + String(repeating: "0", count: zeros)))
    case .text(let digits):
      guard digits != ".",
        digits.unicodeScalars.allSatisfy({ $0 == "." || $0.isDecimal })
      else { return nil }
      let figures = digits.unicodeScalars.map { $0.digitValue.map(String.init) ?? "." }.joined()
      let parts = figures.split(separator: ".", omittingEmptySubsequences: false)
      guard parts.count <= 2 else { return nil }
      var fraction = parts.count == 2 ? String(parts[1]) : ""
      while fraction.last == "0" { fraction.removeLast() }
      if fraction.count > zeros { return nil }
      let padding = String(repeating: "0", count: zeros - fraction.count)
      return .integer(Self.sum(parts[0] + fraction + padding, "0"))
    }
  }

  /// The sum of two numbers in ASCII digits.
  private static func sum(_ a: String, _ b: String) -> String {
    let count = max(a.utf8.count, b.utf8.count)
    func digit(_ text: String, _ place: Int) -> UInt8 {
      place < text.utf8.count
        ? text.utf8[text.utf8.index(text.endIndex, offsetBy: -1 - place)] - 0x30 : 0
    }
    var carry: UInt8 = 0
    var sum: [UInt8] = []
    for place in 0..<count {
      let total = digit(a, place) + digit(b, place) + carry
      sum.append(0x30 + total % 10)
      carry = total / 10
    }
    sum.append(0x30 + carry)
    while sum.count > 1, sum.last == 0x30 { sum.removeLast() }
    return String(decoding: sum.reversed(), as: UTF8.self)
  }
}
