import Randomness

/// Kendall's S of one stratum: the number of pairs with the same order in dose and score minus the
/// number with opposite orders. It is an integer, so ties need no tolerance.
///
/// J = (S + pairs of unequal doses)/2, and the pairs are the same in every relabeling. S is
/// symmetric, so either side may be permuted (Kendall, "Rank Correlation Methods").
struct Concordance: Sendable {
  /// Ranks from 0 among the stratum's distinct values, in ascending order of the scores.
  private let doses: [Int]
  private let scores: [Int]

  init(_ doses: [Double], _ scores: [Double]) {
    precondition(doses.count == scores.count, "\(doses.count) doses, \(scores.count) scores")
    precondition(!(doses + scores).contains { $0.isNaN }, "a dose or a score is NaN")
    let order = scores.indices.sorted { scores[$0] < scores[$1] }
    self.doses = Self.ranks(order.map { doses[$0] })
    self.scores = Self.ranks(order.map { scores[$0] })
  }

  var observed: Int { Self.statistic(ascending: scores, other: doses) }

  /// The number of pairs with unequal doses, which J counts.
  var unequalDoses: Int {
    let counts = Self.counts(of: doses)
    let squares = counts.reduce(0) { $0 + $1 * $1 }
    return (doses.count * doses.count - squares) / 2
  }

  /// The quantities that determine the distribution of S over all relabelings.
  struct Margins: Hashable {
    let doses: [Int]
    let scores: [Int]
  }

  /// The ranks of the doses in ascending order, and those of the scores.
  var margins: Margins { Margins(doses: doses.sorted(), scores: scores) }

  /// The probabilities of S = -reach...reach over all distinct relabelings; `nil` if there are more
  /// than `limit`.
  func distribution(limit: Int) -> [Double]? {
    let byDose = DistinctPermutations.count(of: Self.counts(of: doses), limit: limit)
    let byScore = DistinctPermutations.count(of: Self.counts(of: scores), limit: limit)
    guard let relabelings = [byDose, byScore].compactMap({ $0 }).min() else { return nil }
    let (fixed, permuted) = byDose == relabelings ? (scores, doses) : (doses.sorted(), scores)
    let reach = unequalDoses
    var masses = [Double](repeating: 0, count: 2 * reach + 1)
    DistinctPermutations.visit(permuted) { order in
      masses[reach + Self.statistic(ascending: fixed, other: order)] += 1
    }
    return masses.map { $0 / Double(relabelings) }
  }

  /// Adds the S of one new, independent relabeling to every total. Each takes O(items × doses).
  ///
  /// If all doses or all scores are equal, S is 0 in every relabeling and none is drawn.
  func add(to totals: inout [Int], from random: inout RandomStream) {
    guard let dose = doses.max(), dose > 0, let score = scores.max(), score > 0 else { return }
    var doses = self.doses
    var lower = [Int](repeating: 0, count: dose + 1)
    for permutation in totals.indices {
      random.shuffle(&doses)
      totals[permutation] += Self.statistic(ascending: scores, other: doses, &lower)
    }
  }

  private static func statistic(ascending groups: [Int], other: [Int]) -> Int {
    var lower = [Int](repeating: 0, count: (other.max() ?? -1) + 1)
    return statistic(ascending: groups, other: other, &lower)
  }

  /// Compares every item with the counts of the other side's values in lower groups.
  /// - Parameter lower: an element for each value of the other side; its contents do not matter.
  private static func statistic(
    ascending groups: [Int], other: [Int], _ lower: inout [Int]
  ) -> Int {
    for value in lower.indices { lower[value] = 0 }
    var (sum, start) = (0, 0)
    while start < groups.count {
      var end = start + 1
      while end < groups.count, groups[end] == groups[start] { end += 1 }
      for item in start..<end {
        for value in lower.indices { sum += lower[value] * (other[item] - value).signum() }
      }
      for item in start..<end { lower[other[item]] += 1 }
      start = end
    }
    return sum
  }

  private static func ranks(_ values: [Double]) -> [Int] {
    let distinct = Set(values).sorted()
    let rank = Dictionary(uniqueKeysWithValues: distinct.enumerated().map { ($1, $0) })
    return values.map { rank[$0]! }
  }

  private static func counts(of ranks: [Int]) -> [Int] {
    var counts = [Int](repeating: 0, count: (ranks.max() ?? -1) + 1)
    for rank in ranks { counts[rank] += 1 }
    return counts
  }
}
