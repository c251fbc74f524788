/// Consecutive positions of a shuffle whose random indices come from one random word.
///
/// Source: Brackett-Rozinsky and Lemire, "Batched ranged random integer generation" (2024).
struct ShuffleBatch: Sendable {
  let positions: Range<Int>
  /// The number of ways to fill the positions, all equally likely.
  let outcomes: UInt64
  /// Words whose remainder is below this are rejected: 2⁶⁴ modulo `outcomes`.
  let rejected: UInt64

  /// The batches of a shuffle that fills the first `positions` of `items`.
  static func batches(positions: Int, items: Int) -> [ShuffleBatch] {
    // With at most 2⁵⁶ outcomes, fewer than one word in 256 is rejected.
    var batches: [ShuffleBatch] = []
    var first = 0
    while first < positions {
      var (last, outcomes) = (first + 1, UInt64(items - first))
      while last < positions, UInt64(items - last) <= (1 << 56) / outcomes {
        outcomes *= UInt64(items - last)
        last += 1
      }
      batches.append(
        ShuffleBatch(
          positions: first..<last, outcomes: outcomes, rejected: (0 &- outcomes) % outcomes))
      first = last
    }
    return batches
  }

  /// Whether the word's remainder, the low half of word × outcomes, is too small.
  func rejects(_ word: UInt64) -> Bool { word &* outcomes < rejected }
}
