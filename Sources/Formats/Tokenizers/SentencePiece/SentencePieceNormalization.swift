import Files

/// The normalisation of a SentencePiece model (`Normalizer::Normalize`, src/normalizer.cc): it
/// replaces characters, removes extra spaces, and writes a space as U+2581.
struct SentencePieceNormalization: Sendable {
  var characters: CharacterMap?
  var addsDummyPrefix = true
  var removesExtraSpaces = true
  var escapesSpaces = true
  /// Whether the added space follows the text instead of preceding it.
  var spaceIsSuffix = false
  /// Symbols of the user, which are not normalised.
  var userSymbols = PieceTrie()

  /// Whether texts are put into normal form C first, for files that do not state a normaliser.
  var composes = false

  static let spaceSymbol: [UInt8] = [0xE2, 0x96, 0x81]

  func normalized(_ text: String) -> [UInt8] {
    var input = Array((composes ? text.normalFormC : text).utf8)[...]
    if removesExtraSpaces {
      while let (prefix, end) = prefix(of: input), prefix.elementsEqual([0x20]) {
        input = input[end...]
      }
    }
    guard !input.isEmpty else { return [] }
    let space = escapesSpaces ? Self.spaceSymbol : [0x20]
    var output: [UInt8] = addsDummyPrefix && !spaceIsSuffix ? space : []
    var followsSpace = removesExtraSpaces
    while let (normal, end) = prefix(of: input) {
      let prefix = followsSpace ? normal.drop { $0 == 0x20 } : normal
      if !prefix.isEmpty {
        for byte in prefix { if byte == 0x20 { output += space } else { output.append(byte) } }
        followsSpace = prefix.last == 0x20
      }
      if !removesExtraSpaces { followsSpace = false }
      input = input[end...]
    }
    if removesExtraSpaces {
      while output.suffix(space.count).elementsEqual(space) { output.removeLast(space.count) }
    }
    if addsDummyPrefix, spaceIsSuffix { output += space }
    return output
  }

  /// The normalised form of the first characters and their end; nil at the end of the text.
  private func prefix(
    of input: ArraySlice<UInt8>
  ) -> (text: ArraySlice<UInt8>, end: Int)? {
    guard !input.isEmpty else { return nil }
    let start = input.startIndex
    if let symbol = userSymbols.longestMatch(in: input, from: start) {
      return (input[..<symbol.end], symbol.end)
    }
    if let replaced = characters?.replacement(in: input, at: start) { return replaced }
    let end = start + input.characterLength(at: start)
    return (input[..<end], end)
  }
}
