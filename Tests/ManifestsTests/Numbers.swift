/// SplitMix64 (Steele, Lea and Flood 2014), with the same numbers in every run.
struct Numbers: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }

  /// The number of lines before each of `count` new ones, ascending.
  mutating func gaps(_ count: Int, among lines: Int) -> [Int] {
    (0..<count).map { _ in Int.random(in: 0...lines, using: &self) }.sorted()
  }
}
