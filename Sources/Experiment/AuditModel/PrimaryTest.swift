import Randomness
import Statistics

/// The test of the primary analysis, on scores from transcripts or from a simulation.
package struct PrimaryTest: Sendable {
  private let test: PermutationTest

  /// The canaries of one group within which roles were assigned at random, in one order.
  package struct Group: Sendable {
    /// 0 for a control.
    package var repetitions: [Int] = []
    package var isExact: [Bool] = []
    /// 1 − min(CER, 1).
    package var characterAccuracy: [Double] = []

    package init() {}

    package mutating func add(repetitions: Int, isExact: Bool, characterAccuracy: Double) {
      self.repetitions.append(repetitions)
      self.isExact.append(isExact)
      self.characterAccuracy.append(characterAccuracy)
    }
  }

  package struct Outcome: Sendable {
    package let verbatim: PermutationTest.Outcome
    /// One outcome for each weight of the partial statistic, with p-values that are adjusted for
    /// the number of weights.
    package let partial: [PermutationTest.Outcome]

    /// The p-value of the largest standardised sum over all weights.
    package var partialPValue: Double { partial.map(\.pValue).min()! }

    /// The p-values of verbatim and partial, with Holm's correction.
    package var adjusted: (verbatim: Double, partial: Double) {
      let holm = Holm.adjusted([verbatim.pValue, partialPValue])
      return (holm[0], holm[1])
    }
  }

  /// - Parameter groups: at least one.
  package init(_ analysis: PrimaryAnalysis, _ groups: [Group]) {
    let weights = analysis.weights
    let strata = groups.map { group in
      Stratum(
        scores: [group.isExact.map { $0 ? 1 : 0 }] + weights.map { _ in group.characterAccuracy },
        weights: [group.repetitions.map(PrimaryAnalysis.verbatimWeight)]
          + weights.map { group.repetitions.map($0.value) })
    }
    test = PermutationTest(strata: strata, families: [Array(1...weights.count)])
  }

  package func outcome(
    permutations: Int, seed: Seed, name: String, concurrently: Bool = true
  ) -> Outcome {
    let outcomes = test.outcomes(
      permutations: permutations, seed: seed, name: name, concurrently: concurrently)
    return Outcome(verbatim: outcomes[0], partial: Array(outcomes[1...]))
  }

  package func smallestAttainable(permutations: Int) -> Double {
    test.smallestAttainable(permutations: permutations)
  }
}

extension PrimaryAnalysis {
  /// The weights of the partial statistic.
  package var weights: [PartialWeight] { partialWeights ?? [.repetitions] }
}
