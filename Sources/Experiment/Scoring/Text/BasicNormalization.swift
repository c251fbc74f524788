/// Text without case, punctuation, symbols and redundant space.
///
/// The steps, in this order:
///
/// 1. Normal form D decomposes letters into base letter and marks.
/// 2. Full case folding (`caseFolding`): ß gives ss, ς gives σ, İ gives i and U+0307. Together with
///    1 and 8 this is canonical caseless matching (The Unicode Standard, section 3.13, D145).
/// 3. Apostrophes are deleted, because they occur inside words: ' and ’ and the forms ʼ (U+02BC)
///    and ＇ (U+FF07). *don't* gives *dont*.
/// 4. Invisible scalars (property Default_Ignorable_Code_Point: byte order mark, soft hyphen,
///    joiners, direction marks, variation selectors) are deleted.
/// 5. Every other scalar of general category P (punctuation) or S (symbols, including emoji)
///    becomes a space. *well-known* and *3.5* give two words each.
/// 6. Marks (category M) on a scalar that step 3 or 5 removed are removed with it. All others stay:
///    they are the vowels of Arabic, Hebrew, Thai and the scripts of India.
/// 7. White space (property White_Space) becomes a single U+0020 between words and is removed at
///    the ends.
/// 8. Normal form C composes letters and marks again.
///
/// Everything else is kept: digits, diacritics, full-width letters, control characters. The
/// normalisation is idempotent. `<unk>` gives the word *unk*; SentencePiece's ⁇ gives nothing.
package enum BasicNormalization {
  /// The fast path: `nil` unless all of `text` is ASCII.
  package static func ascii(_ text: String) -> String? {
    let bytes = text.utf8.span
    var output = [UInt8](repeating: 0, count: bytes.count)
    var end = 0
    var spaceIsDue = false
    for index in bytes.indices {
      let byte = bytes[index]
      if byte >= 0x80 { return nil }
      switch Role(ascii: byte) {
      case .kept:
        if spaceIsDue {
          output[end] = 0x20
          end += 1
        }
        spaceIsDue = false
        let isUpper = byte &- UInt8(ascii: "A") < 26
        output[end] = isUpper ? byte | 0x20 : byte
        end += 1
      case .space, .separator: spaceIsDue = end > 0
      case .apostrophe, .mark, .invisible: break
      }
    }
    return String(decoding: output[..<end], as: UTF8.self)
  }

  /// The general path, for any text.
  package static func unicode(_ text: String) -> String {
    var words = Words()
    // Text without marks needs no decomposition: folding a composed letter is equivalent.
    let decomposed = text.isBelowAllMarks ? text : text.normalFormD
    for scalar in decomposed.unicodeScalars {
      if let folded = scalar.caseFolding {
        for scalar in folded { words.take(scalar) }
      } else {
        words.take(scalar)
      }
    }
    return String(words.scalars).normalFormC
  }
}

/// Applies steps 3 to 7, scalar by scalar.
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

/// The treatment of a scalar.
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
