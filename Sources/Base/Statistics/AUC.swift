import RealModule

/// The area under the ROC curve: the chance that a trained item scores higher than a control, a
/// tie counting one half.
package struct AUC: Sendable {
  /// 0...1; 1/2 where scores know nothing.
  package let value: Double
  /// Variance of the value by DeLong, DeLong and Clarke-Pearson (1988); `nil` below two items in a
  /// group.
  package let variance: Double?
  private let smaller: Int
  /// All pairs came out alike.
  private let isConstant: Bool

  /// - Parameters: scores, none NaN.
  /// - Returns: `nil` where a group is empty.
  package init?(trained: [Double], controls: [Double]) {
    let (n, m) = (Double(trained.count), Double(controls.count))
    guard n > 0, m > 0 else { return nil }
    // Sun and Xu (2014): an item's rank among all, less its rank in its own group, counts the
    // items of the other group that it beats.
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
  /// covers better near 1. Approximate: it wants some 20 items in each group.
  ///
  /// Where all pairs came out alike (all won, all tied, all lost), the variance is 0 and no normal
  /// interval holds. Then k disjoint pairs, k items in the smaller group, are independent
  /// and came out alike, so that another outcome has a chance of at most 1 - tail^(1/k): an exact,
  /// wide bound. Below two items in a group: 0...1.
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
