/// The step-up correction of Benjamini and Hochberg (1995): among all rejections, the expected
/// share of false ones stays under the level.
///
/// For independent tests, and for those that share their controls: ranks among common controls are
/// positively dependent in the way that it needs (Bates et al. 2023).
package enum BenjaminiHochberg {
  /// Adjusted p-values in the order given: reject where one is at most the level.
  ///
  /// The i-th smallest of m is multiplied by m/i and is never above a larger one's, nor above 1.
  package static func adjusted(_ pValues: [Double]) -> [Double] {
    precondition(pValues.allSatisfy { 0 <= $0 && $0 <= 1 }, "a p-value lies in 0...1")
    var adjusted = pValues
    var ceiling = 1.0
    let ascending = pValues.indices.sorted { pValues[$0] < pValues[$1] }
    for (rank, index) in ascending.enumerated().reversed() {
      ceiling = min(ceiling, pValues[index] * Double(pValues.count) / Double(rank + 1))
      adjusted[index] = ceiling
    }
    return adjusted
  }

  /// How many of `tests` canaries must come before all `references` at once for any of them to be
  /// rejected at `level`: a top rank has p = 1/(references + 1) and no less.
  ///
  /// - Returns: at least 1; more than `tests` where nothing can be rejected at all.
  package static func topRanksNeeded(tests: Int, references: Int, level: Double) -> Int {
    precondition(tests > 0 && references > 0, "\(tests) tests against \(references) references")
    precondition(0 < level && level < 1, "a level of \(level) is not inside 0...1")
    // In the correction's own arithmetic, so that no rounding tells them apart.
    let p = 1 / Double(references + 1)
    var (low, high) = (1, tests + 1)
    while low < high {
      let middle = (low + high) / 2
      if p * Double(tests) / Double(middle) <= level { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
