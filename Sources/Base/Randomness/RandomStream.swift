import CSodium

/// A stream of random numbers: the ChaCha20 keystream (RFC 8439 block function, libsodium's 64-bit
/// counter).
///
/// A key gives the same numbers on every machine. The algorithms below do not use the standard
/// library's, which may change.
package struct RandomStream: RandomNumberGenerator, Sendable {
  private let key: [UInt8]
  @usableFromInline var words = [UInt64](repeating: 0, count: RandomStream.firstWords)
  @usableFromInline var used = RandomStream.firstWords
  private var block: UInt64 = 0

  /// The numbers that are computed at once: few at first, because many streams are short.
  private static let firstWords = 128
  private static let laterWords = 1_024
  /// A block of ChaCha20 has 64 bytes.
  private static let wordsPerBlock = 8
  private static let nonce = [UInt8](repeating: 0, count: 8)

  /// - Parameter key: 32 bytes.
  package init(key: [UInt8]) {
    precondition(key.count == 32, "a stream's key must have 32 bytes, not \(key.count)")
    self.key = key
  }

  /// The next 64 bits of the keystream, the first byte lowest.
  @inlinable package mutating func next() -> UInt64 {
    if used == words.count { refill() }
    let word = words[used]
    used += 1
    return word
  }

  /// The next `count` words, in the order in which `next` returns them.
  package mutating func next(_ count: Int) -> [UInt64] {
    var taken: [UInt64] = []
    taken.reserveCapacity(count)
    while taken.count < count {
      if used == words.count { refill() }
      let part = words[used..<min(words.count, used + count - taken.count)]
      taken += part
      used += part.count
    }
    return taken
  }

  @usableFromInline
  @inline(never) mutating func refill() {
    // The keystream is that of one long message, however many of its bytes are computed at once.
    let count = block == 0 ? Self.firstWords : Self.laterWords
    if words.count == count {
      for index in words.indices { words[index] = 0 }
    } else {
      words = [UInt64](repeating: 0, count: count)
    }
    let (key, block) = (key, block)
    unsafe words.withUnsafeMutableBytes { bytes in
      let stream = unsafe bytes.assumingMemoryBound(to: UInt8.self).baseAddress!
      _ = unsafe crypto_stream_chacha20_xor_ic(
        stream, stream, UInt64(bytes.count), Self.nonce, block, key)
    }
    #if _endian(big)
      for index in words.indices { words[index] = words[index].byteSwapped }
    #endif
    self.block += UInt64(count / Self.wordsPerBlock)
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
