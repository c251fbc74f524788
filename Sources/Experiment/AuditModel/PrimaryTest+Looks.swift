import Randomness
import Statistics

/// The primary analysis of several checkpoints.
extension PrimaryTest {
  /// The p-values of both statistics at every look, adjusted over all looks: a relabeling reaches the
  /// value of a look if the largest standardised statistic of any look reaches it (maxT).
  ///
  /// - Parameter looks: the groups of each look, which differ in their scores only; at most
  ///   `PrimaryAnalysis.mostLooks`.
  package static func pValues(
    _ analysis: PrimaryAnalysis, looks: [[Group]], permutations: Int, seed: Seed, name: String
  ) -> (verbatim: [Double], partial: [Double]) {
    let groups = looks[0].indices
    func pValues(_ strata: [Stratum], columns: Int) -> [Double] {
      let outcomes = PermutationTest(strata: strata, families: [Array(0..<strata[0].statistics)])
        .outcomes(permutations: permutations, seed: seed, name: name)
      return looks.indices.map { look in
        outcomes[(look * columns)..<((look + 1) * columns)].map(\.pValue).min()!
      }
    }
    let verbatim = groups.map { group in
      Stratum(
        scores: looks.map { $0[group].isExact.map { $0 ? 1 : 0 } },
        weights: looks.map { $0[group].repetitions.map(PrimaryAnalysis.verbatimWeight) })
    }
    let weights = analysis.weights
    let partial = groups.map { group in
      Stratum(
        scores: looks.flatMap { look in weights.map { _ in look[group].characterAccuracy } },
        weights: looks.flatMap { look in
          weights.map { look[group].repetitions.map($0.value) }
        })
    }
    return (pValues(verbatim, columns: 1), pValues(partial, columns: weights.count))
  }
}
