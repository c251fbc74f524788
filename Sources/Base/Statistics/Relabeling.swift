import Randomness

/// One stratum, ready to be dealt many times.
///
/// Item and label are symmetric in a sum of products, so the side with fewer non-zero entries is
/// the hand, and cards of the other side are dealt to it; zeros get none. A lane of a vector is a
/// statistic: one deal serves them all.
enum Relabeling<Vector: SIMD & Sendable>: Sendable where Vector.Scalar == Double {
  case shuffled(ShuffledRelabeling<Vector>)
  case counted(CountedRelabeling<Vector>)

  /// - Returns: `nil` where every deal gives the same sum: all scores or all weights are equal.
  init?(_ stratum: Stratum) {
    guard stratum.hasChoice else { return nil }
    let scores = Self.rows(stratum.scores)
    let weights = Self.rows(stratum.weights)
    let scored = scores.filter { $0 != .zero }
    let weighted = weights.filter { $0 != .zero }
    let (hand, cards) = scored.count < weighted.count ? (scored, weights) : (weighted, scores)
    self = .shuffled(ShuffledRelabeling(hand: hand, cards: cards))
    // A count costs about as much as 128 cards, and there are two of them or more.
    if hand.count > 2 * 128 {
      let counted = CountedRelabeling(hand: hand, cards: cards)
      if hand.count > counted.counts * 128 { self = .counted(counted) }
    }
  }

  /// Adds the sum of one new, independent deal to every total.
  func add(to totals: inout [Vector], from random: inout RandomStream) {
    switch self {
    case .shuffled(let deal): deal.add(to: &totals, from: &random)
    case .counted(let deal): deal.add(to: &totals, from: &random)
    }
  }

  /// Columns, [statistic][item], as one vector per item; lanes without a statistic hold 0.
  private static func rows(_ columns: [[Double]]) -> [Vector] {
    var rows = [Vector](repeating: .zero, count: columns[0].count)
    for (k, column) in columns.enumerated() {
      for (item, value) in column.enumerated() { rows[item][k] = value }
    }
    return rows
  }
}
