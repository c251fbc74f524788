@_spi(_Unicode) import Swift

extension String {
  /// The text in Unicode normal form C (Unicode Standard Annex 15): é is one scalar, however typed.
  ///
  /// From the standard library, which keeps this for its own regular expressions until it has a
  /// public form. Foundation's `precomposedStringWithCanonicalMapping` is public and wrong: as of
  /// Swift 6.3 on Linux it cuts scalars to 16 bits when it composes, so that U+10433 U+0301 becomes
  /// ѓ, and does not put all marks into canonical order.
  var normalFormC: String {
    // No scalar below U+0300 composes, decomposes or moves.
    if unicodeScalars.allSatisfy({ $0.value < 0x300 }) { return self }
    var scalars = String.UnicodeScalarView()
    for scalar in _nfc { scalars.append(scalar) }
    return String(scalars)
  }
}
