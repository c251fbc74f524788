/// The rules before and after reading numbers.
extension ScalarText {
  /// *two and a half* gives *two point five*; `b2b` gives `b 2 b`; `3 rd` gives `3rd`.
  func separatingHalvesAndFigures() -> ScalarText {
    replacingHalves().separatingLettersFromFigures().attachingSuffixes()
  }

  /// Without text before it, *and a half* disappears, as in the package.
  private func replacingHalves() -> ScalarText {
    var parts: [[Unicode.Scalar]] = []
    var start = 0
    var index = 0
    func add(_ part: ArraySlice<Unicode.Scalar>) -> String? {
      guard let last = ScalarText(part).words.last else { return nil }
      parts.append(Array(part))
      return last
    }
    while index < scalars.count {
      guard let end = endOfHalf(at: index) else {
        index += 1
        continue
      }
      if let last = add(scalars[start..<index]) {
        let kind = WhisperNumberWord(last)
        let isNumber = kind?.isDecimal == true || kind?.isPower == true
        parts.append(Array((isNumber ? "point five" : "and a half").unicodeScalars))
      }
      (start, index) = (end, end)
    }
    _ = add(scalars[start...])
    return ScalarText(parts.joined(separator: [" "]))
  }

  /// The end of *and a half* at an index; nil if it is not there.
  private func endOfHalf(at index: Int) -> Int? {
    guard self[index - 1]?.isWordCharacter != true else { return nil }
    var end = index
    for (number, word) in ["and", "a", "half"].enumerated() {
      if number > 0 {
        let next = endOfSpaces(from: end)
        if next == end { return nil }
        end = next
      }
      guard matches(Array(word.unicodeScalars), at: end) else { return nil }
      end += word.unicodeScalars.count
    }
    return endsWord(at: end) ? end : nil
  }

  private func separatingLettersFromFigures() -> ScalarText {
    let letters: ClosedRange<Unicode.Scalar> = "a"..."z"
    return rewritten { index in
      guard let next = self[index + 1] else { return nil }
      let scalar = scalars[index]
      return letters.contains(scalar) && next.isFigure || scalar.isFigure && letters.contains(next)
        ? (index + 1, [scalar, " "]) : nil
    }
  }

  private func attachingSuffixes() -> ScalarText {
    let suffixes = ["st", "nd", "rd", "th", "s"].map { Array($0.unicodeScalars) }
    return rewritten { index in
      let start = endOfSpaces(from: index + 1)
      guard scalars[index].isFigure, start > index + 1,
        let suffix = suffixes.first(where: {
          matches($0, at: start) && endsWord(at: start + $0.count)
        })
      else { return nil }
      return (start + suffix.count, [scalars[index]] + suffix)
    }
  }

  /// `$2 and ¢7` gives `$2.07`.
  func combiningCurrency() -> ScalarText {
    rewritten { index in
      guard Self.currencies.contains(scalars[index]) else { return nil }
      var end = index + 1
      while let scalar = self[end], scalar.isFigure { end += 1 }
      let middle = ["", "and "].map { Array(" \($0)¢".unicodeScalars) }
        .first { matches($0, at: end) }
      guard end > index + 1, let middle, let cents = cents(at: end + middle.count) else {
        return nil
      }
      let amount = cents.value < 10 ? ".0\(cents.value)" : ".\(cents.value)"
      return (cents.end, scalars[index..<end] + Array(amount.unicodeScalars))
    }
  }

  /// `$0.75` gives `¢75`. The package accepts any character between the zero and the cents.
  func extractingCents() -> ScalarText {
    rewritten { index in
      guard Self.currencies.contains(scalars[index]), self[index + 1] == "0",
        self[index + 2] != nil,
        self[index + 2] != "\n", let cents = cents(at: index + 3)
      else { return nil }
      return (cents.end, ["¢"] + Array(String(cents.value).unicodeScalars))
    }
  }

  private static let currencies: Set<Unicode.Scalar> = ["€", "£", "$"]

  /// One or two figures at the end of a word.
  private func cents(at index: Int) -> (value: Int, end: Int)? {
    var end = index
    while end < index + 2, let scalar = self[end], scalar.isFigure { end += 1 }
    guard end > index, endsWord(at: end) else { return nil }
    return (Int(String(String.UnicodeScalarView(scalars[index..<end])))!, end)
  }

  /// A 1 that stands alone becomes *one*, and `1s` becomes *ones*.
  func spellingSingleOnes() -> ScalarText {
    rewritten { index in
      guard scalars[index] == "1", self[index - 1]?.isWordCharacter != true else { return nil }
      let plural = self[index + 1] == "s" ? 1 : 0
      guard endsWord(at: index + 1 + plural) else { return nil }
      return (index + 1 + plural, Array((plural == 1 ? "ones" : "one").unicodeScalars))
    }
  }
}
