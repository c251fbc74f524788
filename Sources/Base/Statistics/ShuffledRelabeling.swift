import Randomness

/// Draws a relabeling as a partial Fisher-Yates shuffle: only the positions of the fixed side are
/// filled.
///
/// One random word serves several positions: Brackett-Rozinsky and Lemire, "Batched ranged random
/// integer generation" (2024).
struct ShuffledRelabeling<Vector: SIMD & Sendable>: Sendable where Vector.Scalar == Double {
  private let fixed: [Vector]
  private let permuted: [Vector]
  private let batches: [Batch]

  /// Consecutive positions whose random indices come from one random word.
  private struct Batch: Sendable {
    let positions: Range<Int>
    /// Words whose remainder is below this are rejected: 2⁶⁴ modulo the number of outcomes.
    let rejected: UInt64
  }

  init(fixed: [Vector], permuted: [Vector]) {
    precondition(
      fixed.count <= permuted.count, "\(permuted.count) items for \(fixed.count) positions")
    self.fixed = fixed
    self.permuted = permuted
    // With at most 2⁵⁶ outcomes, fewer than one word in 256 is rejected.
    var batches: [Batch] = []
    var first = 0
    while first < fixed.count {
      var (last, outcomes) = (first + 1, UInt64(permuted.count - first))
      while last < fixed.count, UInt64(permuted.count - last) <= (1 << 56) / outcomes {
        outcomes *= UInt64(permuted.count - last)
        last += 1
      }
      batches.append(Batch(positions: first..<last, rejected: (0 &- outcomes) % outcomes))
      first = last
    }
    self.batches = batches
  }

  /// Adds the sum of one new relabeling to every total. A shuffle is uniform from any starting
  /// order, so each continues from the previous one, and a rejected word may leave its swaps.
  func add(to totals: inout [Vector], from random: inout RandomStream) {
    var permuted = self.permuted
    for permutation in totals.indices {
      var total = totals[permutation]
      for batch in batches {
        var part: Vector
        var word: UInt64
        repeat {
          part = .zero
          word = random.next()
          for position in batch.positions {
            let (offset, rest) = word.multipliedFullWidth(by: UInt64(permuted.count - position))
            let drawn = position + Int(offset)
            let item = permuted[drawn]
            permuted[drawn] = permuted[position]
            permuted[position] = item
            part += fixed[position] * item
            word = rest
          }
        } while word < batch.rejected
        total += part
      }
      totals[permutation] = total
    }
  }
}
