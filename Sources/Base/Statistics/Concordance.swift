import Randomness

/// Kendall's S of one stratum: pairs ordered alike in dose and score, less pairs ordered
/// oppositely. A whole number, so that ties need no tolerance.
///
/// J = (S + pairs of unequal doses)/2, and the pairs are the same in every deal. S is symmetric,
/// so either side may be dealt to the other (Kendall, "Rank Correlation Methods").
struct Concordance: Sendable {
  /// As found, in order of the scores: ranks from 0 among the stratum's distinct values.
  private let doses: [Int]
  private let scores: [Int]

  init(_ doses: [Double], _ scores: [Double]) {
    precondition(doses.count == scores.count, "\(doses.count) doses, \(scores.count) scores")
    precondition(!(doses + scores).contains { $0.isNaN }, "a dose or score that is no number")
    let order = scores.indices.sorted { scores[$0] < scores[$1] }
    self.doses = Self.ranks(order.map { doses[$0] })
    self.scores = Self.ranks(order.map { scores[$0] })
  }

  var observed: Int { Self.statistic(ascending: scores, other: doses) }

  /// Pairs of items that J looks at.
  var unequalDoses: Int {
    let counts = Self.counts(of: doses)
    let squares = counts.reduce(0) { $0 + $1 * $1 }
    return (doses.count * doses.count - squares) / 2
  }

  /// Probabilities of S = -reach...reach over all deals, of which `nil` for more than `limit`.
  func distribution(limit: Int) -> [Double]? {
    let byDose = Arrangements.count(of: Self.counts(of: doses), limit: limit)
    let byScore = Arrangements.count(of: Self.counts(of: scores), limit: limit)
    guard let deals = [byDose, byScore].compactMap({ $0 }).min() else { return nil }
    let (fixed, dealt) = byDose == deals ? (scores, doses) : (doses.sorted(), scores)
    let reach = unequalDoses
    var masses = [Double](repeating: 0, count: 2 * reach + 1)
    Arrangements.visit(dealt) { order in
      masses[reach + Self.statistic(ascending: fixed, other: order)] += 1
    }
    return masses.map { $0 / Double(deals) }
  }

  /// Adds the S of one new, independent deal to every total: O(items × doses) each.
  func add(to totals: inout [Int], from random: inout RandomStream) {
    var doses = self.doses
    for permutation in totals.indices {
      random.shuffle(&doses)
      totals[permutation] += Self.statistic(ascending: scores, other: doses)
    }
  }

  /// Every item against those of lower groups, of which there are so many with each other value.
  private static func statistic(ascending groups: [Int], other: [Int]) -> Int {
    var lower = [Int](repeating: 0, count: (other.max() ?? -1) + 1)
    var (sum, start) = (0, 0)
    while start < groups.count {
      let end = groups[start...].firstIndex { $0 != groups[start] } ?? groups.count
      for item in start..<end {
        for (value, count) in lower.enumerated() { sum += count * (other[item] - value).signum() }
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
