import Randomness
import Statistics
import Testing

/// Families with many statistics, such as those of twenty checkpoints.
@Suite struct WideFamilyTests {
  let seed = Seed(short: 23)

  private func pValues(_ columns: Int) -> [Double] {
    var random = seed.stream("columns")
    let strata = Designs.coinsAndBlocks(effect: 0.05, from: &random).map { stratum in
      Stratum(
        scores: Array(repeating: stratum.scores[1], count: columns),
        weights: Array(repeating: stratum.weights[1], count: columns))
    }
    return PermutationTest(strata: strata, families: [Array(0..<columns)])
      .outcomes(permutations: 199, seed: seed, name: "columns").map(\.pValue)
  }

  @Test(arguments: [3, 9, 17, 33, 64])
  func `equal statistics cost nothing, however many there are`(columns: Int) {
    #expect(pValues(columns) == Array(repeating: pValues(1)[0], count: columns))
  }
}
