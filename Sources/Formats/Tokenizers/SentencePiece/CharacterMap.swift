/// The replacements of a SentencePiece normaliser, such as `nmt_nfkc`, in the form in which a model
/// stores them (`precompiled_charsmap`, src/normalizer.cc).
///
///     map   = size of the trie in bytes: UInt32, little-endian; trie; texts
///     trie  = units: UInt32 (a double array of Darts-clone, https://github.com/s-yata/darts-clone)
///     texts = replacement texts, each with a NUL at its end
///
/// The value of a key in the trie is the place of its replacement in `texts`.
struct CharacterMap: Sendable {
  private let units: [UInt32]
  private let texts: ArraySlice<UInt8>

  /// The map of a model; nil if it is damaged. An empty map replaces nothing.
  init?(_ map: ArraySlice<UInt8>) {
    guard !map.isEmpty else {
      (units, texts) = ([], [])
      return
    }
    guard map.count > 4 else { return nil }
    let size = Int(Self.littleEndian(map.prefix(4)))
    guard size >= 4, size % 4 == 0, size + 4 <= map.count else { return nil }
    let first = map.startIndex + 4
    units = stride(from: first, to: first + size, by: 4).map {
      Self.littleEndian(map[$0..<($0 + 4)])
    }
    texts = map[(first + size)...]
    guard texts.isEmpty || texts.last == 0 else { return nil }
  }

  private static func littleEndian(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// The replacement of the longest or of the shortest key at `start`, and the end of the key; nil if
  /// none starts there.
  func replacement(
    in text: ArraySlice<UInt8>, at start: Int, shortest: Bool = false
  ) -> (text: ArraySlice<UInt8>, end: Int)? {
    guard let root = units.first else { return nil }
    var node = offset(root)
    var found: (place: Int, end: Int)?
    for index in start..<text.endIndex {
      node ^= Int(text[index])
      guard node < units.count, units[node] & 0x8000_00FF == UInt32(text[index]) else { break }
      let unit = units[node]
      node ^= offset(unit)
      if unit >> 8 & 1 == 1 {
        guard node < units.count else { break }
        found = (Int(units[node] & 0x7FFF_FFFF), index + 1)
        if shortest { break }
      }
    }
    guard let found, found.place < texts.count else { return nil }
    return (texts[(texts.startIndex + found.place)...].prefix { $0 != 0 }, found.end)
  }

  private func offset(_ unit: UInt32) -> Int { Int(unit >> 10) << Int((unit & 0x200) >> 6) }
}
