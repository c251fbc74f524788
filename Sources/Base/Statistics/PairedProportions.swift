import RealModule

/// Hits of two related trials in each of several pairs, and the difference of their rates.
///
/// Source of the interval: Newcombe, "Improved confidence intervals for the difference between
/// binomial proportions based on paired data", Statistics in Medicine 17 (1998) 2635-2650, method 10:
/// the Wilson intervals of both rates, combined under the correlation of the pairs.
package struct PairedProportions: Hashable, Sendable {
  /// Pairs with two hits, with a hit of the first trial only, of the second only, and without a hit.
  package let both: Int
  package let firstOnly: Int
  package let secondOnly: Int
  package let neither: Int

  package init(both: Int, firstOnly: Int, secondOnly: Int, neither: Int) {
    precondition([both, firstOnly, secondOnly, neither].allSatisfy { $0 >= 0 }, "a negative count")
    (self.both, self.firstOnly) = (both, firstOnly)
    (self.secondOnly, self.neither) = (secondOnly, neither)
  }

  package init(_ pairs: [(first: Bool, second: Bool)]) {
    self.init(
      both: pairs.count { $0.first && $0.second },
      firstOnly: pairs.count { $0.first && !$0.second },
      secondOnly: pairs.count { !$0.first && $0.second },
      neither: pairs.count { !$0.first && !$0.second })
  }

  package var pairs: Int { both + firstOnly + secondOnly + neither }

  /// The rate of the first trials minus that of the second ones; nil without pairs.
  package var difference: Double? {
    pairs == 0 ? nil : Double(firstOnly - secondOnly) / Double(pairs)
  }

  /// The interval of the difference, within -1...1; without pairs it is -1...1.
  package func interval(confidence: Double) -> Interval {
    guard let difference else { return Interval(lower: -1, upper: 1, confidence: confidence) }
    let first = Proportion(hits: both + firstOnly, trials: pairs)
    let second = Proportion(hits: both + secondOnly, trials: pairs)
    let (a, b) = (first.wilson(confidence: confidence), second.wilson(confidence: confidence))
    let (p, q) = (first.rate!, second.rate!)
    func distance(_ x: Double, _ y: Double) -> Double {
      // Rounding can make a square slightly negative if both distances are equal.
      .sqrt(max(0, x * x - 2 * correlation * x * y + y * y))
    }
    return Interval(
      lower: max(-1, difference - distance(p - a.lower, b.upper - q)),
      upper: min(1, difference + distance(a.upper - p, q - b.lower)), confidence: confidence)
  }

  /// The correlation φ of both trials. A positive one is reduced by a continuity correction of half
  /// the pairs in its numerator, to 0 at least.
  private var correlation: Double {
    let (e, f) = (Double(both), Double(firstOnly))
    let (g, h) = (Double(secondOnly), Double(neither))
    let product = (e + f) * (g + h) * (e + g) * (f + h)
    guard product > 0 else { return 0 }
    let numerator = e * h - f * g
    let corrected = numerator > 0 ? max(0, numerator - Double(pairs) / 2) : numerator
    return corrected / .sqrt(product)
  }
}
