import Randomness

/// A stratified permutation test of several statistics at once.
///
/// Statistic k is the sum over items of weight × score. Labels were dealt to the items of a stratum
/// by lot, so without an effect every other deal was as likely, and the test is exact whatever the
/// scores' distribution (Fisher, "The Design of Experiments", 1935). A high statistic is evidence.
package struct PermutationTest: Sendable {
  let strata: [Stratum]
  let statistics: Int

  /// What came out for one statistic.
  package struct Outcome: Codable, Hashable, Sendable {
    /// Labels lying as they were found.
    package let observed: Double
    /// Exact mean over all deals.
    package let expected: Double
    /// The share of all deals that come at least as high as observed, the one observed among them;
    /// where deals are sampled, (1 + those as high) / (1 + permutations). Never 0: Phipson and
    /// Smyth, "Permutation p-values should never be zero" (2010).
    package let pValue: Double
    /// Every deal was looked at, and no chance is left in `pValue`.
    package let isExact: Bool
  }

  /// - Precondition: one stratum or more, all with the same number of statistics, from 1 to 8.
  package init(strata: [Stratum]) {
    let counts = Set(strata.map(\.statistics))
    precondition(counts.count == 1, "strata with \(counts.sorted()) statistics")
    statistics = strata[0].statistics
    precondition(statistics <= 8, "\(statistics) statistics, at most 8")
    self.strata = strata
  }

  /// One outcome per statistic, in the order of the strata's columns; the same permutations serve
  /// all.
  ///
  /// Where there are at most `permutations` distinct deals, each is looked at once, and neither
  /// seed nor name matters. Otherwise permutations are cut into a fixed number of chunks, each with
  /// its own stream of `seed` under `name`, and only counts leave a chunk: the outcome is the same
  /// on any number of threads.
  ///
  /// - Parameter concurrently: false keeps to the calling thread.
  package func outcomes(
    permutations: Int, seed: Seed, name: String, concurrently: Bool = true
  ) -> [Outcome] {
    precondition(permutations > 0, "a test needs a permutation")
    let exact = enumerated(limit: permutations)
    let source = PermutationSource(permutations: permutations, seed: seed, name: name)
    let pValues = exact ?? sampled(source, concurrently)
    return (0..<statistics).map { k in
      Outcome(
        observed: strata.reduce(0) { $0 + $1.observed(k) },
        expected: strata.reduce(0) { $0 + $1.expected(k) },
        pValue: pValues[k], isExact: exact != nil)
    }
  }

  private func sampled(_ source: PermutationSource, _ concurrently: Bool) -> [Double] {
    let reached =
      switch statistics {
      case ...2: reached(SIMD2<Double>.self, source, concurrently)
      case ...4: reached(SIMD4<Double>.self, source, concurrently)
      default: reached(SIMD8<Double>.self, source, concurrently)
      }
    return reached.map { Double(1 + $0) / Double(1 + source.permutations) }
  }

  /// For every statistic, how many permutations come at least as high as observed.
  private func reached<Vector: SIMD & Sendable>(
    _: Vector.Type, _ source: PermutationSource, _ concurrently: Bool
  ) -> [Int] where Vector.Scalar == Double {
    let (deals, threshold): ([Relabeling<Vector>], Vector) = prepared()
    let statistics = self.statistics
    return source.reached(statistics: statistics, concurrently: concurrently) { size, random in
      var sums = [Vector](repeating: .zero, count: size)
      for deal in deals { deal.add(to: &sums, from: &random) }
      return (0..<statistics).map { k in sums.count { $0[k] >= threshold[k] } }
    }
  }

  /// The strata whose sum a deal can change, and what their sum must reach.
  private func prepared<Vector>() -> (deals: [Relabeling<Vector>], threshold: Vector) {
    var deals: [Relabeling<Vector>] = []
    var threshold = Vector.zero
    for stratum in strata {
      guard let deal = Relabeling<Vector>(stratum) else { continue }
      deals.append(deal)
      for k in 0..<statistics { threshold[k] += stratum.observed(k) }
    }
    for k in 0..<statistics { threshold[k] -= tieTolerance(k) }
    return (deals, threshold)
  }
}
