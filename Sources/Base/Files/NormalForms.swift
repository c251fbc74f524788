@_spi(_Unicode) import Swift

/// Unicode normal forms (Unicode Standard Annex 15), in which é has one encoding.
///
/// The standard library implements them for its regular expressions, without a public name so far.
/// Foundation's `precomposedStringWithCanonicalMapping` is wrong: as of Swift 6.3 on Linux it
/// truncates scalars to 16 bits when it composes, so that U+10433 U+0301 becomes ѓ, and it does not
/// put all marks in canonical order.
extension String {
  /// The decomposed form: é is e and U+0301.
  package var normalFormD: String { String(String.UnicodeScalarView(_nfd)) }

  /// The composed form: é is U+00E9.
  package var normalFormC: String {
    isBelowAllMarks ? self : String(String.UnicodeScalarView(_nfc))
  }

  /// True if all scalars are below U+0300, none of which normal form C changes.
  package var isBelowAllMarks: Bool { unicodeScalars.allSatisfy { $0.value < 0x300 } }
}
