import Randomness
import RealModule

/// A stratified permutation test of several statistics at once.
///
/// Statistic k is the sum of weight × score over items. Labels were assigned to the items of a
/// stratum at random, so without an effect every relabeling is equally likely, and the test is
/// exact for any distribution of the scores (Fisher, "The Design of Experiments", 1935). A high
/// statistic is evidence.
///
/// Statistics of a *family* are tested jointly: each is standardised by its mean and standard
/// deviation over all relabelings, and its p-value is the share of relabelings in which any
/// statistic of the family reaches its value (single-step maxT: Westfall and Young, "Resampling-Based
/// Multiple Testing", 1993). These p-values are adjusted: the smallest one of a family is the p-value
/// of the family's maximum. A statistic in no family is a family of its own.
package struct PermutationTest: Sendable {
  let strata: [Stratum]
  let statistics: Int
  /// The largest number of statistics in one test, which is the number of lanes of the widest SIMD
  /// vector.
  package static let mostStatistics = 64
  /// For every statistic, the statistics that it competes with, itself included: a relabeling counts
  /// if any of them reaches its value. Those of a family compete with one another.
  let families: [[Int]]
  /// Whether statistics are compared after they were standardised, even one without competitors.
  let standardisesAll: Bool

  /// The result for one statistic.
  package struct Outcome: Codable, Hashable, Sendable {
    /// The statistic of the actual labels.
    package let observed: Double
    /// The exact mean over all relabelings.
    package let expected: Double
    /// The share of all relabelings, including the actual one, in which a statistic of the family is
    /// at least as high as this one is with the actual labels; if relabelings are sampled,
    /// (1 + count) / (1 + permutations). Never 0: Phipson and Smyth, "Permutation p-values should
    /// never be zero" (2010).
    package let pValue: Double
    /// True if `pValue` comes from all relabelings, and not from a sample.
    package let isExact: Bool
  }

  /// - Parameter families: disjoint groups of statistics that are tested jointly, by their columns.
  /// - Precondition: at least one stratum, all with the same number of statistics, from 1 to 64.
  package init(strata: [Stratum], families: [[Int]] = []) {
    let counts = Set(strata.map(\.statistics))
    precondition(counts.count == 1, "strata with \(counts.sorted()) statistics")
    statistics = strata[0].statistics
    precondition(statistics <= Self.mostStatistics, "\(statistics) statistics")
    let members = families.flatMap { $0 }
    precondition(
      Set(members).count == members.count && members.allSatisfy((0..<statistics).contains),
      "families \(families) of \(statistics) statistics")
    self.strata = strata
    self.families = (0..<statistics).map { k in families.first { $0.contains(k) } ?? [k] }
    standardisesAll = false
  }

  /// A test in which each statistic has competitors of its own, as a step-down test needs.
  init(strata: [Stratum], competitors: [[Int]]) {
    self.strata = strata
    statistics = competitors.count
    families = competitors
    standardisesAll = true
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
      case ...8: reached(SIMD8<Double>.self, source, concurrently)
      case ...16: reached(SIMD16<Double>.self, source, concurrently)
      case ...32: reached(SIMD32<Double>.self, source, concurrently)
      default: reached(SIMD64<Double>.self, source, concurrently)
      }
    return reached.map { Double(1 + $0) / Double(1 + source.permutations) }
  }

  /// For every statistic, the number of permutations that reach the observed value.
  private func reached<Vector: SIMD & Sendable>(
    _: Vector.Type, _ source: PermutationSource, _ concurrently: Bool
  ) -> [Int] where Vector.Scalar == Double {
    let relabelings = Relabeling<Vector>.all(strata)
    let comparison = Comparison(self)
    return source.reached(statistics: statistics, concurrently: concurrently) { size, random in
      var sums = [Vector](repeating: .zero, count: size)
      for relabeling in relabelings { relabeling.add(to: &sums, from: &random) }
      var reached = [Int](repeating: 0, count: comparison.statistics)
      for sum in sums { comparison.count(&reached) { sum[$0] } }
      return reached
    }
  }
}
