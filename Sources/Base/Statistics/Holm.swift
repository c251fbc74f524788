/// The step-down correction of Holm (1979), which controls the family-wise error rate under any
/// dependence between tests.
package enum Holm {
  /// The adjusted p-values in the given order. Reject those that are at most alpha.
  ///
  /// The i-th smallest of m is multiplied by m - i + 1, raised to the next smaller one's, and
  /// limited to 1.
  package static func adjusted(_ pValues: [Double]) -> [Double] {
    precondition(pValues.allSatisfy { 0 <= $0 && $0 <= 1 }, "a p-value lies in 0...1")
    var adjusted = pValues
    var floor = 0.0
    let ascending = pValues.indices.sorted { pValues[$0] < pValues[$1] }
    for (rank, index) in ascending.enumerated() {
      floor = max(floor, min(1, pValues[index] * Double(pValues.count - rank)))
      adjusted[index] = floor
    }
    return adjusted
  }
}
