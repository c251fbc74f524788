import AuditModel

/// The texts of an audit, to find them in lines as they are, in lower case and in upper case. Of ASCII
/// letters any mixture of cases is found.
struct ProbeTexts: Sendable {
  /// Indexes into the ledger's probes with the texts, by the first bytes of the text.
  private var candidates: [UInt64: [(text: [UInt8], probe: Int)]] = [:]
  /// The number of bytes of a key, at most 8.
  private var keyLength = 8

  init(_ ledger: Ledger) {
    let texts = ledger.probes.enumerated().flatMap { index, probe in
      Set(
        [probe.text, probe.text.lowercased(), probe.text.uppercased()].map {
          $0.utf8.map(lowered)
        }
      ).map { (text: $0, probe: index) }
    }
    keyLength = texts.reduce(8) { min($0, $1.text.count) }
    for entry in texts where !entry.text.isEmpty {
      candidates[key(entry.text[...]), default: []].append(entry)
    }
  }

  /// The probe whose text is in the line, between other characters than letters and figures; nil if
  /// there is none.
  func probe(in line: ArraySlice<UInt8>) -> Int? {
    guard !candidates.isEmpty, keyLength > 0 else { return nil }
    var isInWord = false
    for position in line.indices {
      let isWordByte = isWordByte(line[position])
      defer { isInWord = isWordByte }
      guard isWordByte, !isInWord, position + keyLength <= line.endIndex else { continue }
      for candidate in candidates[key(line[position...])] ?? [] {
        let end = position + candidate.text.count
        guard end <= line.endIndex, end == line.endIndex || !self.isWordByte(line[end]),
          zip(line[position..<end], candidate.text).allSatisfy({ lowered($0) == $1 })
        else { continue }
        return candidate.probe
      }
    }
    return nil
  }

  private func key(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.prefix(keyLength).reduce(0) { $0 << 8 | UInt64(lowered($1)) }
  }

  /// Letters, figures, and all bytes of characters beyond ASCII.
  private func isWordByte(_ byte: UInt8) -> Bool {
    switch lowered(byte) {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...: true
    default: false
    }
  }
}

/// The byte of a letter of ASCII in lower case; other bytes as they are.
func lowered(_ byte: UInt8) -> UInt8 {
  (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
}
