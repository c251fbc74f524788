import CSodium

/// A stream of random numbers: the ChaCha20 keystream (RFC 8439 block function, libsodium's 64-bit
/// counter).
///
/// A key gives the same numbers on every machine. The algorithms below do not use the standard
/// library's, which may change.
package struct RandomStream: RandomNumberGenerator, Sendable {
  private let key: [UInt8]
  private var words = [UInt64](repeating: 0, count: RandomStream.blockWords)
  private var used = RandomStream.blockWords
  private var block: UInt64 = 0

  private static let blockWords = 128
  private static let chachaBlocksPerRefill = UInt64(blockWords * 8 / 64)

  /// - Parameter key: 32 bytes.
  package init(key: [UInt8]) {
    precondition(key.count == 32, "a stream's key must have 32 bytes, not \(key.count)")
    self.key = key
  }

  package mutating func next() -> UInt64 {
    if used == words.count { refill() }
    defer { used += 1 }
    return words[used]
  }

  private mutating func refill() {
    let nonce = [UInt8](repeating: 0, count: 8)
    var bytes = [UInt8](repeating: 0, count: Self.blockWords * 8)
    unsafe crypto_stream_chacha20_xor_ic(
      &bytes, bytes, UInt64(bytes.count), nonce, block, key)
    for word in 0..<Self.blockWords {
      var value: UInt64 = 0
      for byte in 0..<8 { value |= UInt64(bytes[word * 8 + byte]) << UInt64(8 * byte) }
      words[word] = value
    }
    block += Self.chachaBlocksPerRefill
    used = 0
  }

  /// A whole number in 0..<bound, uniformly distributed.
  ///
  /// Lemire, "Fast random integer generation in an interval" (2019): multiply, keep the high word,
  /// and draw again in the few cases that would bias the result.
  package mutating func below(_ bound: Int) -> Int {
    precondition(bound > 0, "below: bound must be positive, not \(bound)")
    let range = UInt64(bound)
    var product = next().multipliedFullWidth(by: range)
    if product.low < range {
      let threshold = (0 &- range) % range
      while product.low < threshold { product = next().multipliedFullWidth(by: range) }
    }
    return Int(product.high)
  }

  /// True or false with probability 1/2 each.
  package mutating func coin() -> Bool { next() & 1 == 1 }

  /// A number in 0..<1, uniformly distributed in steps of 2⁻⁵³.
  package mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Permutes `items`; every order is equally likely. Fisher and Yates, from the end (Knuth, TAOCP 2,
  /// 3.4.2, P).
  package mutating func shuffle<Element>(_ items: inout [Element]) {
    guard items.count > 1 else { return }
    for last in stride(from: items.count - 1, to: 0, by: -1) {
      items.swapAt(last, below(last + 1))
    }
  }

  /// Permutes numbers as the generic function does. Permutation tests shuffle millions of them, and a generic
  /// function of another module is not specialised.
  package mutating func shuffle(_ numbers: inout [Int]) {
    guard numbers.count > 1 else { return }
    for last in stride(from: numbers.count - 1, to: 0, by: -1) {
      numbers.swapAt(last, below(last + 1))
    }
  }

  /// One of `items`, uniformly distributed.
  package mutating func pick<Element>(_ items: [Element]) -> Element {
    items[below(items.count)]
  }
}
