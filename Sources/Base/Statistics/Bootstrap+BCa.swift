import RealModule

extension Bootstrap {
  /// The bias-corrected and accelerated interval of Efron (1987), with several groups as in Efron
  /// and Tibshirani, "An Introduction to the Bootstrap" (1993), 14.3 and 25.6.
  ///
  /// Limits are linearly interpolated quantiles of the replicates. If all replicates lie on one
  /// side of the estimate, half a replicate counts on the other side, because the correction would
  /// be infinite. If the jackknife has no spread, the acceleration is 0.
  ///
  /// - Parameters:
  ///   - replicates: the statistic of every resample, at least one.
  ///   - jackknife: for each group, the statistic without each of its items.
  package static func bca(
    estimate: Double, replicates: [Double], jackknife: [[Double]], confidence: Double
  ) -> Interval {
    precondition(0 < confidence && confidence < 1, "confidence \(confidence) is not inside 0...1")
    precondition(!(replicates + [estimate]).contains { $0.isNaN }, "a replicate is NaN")
    let sorted = replicates.sorted()
    let count = Double(sorted.count)
    let below = sorted.reduce(0) { $0 + ($1 < estimate ? 1 : $1 == estimate ? 0.5 : 0) }
    let bias = NormalDistribution.quantile(min(max(below, 0.5), count - 0.5) / count)
    let acceleration = acceleration(jackknife)
    func limit(_ z: Double) -> Double {
      let shifted = bias + z
      // Beyond the pole the correction would reverse; it is limited to the outermost replicate.
      let scale = max(1 - acceleration * shifted, .leastNormalMagnitude)
      return quantile(NormalDistribution.cumulative(bias + shifted / scale), ofAscending: sorted)
    }
    let z = NormalDistribution.twoSidedQuantile(confidence: confidence)
    return Interval(lower: limit(-z), upper: limit(z), confidence: confidence)
  }

  /// Σ U³ / 6 (Σ U²)^(3/2), where U is an item's influence, (n - 1)(mean - value without it)/n.
  private static func acceleration(_ jackknife: [[Double]]) -> Double {
    var (squares, cubes) = (0.0, 0.0)
    for group in jackknife {
      let n = Double(group.count)
      let mean = group.reduce(0, +) / n
      for value in group {
        let influence = (n - 1) * (mean - value) / n
        squares += influence * influence
        cubes += influence * influence * influence
      }
    }
    return squares > 0 ? cubes / (6 * .pow(squares, 1.5)) : 0
  }
}
