import AuditModel

/// The texts of an audit, to find them in lines: the letters and digits of a text in their order, in any
/// case and whatever is between them. "red, apples", "RED APPLES", "▁red▁app les" and "r e d | a p" are
/// all the words "red apples".
struct ProbeTexts: Sendable {
  /// Indexes into the ledger's probes with the characters of the texts, by the first ones.
  private var candidates: [UInt64: [(text: [UInt8], probe: Int)]] = [:]
  /// The number of bytes of a key, at most 8.
  private var keyLength = 8

  init(_ ledger: Ledger) {
    let texts = ledger.probes.enumerated().flatMap { index, probe in
      Set(
        [probe.text, probe.text.lowercased(), probe.text.uppercased()].map {
          Squeezed(Array($0.utf8)[...]).bytes
        }
      ).map { (text: $0, probe: index) }
    }.filter { !$0.text.isEmpty }
    keyLength = texts.reduce(8) { min($0, $1.text.count) }
    for entry in texts { candidates[key(entry.text[...]), default: []].append(entry) }
  }

  /// The probes whose texts are in the line, between other characters than letters and figures, with the
  /// number of their occurrences.
  func probes(in line: ArraySlice<UInt8>) -> [Int: Int] {
    var found: [Int: Int] = [:]
    guard !candidates.isEmpty else { return found }
    let squeezed = Squeezed(line)
    for start in squeezed.wordStarts where start + keyLength <= squeezed.bytes.count {
      for candidate in candidates[key(squeezed.bytes[start...])] ?? [] {
        let end = start + candidate.text.count
        guard end <= squeezed.bytes.count, squeezed.isBoundary(end),
          squeezed.bytes[start..<end].elementsEqual(candidate.text)
        else { continue }
        found[candidate.probe, default: 0] += 1
      }
    }
    return found
  }

  /// The letters and figures of a text, in lower case.
  static func letters(_ text: String) -> [UInt8] {
    Squeezed(Array(text.lowercased().utf8)[...]).bytes
  }

  private func key(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.prefix(keyLength).reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// The letters, figures and bytes beyond ASCII of a line, and where its words begin.
  private struct Squeezed {
    private(set) var bytes: [UInt8] = []
    /// The places in `bytes` at which words begin, ascending.
    private(set) var wordStarts: [Int] = []
    private var starts: Set<Int> = []

    /// SentencePiece's mark of a word's beginning, U+2581, which is no letter.
    private static let mark: [UInt8] = [0xE2, 0x96, 0x81]

    init(_ line: ArraySlice<UInt8>) {
      var isInWord = false
      var place = line.startIndex
      while place < line.endIndex {
        let byte = lowered(line[place])
        if byte == Self.mark[0], line[place...].starts(with: Self.mark) {
          isInWord = false
          place += 3
          continue
        }
        if isWordByte(byte) {
          if !isInWord { wordStarts.append(bytes.count) }
          bytes.append(byte)
          isInWord = true
        } else {
          isInWord = false
        }
        place += 1
      }
      starts = Set(wordStarts)
    }

    /// True if a word ends before the place in `bytes`.
    func isBoundary(_ place: Int) -> Bool { place == bytes.count || starts.contains(place) }
  }
}

/// Letters, figures, and all bytes of characters beyond ASCII.
private func isWordByte(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...: true
  default: false
  }
}

/// The byte of a letter of ASCII in lower case; other bytes as they are.
func lowered(_ byte: UInt8) -> UInt8 {
  (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
}
