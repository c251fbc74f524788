/// White space in the sense of Rust's `char::is_whitespace` and of `\s`: Unicode's White_Space.
func isSpaceScalar(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace }

/// A word character, `\w` (Unicode Technical Standard 18, annex C).
func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .connectorPunctuation: true
  default: scalar.properties.isAlphabetic || scalar.properties.isJoinControl
  }
}

/// `\p{L}`.
func isLetter(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
  default: false
  }
}

/// `\p{N}`.
func isNumber(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .decimalNumber, .letterNumber, .otherNumber: true
  default: false
  }
}

/// BERT's punctuation: ASCII symbols, and Unicode's categories P.
func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
  if scalar.isASCII {
    return (0x21...0x2F).contains(scalar.value) || (0x3A...0x40).contains(scalar.value)
      || (0x5B...0x60).contains(scalar.value) || (0x7B...0x7E).contains(scalar.value)
  }
  switch scalar.properties.generalCategory {
  case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
    .initialPunctuation, .finalPunctuation, .otherPunctuation:
    return true
  default: return false
  }
}

extension Unicode.Scalar {
  /// True for scalars such as ﬁ, ² or the full-width a, which normal form KC replaces. The property
  /// also holds for letters whose case folding differs, which are excluded here.
  var isCompatibility: Bool {
    guard !isASCII, properties.changesWhenNFKCCaseFolded else { return false }
    let lower = properties.lowercaseMapping.unicodeScalars
    return lower.count == 1 && lower.first!.properties.changesWhenNFKCCaseFolded
  }
}

/// The maximal runs of scalars of a class, and the texts between them, in order.
func runs(
  of text: String, where isInClass: (Unicode.Scalar) -> Bool
) -> [(text: String, isRun: Bool)] {
  var found: [(text: String, isRun: Bool)] = []
  for scalar in text.unicodeScalars {
    let isRun = isInClass(scalar)
    if found.last?.isRun == isRun {
      found[found.count - 1].text.unicodeScalars.append(scalar)
    } else {
      found.append((String(scalar), isRun))
    }
  }
  return found
}
