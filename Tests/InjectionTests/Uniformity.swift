/// Whether counts look like draws of equally likely cells.
///
/// Pearson's chi-square has mean k − 1 and variance 2(k − 1) over k cells; seeds are fixed, so that
/// five standard deviations either way never cry wolf, and neither does too even a count pass.
func isUniform(_ counts: [Int]) -> Bool {
  let expected = Double(counts.reduce(0, +)) / Double(counts.count)
  let square = counts.reduce(0.0) { sum, count in
    sum + (Double(count) - expected) * (Double(count) - expected) / expected
  }
  let freedom = Double(counts.count - 1)
  return abs(square - freedom) <= 5 * (2 * freedom).squareRoot()
}
