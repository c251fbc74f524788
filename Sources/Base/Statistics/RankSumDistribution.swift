/// The null distribution of Mann and Whitney's U where no value occurs twice.
enum RankSumDistribution {
  /// Up to so many pairs it is counted out: 25 million additions for 100 against 100.
  static let mostPairs = 10_000

  /// P(U <= u) for u = 0...n·m, every way to mix both groups as likely as any other.
  ///
  /// Mann and Whitney (1947): the highest value is of the first group and beats all j of the
  /// second, or it is of the second: w(i, j, u) = w(i - 1, j, u - j) + w(i, j - 1, u). Only sums
  /// of positive terms, so the relative error stays under (n + m)·2⁻⁵².
  static func cumulative(_ n: Int, _ m: Int) -> [Double] {
    precondition(n * m <= mostPairs, "\(n) × \(m) pairs are too many to count out")
    let (few, many) = (min(n, m), max(n, m))
    var ways = (0...few).map { [1.0] + [Double](repeating: 0, count: $0 * many) }
    for j in 1..<(many + 1) {
      for i in 1..<(few + 1) {
        // What i and j - 1 gave is there already.
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
