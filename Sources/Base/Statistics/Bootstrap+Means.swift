import Randomness

extension Bootstrap {
  /// The BCa interval of the mean of `first` minus that of `second`, as `interval` gives it for this
  /// statistic from other draws. Resamples are not stored, and the jackknife is in closed form: the
  /// time is resamples × items, of which large groups count as one.
  package static func meanDifference(
    _ first: [Double], _ second: [Double], confidence: Double, resamples: Int, seed: Seed,
    name: String
  ) -> Interval {
    precondition(!first.isEmpty && !second.isEmpty, "an empty group")
    precondition(resamples > 0, "a bootstrap needs a resample")
    let groups = [ResampledMean(first), ResampledMean(second)]
    var random = seed.stream(name)
    let replicates = (0..<resamples).map { _ in
      groups[0].draw(from: &random) - groups[1].draw(from: &random)
    }
    return bca(
      estimate: groups[0].mean - groups[1].mean, replicates: replicates,
      jackknife: [
        groups[0].jackknife.map { $0 - groups[1].mean },
        groups[1].jackknife.map { groups[0].mean - $0 },
      ], confidence: confidence)
  }
}

/// Draws the mean of a resample: as many values as there are, with replacement.
///
/// For `mostResampled` values or more the mean is drawn from the normal distribution with the mean and
/// the standard error of such means: the error of the central limit theorem, about skewness / (6 √n), is
/// then far below that of 2,000 resamples, and the time does not grow with the number of values.
///
/// One random word serves several draws: Brackett-Rozinsky and Lemire, "Batched ranged random integer
/// generation" (2024).
private struct ResampledMean {
  private let values: [Double]
  let mean: Double
  private let drawsPerWord: Int
  /// The standard error of the means of resamples.
  private let standardError: Double
  /// Words whose remainder is below this are rejected: 2⁶⁴ modulo the number of outcomes.
  private let rejected: UInt64

  static let mostResampled = 5_000

  init(_ values: [Double]) {
    self.values = values
    let mean = values.reduce(0, +) / Double(values.count)
    self.mean = mean
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    standardError = (squares / Double(values.count) / Double(values.count)).squareRoot()
    let count = UInt64(values.count)
    // With at most 2⁵⁶ outcomes, fewer than one word in 256 is rejected.
    var (draws, outcomes) = (1, count)
    while draws < values.count, outcomes <= (1 << 56) / count {
      outcomes *= count
      draws += 1
    }
    drawsPerWord = draws
    rejected = (0 &- outcomes) % outcomes
  }

  /// The mean without each value; that of a single value stays.
  var jackknife: [Double] {
    guard values.count > 1 else { return values }
    let sum = values.reduce(0, +)
    return values.map { (sum - $0) / Double(values.count - 1) }
  }

  func draw(from random: inout RandomStream) -> Double {
    guard values.count < Self.mostResampled else {
      // Half a step keeps the quantile finite.
      let share = random.unit() + 0x1p-54
      return mean + standardError * NormalDistribution.quantile(share)
    }
    let count = UInt64(values.count)
    var sum = 0.0
    var missing = values.count
    while missing > 0 {
      let used = min(drawsPerWord, missing)
      var part = 0.0
      var word: UInt64
      repeat {
        part = 0
        word = random.next()
        for draw in 0..<drawsPerWord {
          let (index, rest) = word.multipliedFullWidth(by: count)
          if draw < used { part += values[Int(index)] }
          word = rest
        }
      } while word < rejected
      sum += part
      missing -= used
    }
    return sum / Double(values.count)
  }
}
