import RealModule

extension PairedProportions {
  /// The two-sided p-value of McNemar's exact test: with equal rates of both trials, each discordant pair
  /// is a hit of the first one with probability 1/2 (McNemar 1947, with the binomial distribution). It is
  /// 1 without discordant pairs.
  package var mcNemar: Double {
    let discordant = firstOnly + secondOnly
    guard discordant > 0 else { return 1 }
    // P(X <= k) = I_{1/2}(n − k, k + 1).
    let smaller = min(firstOnly, secondOnly)
    return min(
      1,
      2 * IncompleteBeta.regularized(0.5, a: Double(discordant - smaller), b: Double(smaller + 1)))
  }
}
