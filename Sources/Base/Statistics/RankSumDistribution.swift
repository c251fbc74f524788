/// The null distribution of Mann and Whitney's U without ties.
enum RankSumDistribution {
  /// The largest number of pairs for which it is computed: 25 million additions for 100 and 100
  /// items.
  static let mostPairs = 10_000

  /// P(U <= u) for u = 0...n·m, with all orders of both groups equally likely.
  ///
  /// Mann and Whitney (1947): the highest value is in the first group and beats all j of the
  /// second, or it is in the second: w(i, j, u) = w(i - 1, j, u - j) + w(i, j - 1, u). All terms
  /// are positive, so the relative error is below (n + m)·2⁻⁵².
  static func cumulative(_ n: Int, _ m: Int) -> [Double] {
    precondition(n * m <= mostPairs, "\(n) × \(m) pairs are too many to enumerate")
    let (few, many) = (min(n, m), max(n, m))
    var ways = (0...few).map { [1.0] + [Double](repeating: 0, count: $0 * many) }
    for j in 1..<(many + 1) {
      for i in 1..<(few + 1) {
        // ways[i] already has w(i, j - 1, u).
        for u in j..<(i * j + 1) { ways[i][u] += ways[i - 1][u - j] }
      }
    }
    var below = 0.0
    let sums = ways[few].map { count in
      below += count
      return below
    }
    return sums.map { $0 / below }
  }
}
