import CSodium

/// A BLAKE2b-256 digest (RFC 7693); `b2sum -l 256` prints the same digits.
package struct Digest: Hashable, Sendable {
  /// 32 bytes.
  package let bytes: [UInt8]

  package init(of message: some Collection<UInt8>) {
    let hasher = Hasher()
    hasher.update(message)
    self = hasher.finish()
  }

  fileprivate init(bytes: [UInt8]) { self.bytes = bytes }

  /// The digest of a set of names, whatever their order: of the sorted names, separated by line breaks.
  package init(ofNames names: Set<String>) {
    self.init(of: names.sorted().joined(separator: "\n").utf8)
  }

  /// Returns nil unless `hex` has 64 hexadecimal digits.
  package init?(hex: String) {
    guard let bytes = [UInt8](hex: hex), bytes.count == 32 else { return nil }
    self.bytes = bytes
  }

  /// 64 lower-case hexadecimal digits.
  package var hex: String { bytes.hex }

  /// Computes the digest of a message that arrives in pieces.
  @safe package final class Hasher {
    private let memory: UnsafeMutableRawPointer
    private var state: OpaquePointer { unsafe OpaquePointer(memory) }

    package init() {
      precondition(sodium_init() >= 0, "libsodium could not start")
      unsafe memory = UnsafeMutableRawPointer.allocate(
        byteCount: crypto_generichash_statebytes(), alignment: 64)
      unsafe crypto_generichash_init(state, nil, 0, 32)
    }

    deinit { unsafe memory.deallocate() }

    package func update(_ piece: some Collection<UInt8>) {
      let direct: Void? = piece.withContiguousStorageIfAvailable { bytes in
        _ = unsafe crypto_generichash_update(state, bytes.baseAddress, UInt64(bytes.count))
      }
      if direct == nil { update(Array(piece)) }
    }

    package func finish() -> Digest {
      var bytes = [UInt8](repeating: 0, count: 32)
      unsafe crypto_generichash_final(state, &bytes, 32)
      return Digest(bytes: bytes)
    }
  }
}

extension Digest: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let digest = Digest(hex: try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "expected 64 hexadecimal digits")
    }
    self = digest
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(hex)
  }
}

extension [UInt8] {
  /// Two lower-case hexadecimal digits for each byte.
  package var hex: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// Returns nil unless `hex` has two hexadecimal digits for each byte.
  package init?(hex: String) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(hex.utf8.count / 2)
    var high: UInt8?
    for digit in hex.utf8 {
      guard let value = hexValue(digit) else { return nil }
      if let first = high { bytes.append(first << 4 | value) }
      high = high == nil ? value : nil
    }
    guard high == nil else { return nil }
    self = bytes
  }
}

private func hexValue(_ digit: UInt8) -> UInt8? {
  switch digit {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
  case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
  case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
  default: nil
  }
}
