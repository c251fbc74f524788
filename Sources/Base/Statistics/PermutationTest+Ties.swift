extension PermutationTest {
  /// The distance below the observed statistic at which a permuted one still counts as equal.
  ///
  /// Sums of equal value differ by rounding if they are added in another order, and a lost tie
  /// makes p too small. Let u = 2⁻⁵³, N the number of items, A = (largest |score|) · Σ|weight|. The
  /// absolute values of a relabeling's terms sum to at most A. The error of one sum is then at
  /// most, to first order,
  ///
  ///     scores known to 16u · largest |score|, weights and products rounded  18u·A
  ///     N - 1 additions, in any order (Higham 2002, section 4.2)        (N - 1)u·A
  ///     the tolerance subtracted, constant strata left out                    4u·A
  ///
  /// and that of two sums is twice as much, (N + 21)·2u·A. Different sums that are closer count as
  /// ties, which makes the test conservative: with a million items, by 1e-7 standard deviations.
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
