import Statistics

extension Exposure {
  /// The number of whole bits below log2 N, where N is the number of controls.
  static func wholeBits(controls: Int) -> Int {
    Int.bitWidth - 1 - max(1, controls).leadingZeroBitCount
  }

  /// The share of the ranks 1...N + 1 whose exposure is at least `bit` and below `bit + 1`. The last
  /// rank, whose exposure is slightly below 0, counts as 0. The shares of all bits add up to 1.
  package static func nullShare(bit: Int, controls: Int) -> Double {
    // log2 N - log2 rank >= bit where rank <= N / 2^bit.
    let count = (controls >> bit) - (controls >> (bit + 1)) + (bit == 0 ? 1 : 0)
    return Double(count) / Double(controls + 1)
  }
}
