extension Unicode.Scalar {
  /// True for scalars with the Unicode property White_Space: tabs, line ends, no-break and wide
  /// spaces, but not zero-width ones.
  var isSpace: Bool {
    if isASCII { return value == 0x20 || (0x09...0x0D).contains(value) }
    return properties.isWhitespace
  }
}
