/// Returns whether counts are compatible with equally likely cells.
///
/// Pearson's chi-square has mean k − 1 and variance 2(k − 1) over k cells. Five standard deviations are
/// allowed in both directions, so that counts that are too even fail as well. Use fixed seeds.
package func isUniform(_ counts: [Int]) -> Bool {
  let expected = Double(counts.reduce(0, +)) / Double(counts.count)
  let square = counts.reduce(0.0) { sum, count in
    sum + (Double(count) - expected) * (Double(count) - expected) / expected
  }
  let freedom = Double(counts.count - 1)
  return abs(square - freedom) <= 5 * (2 * freedom).squareRoot()
}
