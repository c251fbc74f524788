import Dispatch
import Randomness
import Synchronization

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
    /// (1 + permutations at least as high as observed) / (1 + permutations). Never 0: Phipson and
    /// Smyth, "Permutation p-values should never be zero" (2010).
    package let pValue: Double
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
  /// Permutations are cut into a fixed number of chunks, each with its own stream of `seed` under
  /// `name`, and only counts leave a chunk: the outcome is the same on any number of threads.
  ///
  /// - Parameter concurrently: false keeps to the calling thread.
  package func outcomes(
    permutations: Int, seed: Seed, name: String, concurrently: Bool = true
  ) -> [Outcome] {
    precondition(permutations > 0, "a test needs a permutation")
    let source = PermutationSource(permutations: permutations, seed: seed, name: name)
    let reached =
      switch statistics {
      case ...2: reached(SIMD2<Double>.self, source, concurrently)
      case ...4: reached(SIMD4<Double>.self, source, concurrently)
      default: reached(SIMD8<Double>.self, source, concurrently)
      }
    return (0..<statistics).map { k in
      Outcome(
        observed: strata.reduce(0) { $0 + $1.observed(k) },
        expected: strata.reduce(0) { $0 + $1.expected(k) },
        pValue: Double(1 + reached[k]) / Double(1 + permutations))
    }
  }

  /// For every statistic, how many permutations come at least as high as observed.
  private func reached<Vector: SIMD & Sendable>(
    _: Vector.Type, _ source: PermutationSource, _ concurrently: Bool
  ) -> [Int] where Vector.Scalar == Double {
    let (deals, threshold): ([Deal<Vector>], Vector) = prepared()
    let total = Mutex([Int](repeating: 0, count: statistics))
    @Sendable func run(_ chunk: Int) {
      var random = source.stream(of: chunk)
      var sums = [Vector](repeating: .zero, count: source.size(of: chunk))
      for deal in deals { deal.add(to: &sums, from: &random) }
      let counts = (0..<statistics).map { k in sums.count { $0[k] >= threshold[k] } }
      total.withLock { total in for k in counts.indices { total[k] += counts[k] } }
    }
    if concurrently {
      DispatchQueue.concurrentPerform(iterations: PermutationSource.chunks, execute: run)
    } else {
      for chunk in 0..<PermutationSource.chunks { run(chunk) }
    }
    return total.withLock { $0 }
  }

  /// The strata whose sum a deal can change, and what their sum must reach.
  private func prepared<Vector>() -> (deals: [Deal<Vector>], threshold: Vector) {
    var deals: [Deal<Vector>] = []
    var threshold = Vector.zero
    for stratum in strata {
      guard let deal = Deal<Vector>(stratum) else { continue }
      deals.append(deal)
      for k in 0..<statistics { threshold[k] += stratum.observed(k) }
    }
    for k in 0..<statistics { threshold[k] -= tieTolerance(k) }
    return (deals, threshold)
  }
}
