import AuditModel

/// Texts of digits, however a decoder writes them: `51315957`, `5 1 3 1 5 9 5 7`, `5-1-3`, full-width
/// or Arabic-Indic figures, number words, and mixtures.
enum DigitText {
  /// The character that stands for a word that is no digit.
  static let otherWord: Unicode.Scalar = "\u{FFFD}"

  /// Returns one figure for each digit of a text, without spaces, and `otherWord` for every other
  /// word, so that a wrong word costs as many errors as a wrong digit.
  ///
  /// Zero may be called *oh* or *o*. *double* and *triple* repeat the digit that follows. Number words
  /// from ten on are other words: *fifty one* is not 51, because canaries are spoken digit by digit
  /// and *fifty one* could stand for 51 and for 501.
  static func figures(_ text: String) -> String {
    var figures = Figures()
    for word in Normalizer.basic(text.foldingWidth).split(separator: " ") {
      if let count = repeats[String(word)] {
        figures.repeatNext(count)
      } else {
        figures.take(word.unicodeScalars)
      }
    }
    return figures.finish()
  }

  /// True if a result of `figures` has digits and nothing else.
  static func isComplete(_ figures: String) -> Bool {
    !figures.isEmpty && !figures.unicodeScalars.contains(otherWord)
  }

  private static let repeats = ["double": 2, "triple": 3, "treble": 3]

  private struct Figures {
    private var output = String.UnicodeScalarView()
    /// The number of times that the next digit is written; nil without *double* or *triple* before it.
    private var count: Int?

    mutating func repeatNext(_ count: Int) {
      flush()
      self.count = count
    }

    /// Takes a word, which may have figures and letters.
    mutating func take(_ word: Substring.UnicodeScalarView) {
      var digits: [Int?] = []
      var letters = String.UnicodeScalarView()
      func close() {
        if !letters.isEmpty { digits += spelled(String(letters)) ?? [nil] }
        letters.removeAll()
      }
      for scalar in word {
        if let digit = scalar.digitValue {
          close()
          digits.append(digit)
        } else {
          letters.append(scalar)
        }
      }
      close()
      if let count, digits.count == 1, let digit = digits[0] {
        digits = Array(repeating: digit, count: count)
      } else {
        flush()
      }
      count = nil
      for digit in digits { append(digit) }
    }

    /// Writes a *double* or *triple* without a digit after it.
    private mutating func flush() {
      if count != nil { append(nil) }
      count = nil
    }

    private mutating func append(_ digit: Int?) {
      output.append(
        digit.map { Unicode.Scalar(UInt8(ascii: "0") + UInt8($0)) } ?? otherWord)
    }

    mutating func finish() -> String {
      flush()
      return String(output)
    }
  }

  /// The digits whose names make up a word, such as *fivethree*; nil if something else is in it. No
  /// name begins with another name, so there is at most one reading.
  private static func spelled(_ word: String) -> [Int]? {
    if word == "o" { return [0] }
    var digits: [Int] = []
    var rest = Substring(word)
    while !rest.isEmpty {
      guard let (name, digit) = names.first(where: { rest.hasPrefix($0.name) }) else { return nil }
      digits.append(digit)
      rest = rest.dropFirst(name.count)
    }
    return digits
  }

  private static let names =
    PhraseUnit.digitNames.enumerated().map { (name: $0.element, digit: $0.offset) }
    + [(name: "oh", digit: 0)]
}

extension Unicode.Scalar {
  /// The value of a figure from 0 to 9 of any script: 5, ５, ٥, ५, 五. Nil for other scalars.
  var digitValue: Int? {
    if isASCII { return ("0"..."9").contains(self) ? Int(value) - 0x30 : nil }
    guard let value = properties.numericValue, (0...9).contains(value), value == value.rounded()
    else { return nil }
    return Int(value)
  }
}

extension String {
  /// The text with the full-width forms U+FF01 to U+FF5E as ASCII.
  var foldingWidth: String {
    guard unicodeScalars.contains(where: { (0xFF01...0xFF5E).contains($0.value) }) else {
      return self
    }
    var folded = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      let isWide = (0xFF01...0xFF5E).contains(scalar.value)
      folded.append(isWide ? Unicode.Scalar(UInt8(scalar.value - 0xFEE0)) : scalar)
    }
    return String(folded)
  }
}
