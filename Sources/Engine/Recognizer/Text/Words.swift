import Files

/// The words of `text`: runs without white space (the Unicode property White_Space), in normal form
/// C, so that é is one symbol however it was typed.
///
/// White space is looked for by scalars: a mark at the start of a word would otherwise make one
/// character with the space before it, and be lost.
func words(of text: String) -> [String] {
  text.unicodeScalars.split(whereSeparator: \.properties.isWhitespace).map {
    String($0).normalFormC
  }
}

/// Order by UTF-8 bytes, the same on every machine and in every release of Unicode.
func precedesInBytes(_ a: String, _ b: String) -> Bool {
  a.utf8.lexicographicallyPrecedes(b.utf8)
}
