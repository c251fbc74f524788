/// Divides a text into words, scalar by scalar.
///
/// Words are separated by white space (property White_Space). A character of a script without spaces
/// (`isUnspaced`) is a word of its own, with the marks on it.
struct WordBoundaries {
  enum Step {
    /// White space, which ends a word.
    case space
    /// The first scalar of a word, which ends the word before it.
    case start
    case inside
  }

  private var isInWord = false
  /// Whether the word is a character of a script without spaces.
  private var isUnspaced = false

  /// The place of the next scalar.
  mutating func step(_ scalar: Unicode.Scalar) -> Step {
    if scalar.isSpace {
      isInWord = false
      return .space
    }
    let isCharacterWord = scalar.isUnspaced
    if isInWord, scalar.isMark || !isUnspaced && !isCharacterWord { return .inside }
    isInWord = true
    isUnspaced = isCharacterWord
    return .start
  }
}

extension Unicode.Scalar {
  /// True for general category M: accents and dependent vowel signs.
  var isMark: Bool {
    if value < 0x300 { return false }
    switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: return true
    default: return false
    }
  }
}
