import RealModule

/// The shift of Hodges and Lehmann (1963): the median of all differences between a trained item and
/// a control.
///
/// The interval inverts Mann and Whitney's test, assuming that both distributions have the same
/// shape (Moses 1953; Lehmann, "Nonparametrics", 1975, 2.6). With ties it is conservative.
package struct HodgesLehmann: Sendable {
  private let trained: [Double]
  private let controls: [Double]

  /// - Parameters: finite scores.
  /// - Returns: `nil` if a group is empty.
  package init?(trained: [Double], controls: [Double]) {
    precondition((trained + controls).allSatisfy(\.isFinite), "scores are finite")
    if trained.isEmpty || controls.isEmpty { return nil }
    self.trained = trained.sorted()
    self.controls = controls.sorted()
  }

  private var pairs: Int { trained.count * controls.count }

  package var shift: Double {
    let (low, high) = (difference((pairs + 1) / 2), difference(pairs / 2 + 1))
    // The sum of two equal values could overflow.
    return low == high ? low : low / 2 + high / 2
  }

  /// The k-th smallest and the k-th largest difference, for the largest k with
  /// P(U < k) <= (1 - confidence)/2.
  ///
  /// It is exact up to 10,000 pairs, and normal with continuity correction above. `nil` if the
  /// groups are so small that no difference is extreme enough, such as 3 and 3 items at 95%.
  package func interval(confidence: Double) -> Interval? {
    precondition(0 < confidence && confidence < 1, "confidence \(confidence) is not inside 0...1")
    let k = extreme(tail: (1 - confidence) / 2)
    guard k > 0 else { return nil }
    return Interval(
      lower: difference(k), upper: difference(pairs + 1 - k), confidence: confidence)
  }

  private func extreme(tail: Double) -> Int {
    if pairs <= RankSumDistribution.mostPairs {
      return RankSumDistribution.cumulative(trained.count, controls.count)
        .prefix { $0 <= tail }.count
    }
    let deviation = Double.sqrt(
      Double(pairs) * Double(trained.count + controls.count + 1) / 12)
    let below = Double(pairs) / 2 - 0.5 + NormalDistribution.quantile(tail) * deviation
    return max(0, Int(below.rounded(.down)) + 1)
  }

  /// The k-th smallest of all differences, k from 1, without storing them: bisection over all
  /// floating-point numbers for the smallest that k differences do not exceed.
  private func difference(_ k: Int) -> Double {
    let infinity = Int(Double.infinity.bitPattern)
    var (low, high) = (-infinity, infinity)
    while low < high {
      // The mean of numbers whose sum may overflow, rounded down.
      let middle = (low & high) + (low ^ high) >> 1
      if differences(atMost: number(middle)) >= k { high = middle } else { low = middle + 1 }
    }
    return number(low)
  }

  /// The number of differences up to `limit`, in one pass over both sorted groups. Rounding is
  /// monotone, so the differences stay in order.
  private func differences(atMost limit: Double) -> Int {
    var (count, first) = (0, 0)
    for score in trained {
      while first < controls.count, score - controls[first] > limit { first += 1 }
      count += controls.count - first
    }
    return count
  }

  /// Enumerates all numbers in ascending order, with 0 at 0 and the infinities at both ends.
  private func number(_ index: Int) -> Double {
    let magnitude = Double(bitPattern: UInt64(index.magnitude))
    return index < 0 ? -magnitude : magnitude
  }
}
