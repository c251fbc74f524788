import RealModule

/// The area under the ROC curve: the probability that a trained item scores higher than a control,
/// with ties counting one half.
package struct AUC: Sendable {
  /// 0...1; 1/2 for scores without information.
  package let value: Double
  /// The variance of the value by DeLong, DeLong and Clarke-Pearson (1988); `nil` with fewer than
  /// two items in a group.
  package let variance: Double?
  private let smaller: Int
  /// True if all pairs have the same outcome.
  private let isConstant: Bool

  /// - Parameters: scores, none NaN.
  /// - Returns: `nil` if a group is empty.
  package init?(trained: [Double], controls: [Double]) {
    let (n, m) = (Double(trained.count), Double(controls.count))
    guard n > 0, m > 0 else { return nil }
    // Sun and Xu (2014): an item's rank among all items minus its rank in its own group is the
    // number of items of the other group that it beats.
    let all = MidRanks(trained + controls).ranks
    let own = MidRanks(trained).ranks
    let other = MidRanks(controls).ranks
    let beats = own.indices.map { (all[$0] - own[$0]) / m }
    let beaten = other.indices.map { 1 - (all[trained.count + $0] - other[$0]) / n }
    value = beats.reduce(0, +) / n
    smaller = min(trained.count, controls.count)
    isConstant = (beats + beaten).allSatisfy { $0 == beats[0] }
    variance =
      smaller < 2 ? nil : Self.variance(of: beats) / n + Self.variance(of: beaten) / m
  }

  /// DeLong's interval on the logit scale (Pepe 2003, section 5.2.4), which stays within 0...1 and
  /// covers better near 1. It is approximate and needs about 20 items in each group.
  ///
  /// If all pairs have the same outcome (all won, all tied, all lost), the variance is 0 and no
  /// normal interval is valid. With k items in the smaller group, k disjoint pairs are independent
  /// and have the same outcome, so another outcome has a probability of at most 1 - tail^(1/k): an
  /// exact, wide bound. With fewer than two items in a group the interval is 0...1.
  package func interval(confidence: Double) -> Interval {
    guard let variance else { return Interval(lower: 0, upper: 1, confidence: confidence) }
    let tail = (1 - confidence) / 2
    if isConstant {
      let other = 1 - Double.pow(tail, 1 / Double(smaller))
      let lower = value * (1 - other)
      return Interval(lower: lower, upper: lower + other, confidence: confidence)
    }
    let logit = Double.log(value / (1 - value))
    let half = -NormalDistribution.quantile(tail) * .sqrt(variance) / (value * (1 - value))
    return Interval(
      lower: 1 / (1 + .exp(half - logit)), upper: 1 / (1 + .exp(-half - logit)),
      confidence: confidence)
  }

  private static func variance(of values: [Double]) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
  }
}
