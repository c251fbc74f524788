/// The number of successes among independent trials with different rates (Poisson 1837).
package enum PoissonBinomial {
  /// The probability of at most `count` successes; 0 for a negative count.
  ///
  /// The distribution is built trial by trial and cut after `count`, which takes time proportional
  /// to rates × count. All terms are sums and products of numbers in 0...1, so the relative error is
  /// at most (trials + 1)·2⁻⁵¹.
  ///
  /// - Precondition: all rates are in 0...1.
  package static func probability(ofAtMost count: Int, rates: [Double]) -> Double {
    guard count >= 0 else { return 0 }
    guard count < rates.count else { return 1 }
    var chances = [1.0] + Array(repeating: 0, count: count)
    for rate in rates {
      precondition(0 <= rate && rate <= 1, "a rate of \(rate)")
      for successes in stride(from: count, to: 0, by: -1) {
        chances[successes] = chances[successes] * (1 - rate) + chances[successes - 1] * rate
      }
      chances[0] *= 1 - rate
    }
    return min(1, chances.reduce(0, +))
  }
}
