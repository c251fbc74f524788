extension PermutationTest {
  /// How far a permuted statistic may fall short of the observed one and still count as equal.
  ///
  /// Equal sums added in another order differ by rounding, and a tie that is lost makes p too
  /// small. Let u = 2⁻⁵³, N the number of items, A = (largest |score|) · Σ|weight|, so that no
  /// deal's terms have absolute values that sum to more than A. Then one sum is off by at most, to
  /// first order,
  ///
  ///     scores known to 16u · largest |score|, weights and products rounded  18u·A
  ///     N - 1 additions, in any order (Higham 2002, section 4.2)        (N - 1)u·A
  ///     the tolerance taken off, constant strata left out                     4u·A
  ///
  /// and two sums by twice that, (N + 21)·2u·A. Sums that truly differ by less count as ties, which
  /// errs towards no finding: with a million items, at 1e-7 standard deviations of the statistic.
  /// (A score such as 1 - CER is known to u, which is 16u of the largest while any reaches 1/16.)
  func tieTolerance(_ k: Int) -> Double {
    var items = 0
    var (largest, weight) = (0.0, 0.0)
    for stratum in strata {
      items += stratum.items
      for score in stratum.scores[k] { largest = max(largest, abs(score)) }
      for found in stratum.weights[k] { weight += abs(found) }
    }
    return Double(items + 21) * .ulpOfOne * largest * weight
  }
}
