import Files

/// The words of `text`, separated by white space (the Unicode property White_Space), in normal form
/// C, so that composed and decomposed é are the same symbol.
///
/// The text is split at scalars, not characters: a combining mark at the start of a word would
/// otherwise form one character with the preceding space and be lost.
func words(of text: String) -> [String] {
  text.unicodeScalars.split(whereSeparator: \.properties.isWhitespace).map {
    String($0).normalFormC
  }
}

/// Compares UTF-8 bytes, which does not depend on the machine or the version of Unicode.
func precedesInBytes(_ a: String, _ b: String) -> Bool {
  a.utf8.lexicographicallyPrecedes(b.utf8)
}
