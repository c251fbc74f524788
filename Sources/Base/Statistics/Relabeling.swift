import Randomness

/// Draws random relabelings of one stratum.
///
/// Item and label are symmetric in a sum of products. The side with fewer non-zero entries is
/// fixed, and entries of the other side are assigned to it at random; items that are zero
/// contribute nothing. Each vector element is a statistic, so that one relabeling serves all
/// statistics.
enum Relabeling<Vector: SIMD & Sendable>: Sendable where Vector.Scalar == Double {
  case small(SmallRelabelings<Vector>)
  case coded(CodedRelabeling<Vector>)
  case shuffled(ShuffledRelabeling<Vector>)
  case counted(CountedRelabeling<Vector>)

  /// The relabelings of several strata, without those in which every relabeling has the same sum.
  /// Small strata of one shape that follow one another are drawn together.
  static func all(_ strata: [Stratum]) -> [Relabeling] {
    var found: [Relabeling] = []
    var open: SmallRelabelings<Vector>?
    for relabeling in strata.lazy.compactMap({ Relabeling($0) }) {
      if case .small(let small) = relabeling {
        if open?.take(small) != true {
          if let open { found.append(.small(open)) }
          open = small
        }
      } else {
        if let open { found.append(.small(open)) }
        open = nil
        found.append(relabeling)
      }
    }
    if let open { found.append(.small(open)) }
    return found
  }

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
    // A cell of the table costs about as much as 128 swaps, and there are at least two cells.
    if fixed.count > 2 * 128 {
      let counted = CountedRelabeling(fixed: fixed, permuted: permuted)
      if fixed.count > counted.cells * 128 {
        self = .counted(counted)
        return
      }
    }
    let shuffled = ShuffledRelabeling(fixed: fixed, permuted: permuted)
    if let small = SmallRelabelings(shuffled) {
      self = .small(small)
    } else {
      self = CodedRelabeling(shuffled).map { .coded($0) } ?? .shuffled(shuffled)
    }
  }

  /// Adds the sum of one new, independent relabeling to every total.
  func add(to totals: inout [Vector], from random: inout RandomStream) {
    switch self {
    case .small(let relabelings): relabelings.add(to: &totals, from: &random)
    case .coded(let relabeling): relabeling.add(to: &totals, from: &random)
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
