import Randomness

/// Draws random relabelings of one stratum.
///
/// Item and label are symmetric in a sum of products. The side with fewer non-zero entries is
/// fixed, and entries of the other side are assigned to it at random; items that are zero
/// contribute nothing. Each vector element is a statistic, so that one relabeling serves all
/// statistics.
enum Relabeling<Vector: SIMD & Sendable>: Sendable where Vector.Scalar == Double {
  case shuffled(ShuffledRelabeling<Vector>)
  case counted(CountedRelabeling<Vector>)

  /// - Returns: `nil` if every relabeling has the same sum, because all scores or all weights are
  ///   equal.
  init?(_ stratum: Stratum) {
    guard stratum.hasChoice else { return nil }
    let scores = Self.rows(stratum.scores)
    let weights = Self.rows(stratum.weights)
    let scored = scores.filter { $0 != .zero }
    let weighted = weights.filter { $0 != .zero }
    let (fixed, permuted) =
      scored.count < weighted.count ? (scored, weights) : (weighted, scores)
    self = .shuffled(ShuffledRelabeling(fixed: fixed, permuted: permuted))
    // A cell of the table costs about as much as 128 swaps, and there are at least two cells.
    if fixed.count > 2 * 128 {
      let counted = CountedRelabeling(fixed: fixed, permuted: permuted)
      if fixed.count > counted.cells * 128 { self = .counted(counted) }
    }
  }

  /// Adds the sum of one new, independent relabeling to every total.
  func add(to totals: inout [Vector], from random: inout RandomStream) {
    switch self {
    case .shuffled(let relabeling): relabeling.add(to: &totals, from: &random)
    case .counted(let relabeling): relabeling.add(to: &totals, from: &random)
    }
  }

  /// Converts columns, [statistic][item], to one vector for each item, padded with 0.
  private static func rows(_ columns: [[Double]]) -> [Vector] {
    var rows = [Vector](repeating: .zero, count: columns[0].count)
    for (k, column) in columns.enumerated() {
      for (item, value) in column.enumerated() { rows[item][k] = value }
    }
    return rows
  }
}
