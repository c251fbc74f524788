/// Text without case, punctuation, symbols and superfluous space.
///
/// In this order:
///
/// 1. Normal form C (`normalFormC`).
/// 2. Full case folding (`caseFolding`), scalar by scalar: ß gives ss, ς gives σ, İ gives i̇.
/// 3. Apostrophes are deleted, for they stand inside words: ' and ’ and the forms ʼ (U+02BC) and
///    ＇ (U+FF07). *don't* gives *dont*.
/// 4. What nobody sees (property Default_Ignorable_Code_Point: byte order mark, soft hyphen, joiners,
///    direction marks, variation selectors) is deleted.
/// 5. Every other scalar of general category P (punctuation) or S (symbols, emoji among them)
///    becomes a space. *well-known* gives two words, *3.5* too.
/// 6. Marks (category M) on a scalar that step 3 or 5 took away go with it. All others stay: they
///    are the vowels of Arabic, Hebrew, Thai and the scripts of India.
/// 7. White space (property White_Space) becomes a single U+0020 between words, none at the ends.
/// 8. Normal form C again, since there are new neighbours.
///
/// Everything else is kept: digits, diacritics, full-width letters, control characters. A second
/// time changes nothing more. `<unk>` gives the word *unk*; SentencePiece's ⁇ gives nothing.
package enum BasicNormalization {
  /// The fast path: `nil` unless all of `text` is ASCII.
  package static func ascii(_ text: String) -> String? {
    var output: [UInt8] = []
    output.reserveCapacity(text.utf8.count)
    var spaceIsDue = false
    for byte in text.utf8 {
      if byte >= 0x80 { return nil }
      switch Role(ascii: byte) {
      case .kept:
        if spaceIsDue { output.append(0x20) }
        spaceIsDue = false
        let isUpper = byte &- UInt8(ascii: "A") < 26
        output.append(isUpper ? byte | 0x20 : byte)
      case .space, .separator: spaceIsDue = !output.isEmpty
      case .apostrophe, .mark, .invisible: break
      }
    }
    return String(decoding: output, as: UTF8.self)
  }

  /// The general path, for any text.
  package static func unicode(_ text: String) -> String {
    var words = Words()
    for scalar in text.normalFormC.unicodeScalars {
      if let folded = scalar.caseFolding {
        for scalar in folded { words.take(scalar) }
      } else {
        words.take(scalar)
      }
    }
    return String(words.scalars).normalFormC
  }
}

/// Steps 3 to 7, one scalar after another.
private struct Words {
  var scalars = String.UnicodeScalarView()
  private var spaceIsDue = false
  private var baseIsGone = false

  mutating func take(_ scalar: Unicode.Scalar) {
    let role = Role(scalar)
    if role == .invisible || role == .mark && baseIsGone { return }
    baseIsGone = role == .apostrophe || role == .separator
    switch role {
    case .kept, .mark:
      if spaceIsDue { scalars.append(" ") }
      spaceIsDue = false
      scalars.append(scalar)
    case .space, .separator: spaceIsDue = !scalars.isEmpty
    case .apostrophe, .invisible: break
    }
  }
}

/// What becomes of a scalar.
private enum Role {
  case kept, mark, space, separator, apostrophe, invisible

  init(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "\0"..."\u{7F}": self = Role(ascii: UInt8(scalar.value))
    case "\u{2019}", "\u{02BC}", "\u{FF07}": self = .apostrophe
    case _ where scalar.properties.isWhitespace: self = .space
    case _ where scalar.properties.isDefaultIgnorableCodePoint: self = .invisible
    default: self = Role(scalar.properties.generalCategory)
    }
  }

  init(ascii byte: UInt8) {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      self = .kept
    case 0x20, 0x09...0x0D: self = .space
    case 0x00..<0x20, 0x7F: self = .kept
    case UInt8(ascii: "'"): self = .apostrophe
    default: self = .separator
    }
  }

  private init(_ category: Unicode.GeneralCategory) {
    switch category {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
      .initialPunctuation, .finalPunctuation, .otherPunctuation,
      .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol:
      self = .separator
    case .nonspacingMark, .spacingMark, .enclosingMark: self = .mark
    default: self = .kept
    }
  }
}
