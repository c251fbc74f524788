/// The step-up correction of Benjamini and Hochberg (1995): among all rejections, the expected
/// share of false ones is at most the level.
///
/// It is valid for independent tests and for tests that share their controls: ranks among common
/// controls have the positive dependence that it requires (Bates et al. 2023).
package enum BenjaminiHochberg {
  /// The adjusted p-values in the given order. Reject those that are at most the level.
  ///
  /// The i-th smallest of m is multiplied by m/i and limited to the next larger one's, or to 1.
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

  /// The number of `tests` that must rank above all `references` before any is rejected at `level`,
  /// because even the top rank has p = 1/(references + 1).
  ///
  /// - Returns: at least 1; more than `tests` if nothing can be rejected.
  package static func topRanksNeeded(tests: Int, references: Int, level: Double) -> Int {
    precondition(tests > 0 && references > 0, "\(tests) tests against \(references) references")
    precondition(0 < level && level < 1, "a level of \(level) is not inside 0...1")
    // This is the arithmetic of `adjusted`, so that rounding cannot make them differ.
    let p = 1 / Double(references + 1)
    var (low, high) = (1, tests + 1)
    while low < high {
      let middle = (low + high) / 2
      if p * Double(tests) / Double(middle) <= level { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
