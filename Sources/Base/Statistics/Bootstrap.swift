import Randomness

/// Confidence intervals for any statistic by resampling the groups (Efron 1979).
///
/// Items are assumed to be independent draws within their group. Coverage is asymptotic: with fewer
/// than about 20 items, or for a statistic at the edge of its range, it is too low.
package enum Bootstrap {
  /// The BCa interval of `statistic`, with each group resampled separately. Draws come in order
  /// from the stream `name` of `seed`.
  ///
  /// - Parameters:
  ///   - samples: one or more non-empty groups; `statistic` receives groups of the same sizes.
  ///   - resamples: at least 1; about 20,000 for limits that hardly depend on the seed.
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
