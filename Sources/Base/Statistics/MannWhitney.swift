import RealModule

/// The rank test of Mann and Whitney (1947): whether trained items score higher than controls.
///
/// It assumes that under the null hypothesis all items are exchangeable. If labels were assigned
/// within strata, `PermutationTest` is exact and this test is only descriptive.
package struct MannWhitney: Sendable {
  /// U: the number of pairs in which the trained item scores higher, with ties counting one half.
  package let statistic: Double
  /// The number of trained items times the number of controls.
  package let pairs: Int
  /// The probability of a U at least as high without an effect; 1 if a group is empty or all items
  /// are tied.
  ///
  /// It is exact without ties up to 10,000 pairs. Otherwise it is a normal approximation with tie
  /// and continuity corrections (Lehmann, "Nonparametrics", 1975, 1.2). Without ties and with at
  /// least 20 items in both groups its error is at most .0022 for p above .01; the relative error
  /// of much smaller values is large.
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
      // The distribution is symmetric: P(at least U) = P(at most pairs - U).
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
