import Randomness
import RealModule

/// A stratified permutation test of several hypotheses with p-values that are adjusted by the step-down
/// maxT procedure (Westfall and Young, "Resampling-Based Multiple Testing", 1993, algorithm 4.1).
///
/// Each hypothesis has one or more statistics, and its value is the largest of them after each was
/// standardised by its mean and standard deviation over all relabelings. Hypotheses are ordered by
/// their observed values. Each is compared with the largest value of itself and of all hypotheses
/// below it in the same relabeling, and no adjusted p-value is smaller than that of a hypothesis above.
/// The probability of any false rejection is at most the level, whatever the dependence: the
/// procedure uses the dependence instead of assuming the worst one, as Holm's correction does.
package struct StepDownTest: Sendable {
  private let strata: [Stratum]
  private let hypotheses: [[Int]]

  /// - Parameter hypotheses: for each hypothesis, the columns of its statistics; disjoint.
  /// - Precondition: at least one hypothesis and one stratum; from 1 to 64 statistics.
  package init(strata: [Stratum], hypotheses: [[Int]]) {
    precondition(!strata.isEmpty && !hypotheses.isEmpty, "a test needs strata and hypotheses")
    let columns = hypotheses.flatMap(\.self)
    precondition(
      Set(columns).count == columns.count && hypotheses.allSatisfy { !$0.isEmpty }
        && columns.allSatisfy((0..<strata[0].statistics).contains),
      "hypotheses \(hypotheses) of \(strata[0].statistics) statistics")
    precondition(
      strata[0].statistics <= PermutationTest.mostStatistics,
      "\(strata[0].statistics) statistics")
    self.strata = strata
    self.hypotheses = hypotheses
  }

  package struct Outcome: Hashable, Sendable {
    /// The largest standardised statistic of the hypothesis, in standard deviations above the mean
    /// over all relabelings.
    package let observed: Double
    /// The p-value, adjusted for all hypotheses.
    package let adjustedP: Double
    /// True if the p-value comes from all relabelings, and not from a sample.
    package let isExact: Bool
  }

  /// The outcome of each hypothesis, in their order. All share the same relabelings, which
  /// `PermutationTest.outcomes` describes.
  package func outcomes(
    permutations: Int, seed: Seed, name: String, concurrently: Bool = true
  ) -> [Outcome] {
    let observed = (0..<strata[0].statistics).map(standardised)
    // The statistic that stands for a hypothesis, and the hypotheses from the highest to the lowest.
    let best = hypotheses.map { columns in columns.max { observed[$0] < observed[$1] }! }
    let order = hypotheses.indices.sorted { (-observed[best[$0]], $0) < (-observed[best[$1]], $1) }
    var competitors = observed.indices.map { [$0] }
    for (rank, hypothesis) in order.enumerated() {
      competitors[best[hypothesis]] = order[rank...].flatMap { hypotheses[$0] }
    }
    let test = PermutationTest(strata: strata, competitors: competitors)
    let outcomes = test.outcomes(
      permutations: permutations, seed: seed, name: name, concurrently: concurrently)
    var adjusted = [Double](repeating: 1, count: hypotheses.count)
    var smallest = 0.0
    for hypothesis in order {
      smallest = max(smallest, outcomes[best[hypothesis]].pValue)
      adjusted[hypothesis] = smallest
    }
    return hypotheses.indices.map { hypothesis in
      Outcome(
        observed: observed[best[hypothesis]], adjustedP: adjusted[hypothesis],
        isExact: outcomes[best[hypothesis]].isExact)
    }
  }

  /// The statistic in standard deviations above its mean; 0 if no relabeling changes it.
  private func standardised(_ k: Int) -> Double {
    let varying = strata.filter(\.hasChoice)
    let variance = varying.reduce(0) { $0 + $1.variance(k) }
    guard variance > 0 else { return 0 }
    let distance = varying.reduce(0) { $0 + $1.observed(k) - $1.expected(k) }
    return distance / .sqrt(variance)
  }
}
