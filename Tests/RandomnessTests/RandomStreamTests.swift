import Randomness
import Testing

@Suite struct RandomStreamTests {
  let seed = Seed(short: 7)

  @Test func `equal names give equal numbers and different names different ones`() {
    var a = seed.stream("voices")
    var b = seed.stream("voices")
    var c = seed.stream("speeds")
    let first = (0..<300).map { _ in a.next() }
    #expect(first == (0..<300).map { _ in b.next() })
    #expect(first != (0..<300).map { _ in c.next() })
    #expect(Set(first).count == 300)
  }

  /// RFC 8439 section 2.3.2's block function with a zero key and nonce: the keystream published in
  /// draft-agl-tls-chacha20poly1305-04, section 7, first vector.
  @Test func `a zero key gives the published ChaCha20 keystream`() {
    var stream = RandomStream(key: [UInt8](repeating: 0, count: 32))
    #expect(stream.next() == 0x903d_f1a0_ade0_b876)
    #expect(stream.next() == 0x28bd_8653_e56a_5d40)
  }

  @Test func `numbers below a bound are uniform`() {
    var stream = seed.stream("uniform")
    let bound = 11
    let draws = 110_000
    var counts = [Int](repeating: 0, count: bound)
    for _ in 0..<draws { counts[stream.below(bound)] += 1 }
    let expected = Double(draws) / Double(bound)
    let chiSquare = counts.reduce(0) {
      $0 + (Double($1) - expected) * (Double($1) - expected) / expected
    }
    // Chi-square with 10 degrees of freedom: 29.59 is exceeded with probability 1/1000.
    #expect(chiSquare < 29.59)
  }

  @Test func `every order of a shuffle is equally likely`() {
    var stream = seed.stream("shuffle")
    var counts: [[Int]: Int] = [:]
    for _ in 0..<24_000 {
      var items = [0, 1, 2, 3]
      stream.shuffle(&items)
      counts[items, default: 0] += 1
    }
    #expect(counts.count == 24)
    let chiSquare = counts.values.reduce(0.0) {
      $0 + (Double($1) - 1000) * (Double($1) - 1000) / 1000
    }
    // 23 degrees of freedom, probability 1/1000: 49.73.
    #expect(chiSquare < 49.73)
  }

  @Test func `a coin is fair and a unit number is in its range`() {
    var stream = seed.stream("coin")
    let heads = (0..<10_000).count { _ in stream.coin() }
    #expect(abs(heads - 5_000) < 200)  // four standard deviations of 50
    for _ in 0..<1_000 { #expect((0..<1).contains(stream.unit())) }
  }

  @Test func `system seeds differ, and neighbouring short seeds differ`() {
    #expect(Seed.fromSystem() != Seed.fromSystem())
    #expect(Seed(short: 1) != Seed(short: 2))
    #expect(Seed(short: 1).key("a") == Seed(short: 1).key("a"))
  }
}
