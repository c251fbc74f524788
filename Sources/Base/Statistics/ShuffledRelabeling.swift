import Randomness

/// Draws a relabeling as a partial Fisher-Yates shuffle: only the positions of the fixed side are
/// filled. One random word serves several positions (`ShuffleBatch`).
///
/// `SmallRelabelings` and `CodedRelabeling` draw the same relabelings from the same stream, faster.
struct ShuffledRelabeling<Vector: SIMD & Sendable>: Sendable where Vector.Scalar == Double {
  let fixed: [Vector]
  let permuted: [Vector]
  let batches: [ShuffleBatch]

  init(fixed: [Vector], permuted: [Vector]) {
    precondition(
      fixed.count <= permuted.count, "\(permuted.count) items for \(fixed.count) positions")
    self.fixed = fixed
    self.permuted = permuted
    batches = ShuffleBatch.batches(positions: fixed.count, items: permuted.count)
  }

  /// Adds the sum of one new relabeling to every total. A shuffle is uniform from any starting
  /// order, so each continues from the previous one, and a rejected word may leave its swaps.
  func add(to totals: inout [Vector], from random: inout some RandomNumberGenerator) {
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
