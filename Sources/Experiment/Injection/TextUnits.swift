/// Calls `body` with a hash of every word of a text, ignoring the case of ASCII letters.
///
/// The words are separated by bytes of at most 0x20. Eight bytes are processed at a time; the lowest
/// separator among them is found as in Mycroft's zero-byte test. Setting bit 5 of every byte folds
/// the case of ASCII letters and also makes a few other characters equal, which costs a redraw where
/// it matters.
/// - Parameter splittingFigures: makes every figure a unit of its own, so that `73` equals `7 3`.
@inline(__always)
func forEachUnit(
  of text: ArraySlice<UInt8>, splittingFigures: Bool, _ body: (UInt64) -> Void
) {
  let ones: UInt64 = 0x0101_0101_0101_0101
  unsafe text.withUnsafeBytes { bytes in
    var hash: UInt64 = 0
    var index = 0
    var isOpen = false
    func close() {
      if isOpen { body(hash) }
      hash = 0
      isOpen = false
    }
    while index < bytes.count {
      var chunk: UInt64 = 0
      var length = min(8, bytes.count - index)
      if length == 8 {
        unsafe chunk = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      } else {
        for offset in 0..<length {
          unsafe chunk |= UInt64(bytes[index + offset]) << UInt64(8 * offset)
        }
      }
      let spaces = (chunk &- ones &* 0x21) & ~chunk & (ones &* 0x80)
      if spaces != 0 { length = min(length, spaces.trailingZeroBitCount / 8) }
      if splittingFigures, let figure = firstFigure(in: chunk, length) {
        if figure == 0 {
          close()
          body(mixed(0, chunk & 0xFF))
          index += 1
          continue
        }
        length = figure
      }
      if length > 0 {
        let kept = length == 8 ? chunk : chunk & ((1 << UInt64(8 * length)) - 1)
        hash = mixed(hash, kept)
        isOpen = true
      }
      index += length
      if index < bytes.count, unsafe bytes[index] <= 0x20 {
        close()
        index += 1
      } else if splittingFigures, length > 0, length < 8 {
        close()
      }
    }
    close()
  }
}

let unitMultiplier: UInt64 = 0x9E37_79B9_7F4A_7C15

@inline(__always)
private func mixed(_ hash: UInt64, _ chunk: UInt64) -> UInt64 {
  let product = (hash ^ (chunk | 0x2020_2020_2020_2020)) &* unitMultiplier
  return product ^ (product >> 32)
}

/// The offset of the first figure among the first `length` bytes of the chunk.
private func firstFigure(in chunk: UInt64, _ length: Int) -> Int? {
  (0..<length).first { UInt8(truncatingIfNeeded: chunk >> UInt64(8 * $0)) &- 0x30 < 10 }
}
