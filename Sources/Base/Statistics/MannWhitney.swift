import RealModule

/// Do trained items score higher than controls? The rank test of Mann and Whitney (1947).
///
/// It assumes that under the null all items are exchangeable, without strata; where labels were
/// dealt within strata, `PermutationTest` is the exact one and this a description.
package struct MannWhitney: Sendable {
  /// U: pairs in which the trained item scores higher, a tie counting one half.
  package let statistic: Double
  /// Trained items times controls.
  package let pairs: Int
  /// The chance of a U at least as high without effect; 1 where a group is empty or all are tied.
  ///
  /// *Exact* without ties up to 10,000 pairs. Otherwise normal, with mid-ranks' tie correction and
  /// continuity correction (Lehmann, "Nonparametrics", 1975, 1.2): without ties and with 20 items
  /// or more in both groups off by .0022 at most for p above .01, unreliable as a ratio far below.
  package let pValue: Double
  package let isExact: Bool

  /// - Parameters: scores, none NaN; higher is better recognised.
  package init(trained: [Double], controls: [Double]) {
    let (n, m) = (trained.count, controls.count)
    pairs = n * m
    let ranked = MidRanks(trained + controls)
    let ranksum = ranked.ranks[..<n].reduce(0, +)
    statistic = ranksum - Double(n * (n + 1)) / 2
    isExact = pairs > 0 && ranked.ties == 0 && pairs <= RankSumDistribution.mostPairs
    if isExact {
      // The distribution is symmetric: at least U is at most pairs - U.
      pValue = RankSumDistribution.cumulative(n, m)[pairs - Int(statistic)]
      return
    }
    let total = Double(n + m)
    let variance = Double(pairs) / 12 * (total + 1 - ranked.ties / (total * (total - 1)))
    guard pairs > 0, variance > 0 else {
      pValue = 1
      return
    }
    let excess = statistic - Double(pairs) / 2 - 0.5
    pValue = NormalDistribution.cumulative(-excess / .sqrt(variance))
  }
}
