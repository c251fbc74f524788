import Statistics

extension Exposure {
  /// Whole bits under the ceiling of log2 N.
  static func wholeBits(controls: Int) -> Int {
    Int.bitWidth - 1 - max(1, controls).leadingZeroBitCount
  }

  /// The share of ranks 1...N + 1 whose exposure lies from `bit` to under `bit + 1`; the last rank,
  /// a little below 0, counts as 0. All bits together make 1.
  package static func nullShare(bit: Int, controls: Int) -> Double {
    // log2 N - log2 rank >= bit where rank <= N / 2^bit.
    let count = (controls >> bit) - (controls >> (bit + 1)) + (bit == 0 ? 1 : 0)
    return Double(count) / Double(controls + 1)
  }
}
