/// A gzip member (RFC 1952) with `bytes` in stored blocks.
package func gzipped(_ bytes: some Collection<UInt8>) -> [UInt8] {
  let content = Array(bytes)
  var member: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
  var start = 0
  repeat {
    let end = min(start + 0xFFFF, content.count)
    let length = UInt16(end - start)
    member.append(end == content.count ? 1 : 0)
    member += littleEndian(length) + littleEndian(~length) + content[start..<end]
    start = end
  } while start < content.count
  return member + littleEndian(crc32(content)) + littleEndian(UInt32(content.count))
}

private func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
  (0..<value.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
}

/// CRC-32 (RFC 1952, section 8), bit by bit.
private func crc32(_ bytes: [UInt8]) -> UInt32 {
  ~bytes.reduce(UInt32.max) { sum, byte in
    (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in
      sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1
    }
  }
}
