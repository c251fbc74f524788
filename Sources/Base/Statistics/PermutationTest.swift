import Randomness

/// A stratified permutation test of several statistics at once.
///
/// Statistic k is the sum of weight × score over items. Labels were assigned to the items of a
/// stratum at random, so without an effect every relabeling is equally likely, and the test is
/// exact for any distribution of the scores (Fisher, "The Design of Experiments", 1935). A high
/// statistic is evidence.
package struct PermutationTest: Sendable {
  let strata: [Stratum]
  let statistics: Int

  /// The result for one statistic.
  package struct Outcome: Codable, Hashable, Sendable {
    /// The statistic of the actual labels.
    package let observed: Double
    /// The exact mean over all relabelings.
    package let expected: Double
    /// The share of all relabelings, including the actual one, whose statistic is at least the
    /// observed one; if relabelings are sampled, (1 + count) / (1 + permutations). Never 0: Phipson
    /// and Smyth, "Permutation p-values should never be zero" (2010).
    package let pValue: Double
    /// True if `pValue` comes from all relabelings, and not from a sample.
    package let isExact: Bool
  }

  /// - Precondition: at least one stratum, all with the same number of statistics, from 1 to 8.
  package init(strata: [Stratum]) {
    let counts = Set(strata.map(\.statistics))
    precondition(counts.count == 1, "strata with \(counts.sorted()) statistics")
    statistics = strata[0].statistics
    precondition(statistics <= 8, "\(statistics) statistics, at most 8")
    self.strata = strata
  }

  /// The outcome of each statistic, in the order of the strata's columns. All statistics share the
  /// same permutations.
  ///
  /// If there are at most `permutations` distinct relabelings, each is evaluated once, and neither
  /// seed nor name matters. Otherwise permutations are divided into a fixed number of chunks, each
  /// with its own stream of `seed` under `name`, and chunks return only counts: the outcome is the
  /// same on any number of threads.
  ///
  /// - Parameter concurrently: false uses the calling thread only.
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

  /// For every statistic, the number of permutations that reach the observed value.
  private func reached<Vector: SIMD & Sendable>(
    _: Vector.Type, _ source: PermutationSource, _ concurrently: Bool
  ) -> [Int] where Vector.Scalar == Double {
    let (relabelings, threshold): ([Relabeling<Vector>], Vector) = prepared()
    let statistics = self.statistics
    return source.reached(statistics: statistics, concurrently: concurrently) { size, random in
      var sums = [Vector](repeating: .zero, count: size)
      for relabeling in relabelings { relabeling.add(to: &sums, from: &random) }
      return (0..<statistics).map { k in sums.count { $0[k] >= threshold[k] } }
    }
  }

  /// The strata whose sum depends on the labels, and the threshold of their sum.
  private func prepared<Vector>() -> (relabelings: [Relabeling<Vector>], threshold: Vector) {
    var relabelings: [Relabeling<Vector>] = []
    var threshold = Vector.zero
    for stratum in strata {
      guard let relabeling = Relabeling<Vector>(stratum) else { continue }
      relabelings.append(relabeling)
      for k in 0..<statistics { threshold[k] += stratum.observed(k) }
    }
    for k in 0..<statistics { threshold[k] -= tieTolerance(k) }
    return (relabelings, threshold)
  }
}
