import Files

/// The English text normaliser of Whisper (Radford et al. 2022, arXiv 2212.04356, appendix C): the
/// behaviour of `EnglishTextNormalizer` in the Python package whisper-normalizer 0.1.15.
///
/// The steps, in this order:
///
/// 1. Lower case.
/// 2. Text in `<>`, `[]` and `()` is removed, then the fillers *hmm*, *mm*, *mhm*, *mmm*, *uh*, *um*.
/// 3. Contractions and titles are written out (`WhisperContractions`): *won't* gives *will not*.
/// 4. Commas between digits are removed, and periods that no digit follows.
/// 5. Normal form KD; marks are removed, and symbols and punctuation become spaces, except `.%$¢€£`.
/// 6. Numbers in words become figures (`WhisperNumbers`): *twenty five dollars* gives *$25*.
/// 7. British spellings become American ones (`WhisperSpellings`).
/// 8. Symbols that belong to no number become spaces.
///
/// The results are those of the package, apart from spaces at the ends, which are removed here.
/// Greek texts differ in the final sigma, and texts in scripts other than Latin in compatibility
/// forms; the normaliser is for English.
enum WhisperNormalization {
  static func normalized(_ text: String) -> String {
    let lower = text.unicodeScalars.flatMap { $0.properties.lowercaseMapping.unicodeScalars }
    var spoken = ScalarText(lower).removingBracketed()
    for filler in fillers { spoken = spoken.replacing(filler, by: []) }
    spoken = spoken.removingSpacesBeforeApostrophes()
    for contraction in WhisperContractions.all {
      spoken = spoken.replacing(
        contraction.text, by: contraction.expansion, inside: contraction.isEnding)
    }
    let plain = spoken.removingDigitGrouping().separatingPeriods().removingSymbolsAndMarks()
    let american = WhisperNumbers.figures(plain).words.map { spellings[$0] ?? $0 }
    return ScalarText(american.joined(separator: " ").unicodeScalars)
      .removingStraySymbols().words.joined(separator: " ")
  }

  private static let fillers = ["hmm", "mm", "mhm", "mmm", "uh", "um"].map {
    Array($0.unicodeScalars)
  }

  /// American spellings by British ones.
  static let spellings: [String: String] = {
    var spellings: [String: String] = [:]
    for entry in WhisperSpellings.entries.split(whereSeparator: \.isWhitespace) {
      let parts = entry.split(separator: "/", omittingEmptySubsequences: false)
      spellings[String(parts[0] + parts[1] + parts[3])] = String(parts[0] + parts[2] + parts[3])
    }
    return spellings
  }()
}

extension ScalarText {
  /// Removes `<…>` and `[…]`, which may end with either bracket, and then `(…)`.
  fileprivate func removingBracketed() -> ScalarText {
    removingSpans(from: ["<", "["], to: [">", "]"], smallest: 0)
      .removingSpans(from: ["("], to: [")"], smallest: 1)
  }

  /// - Parameter smallest: the fewest scalars between the brackets.
  private func removingSpans(
    from opening: Set<Unicode.Scalar>, to closing: Set<Unicode.Scalar>, smallest: Int
  ) -> ScalarText {
    rewritten { index in
      guard opening.contains(scalars[index]),
        let end = scalars[(index + 1)...].firstIndex(where: closing.contains),
        end - index - 1 >= smallest
      else { return nil }
      return (end + 1, [])
    }
  }

  fileprivate func removingSpacesBeforeApostrophes() -> ScalarText {
    rewritten { index in
      let end = endOfSpaces(from: index)
      return end > index && self[end] == "'" ? (end + 1, ["'"]) : nil
    }
  }

  /// `1,000` gives `1000`. A digit belongs to one comma only, as in the package: `1,2,3` gives
  /// `12,3`.
  fileprivate func removingDigitGrouping() -> ScalarText {
    rewritten { index in
      guard scalars[index].isDecimal, self[index + 1] == ",", let next = self[index + 2],
        next.isDecimal
      else { return nil }
      return (index + 3, [scalars[index], next])
    }
  }

  fileprivate func separatingPeriods() -> ScalarText {
    rewritten { index in
      guard scalars[index] == "." else { return nil }
      guard let next = self[index + 1] else { return (index + 1, [" "]) }
      return next.isFigure ? nil : (index + 2, [" ", next])
    }
  }

  /// Normal form KD without marks; symbols and punctuation become spaces.
  fileprivate func removingSymbolsAndMarks() -> ScalarText {
    let decomposed = String(String.UnicodeScalarView(scalars.flatMap { $0.compatibilityForm }))
      .normalFormD
    let kept = decomposed.unicodeScalars.flatMap { scalar -> [Unicode.Scalar] in
      if Self.numericSymbols.contains(scalar) { return [scalar] }
      if let letters = Self.letters[scalar] { return Array(letters.unicodeScalars) }
      switch scalar.properties.generalCategory {
      case .nonspacingMark: return []
      case .spacingMark, .enclosingMark, .connectorPunctuation, .dashPunctuation,
        .openPunctuation, .closePunctuation, .initialPunctuation, .finalPunctuation,
        .otherPunctuation, .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol:
        return [" "]
      default: return [scalar]
      }
    }
    return ScalarText(kept)
  }

  private static let numericSymbols: Set<Unicode.Scalar> = [".", "%", "$", "¢", "€", "£"]

  /// Letters that no normal form decomposes.
  private static let letters: [Unicode.Scalar: String] = [
    "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "AE", "ß": "ss", "ẞ": "SS",
    "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "th", "ł": "l", "Ł": "L",
  ]

  /// Removes periods and currency symbols that no figure follows, and percent signs that follow none.
  fileprivate func removingStraySymbols() -> ScalarText {
    let symbols = Self.numericSymbols.subtracting(["%"])
    let separated = rewritten { index in
      guard symbols.contains(scalars[index]), let next = self[index + 1], !next.isFigure else {
        return nil
      }
      return (index + 2, [" ", next])
    }
    return separated.rewritten { index in
      let scalar = separated.scalars[index]
      return !scalar.isFigure && separated[index + 1] == "%" ? (index + 2, [scalar, " "]) : nil
    }
  }
}

extension Unicode.Scalar {
  /// The compatibility decomposition, for Latin letters, digits and punctuation; else the scalar.
  fileprivate var compatibilityForm: [Unicode.Scalar] {
    if value < 0xA0 { return [self] }
    return Self.compatibilityForms[self] ?? [self]
  }

  private static let compatibilityForms: [Unicode.Scalar: [Unicode.Scalar]] = {
    var forms: [Unicode.Scalar: [Unicode.Scalar]] = [:]
    func numbers(_ text: Substring, _ separator: Character) -> [UInt32] {
      text.split(separator: separator).map { UInt32($0, radix: 16)! }
    }
    for entry in CompatibilityForms.entries.split(whereSeparator: \.isWhitespace) {
      let sides = entry.split(separator: "=")
      let range = numbers(sides[0], "-")
      let target = numbers(sides[1], ".")
      for offset in 0...(range.last! - range[0]) {
        forms[Unicode.Scalar(range[0] + offset)!] = target.map { Unicode.Scalar($0 + offset)! }
      }
    }
    return forms
  }()
}
