import Foundation
import Integrity
import Randomness
import Testing

@Suite struct DigestTests {
  /// `hashlib.blake2b(message, digest_size=32)` of Python 3.11; the one of "abc" is also what
  /// `printf abc | b2sum -l 256` prints.
  private static let vectors: [([UInt8], String)] = [
    ([], "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8"),
    (Array("abc".utf8), "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319"),
    (Array(0...255), "39a7eb9fedc19aabc83425c6755dd90e6f9d0c804964a1f4aaeea3b9fb599835"),
    (
      Array("The quick brown fox jumps over the lazy dog".utf8),
      "01718cec35cd3d796dd00020e0bfecb473ad23457d063b75eff29c0ffa2e58a9"
    ),
    (
      [UInt8](repeating: 97, count: 1000),
      "e00b0ddbf1e2cdaf5c898e1a5e8826ea3a2c339bcf2a478da2e5fca9ff126672"
    ),
  ]

  @Test(arguments: vectors)
  func `published vectors`(message: [UInt8], hex: String) {
    #expect(Digest(of: message).hex == hex)
    #expect(Digest(of: message).bytes.count == 32)
  }

  @Test func `the digest depends only on the bytes, not on the collection type`() {
    let message = Array(0...255 as ClosedRange<UInt8>)
    let expected = Digest(of: message)
    #expect(Digest(of: ([7] + message)[1...]) == expected)
    #expect(Digest(of: (0...255).lazy.map { UInt8($0) }) == expected)
    #expect(Digest(of: Data(message)) == expected)
    #expect(Digest(of: "abc".utf8) == Digest(of: [97, 98, 99]))
  }

  @Test func `a message in pieces has the digest of the whole message`() {
    var random = Seed(short: 1).stream("pieces")
    for _ in 0..<200 {
      let message = (0..<random.below(600)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      let hasher = Digest.Hasher()
      var rest = message[...]
      while !rest.isEmpty {
        let length = min(rest.count, random.below(140))
        hasher.update(rest.prefix(length))
        rest = rest.dropFirst(length)
      }
      #expect(hasher.finish() == Digest(of: message))
    }
  }

  @Test func `one changed bit changes the digest`() {
    let message = Array("canary".utf8)
    for bit in 0..<(message.count * 8) {
      var other = message
      other[bit / 8] ^= 1 << (bit % 8)
      #expect(Digest(of: other) != Digest(of: message))
    }
    #expect(Digest(of: message + [0]) != Digest(of: message))
  }

  @Test func `hexadecimal digits are written and read back`() {
    let bytes = Array(0...255 as ClosedRange<UInt8>)
    #expect(bytes.hex.hasPrefix("000102") && bytes.hex.hasSuffix("fdfeff"))
    #expect([UInt8](hex: bytes.hex) == bytes)
    #expect([UInt8](hex: bytes.hex.uppercased()) == bytes)
    #expect([UInt8](hex: "") == [])
    let digest = Digest(of: bytes)
    #expect(Digest(hex: digest.hex) == digest)
  }

  @Test(arguments: ["0", "0g", "g0", " 0", "0 ", "+1", "-1", "é", "０0", "0x", "000"])
  func `text that is not pairs of hexadecimal digits is refused`(text: String) {
    #expect([UInt8](hex: text) == nil)
  }

  @Test func `a digest has exactly 64 digits`() {
    let hex = Digest(of: []).hex
    #expect(Digest(hex: hex + "00") == nil)
    #expect(Digest(hex: String(hex.dropLast(2))) == nil)
    #expect(Digest(hex: "") == nil)
    #expect(Digest(hex: String(hex.dropLast()) + "z") == nil)
  }

  @Test func `a digest is a string in JSON`() throws {
    let digest = Digest(of: [1])
    let json = try JSONEncoder().encode([digest])
    #expect(String(decoding: json, as: UTF8.self) == "[\"\(digest.hex)\"]")
    #expect(try JSONDecoder().decode([Digest].self, from: json) == [digest])
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([Digest].self, from: Data("[\"00\"]".utf8))
    }
  }
}
