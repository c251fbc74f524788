@_spi(_Unicode) import Swift

/// Unicode normal forms (Unicode Standard Annex 15), so that é is the same however it was typed.
///
/// From the standard library, which keeps them for its own regular expressions until they have a
/// public name. Foundation's `precomposedStringWithCanonicalMapping` has one and is wrong: as of
/// Swift 6.3 on Linux it cuts scalars to 16 bits when it composes, so that U+10433 U+0301 becomes
/// ѓ, and it leaves some marks out of canonical order.
extension String {
  /// Decomposed as far as possible: é is e and U+0301.
  package var normalFormD: String { String(String.UnicodeScalarView(_nfd)) }

  /// Composed as far as possible: é is U+00E9.
  package var normalFormC: String {
    isBelowAllMarks ? self : String(String.UnicodeScalarView(_nfc))
  }

  /// No scalar below U+0300 changes in normal form C.
  package var isBelowAllMarks: Bool { unicodeScalars.allSatisfy { $0.value < 0x300 } }
}
