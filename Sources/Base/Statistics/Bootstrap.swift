import Randomness

/// Intervals for any statistic, by drawing the groups anew from themselves (Efron 1979).
///
/// Items are taken as independent draws within their group. It promises coverage only as groups
/// grow: under some 20 items, or for a statistic at the edge of its range, it covers too little.
package enum Bootstrap {
  /// BCa interval of `statistic`, every group resampled on its own. Draws come in order from the
  /// stream `name` of `seed`.
  ///
  /// - Parameters:
  ///   - samples: one or more groups, none empty; `statistic` gets as many of the same sizes.
  ///   - resamples: at least 1; 2,000 and more for limits that hardly depend on the seed.
  package static func interval(
    of samples: [[Double]], confidence: Double, resamples: Int, seed: Seed, name: String,
    statistic: ([[Double]]) -> Double
  ) -> Interval {
    precondition(!samples.isEmpty && !samples.contains { $0.isEmpty }, "an empty group")
    precondition(resamples > 0, "a bootstrap needs a resample")
    var random = seed.stream(name)
    let replicates = (0..<resamples).map { _ in
      statistic(samples.map { group in group.map { _ in random.pick(group) } })
    }
    let jackknife = samples.indices.map { group in
      samples[group].indices.map { item in
        var left = samples
        if left[group].count > 1 { left[group].remove(at: item) }
        return statistic(left)
      }
    }
    return bca(
      estimate: statistic(samples), replicates: replicates, jackknife: jackknife,
      confidence: confidence)
  }
}
