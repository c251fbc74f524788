import Randomness
import Statistics
import Testing

@Suite struct AttainableTests {
  @Test func `the smallest p of few items is the reciprocal of their relabelings`() {
    let strata = [(items: 4, weighted: 2), (items: 3, weighted: 1)]
    let p = PermutationTest.smallestAttainable(strata: strata, permutations: 9_999)
    #expect(abs(p - 1.0 / 18) < 1e-15)
  }

  @Test func `the smallest p of many items is the reciprocal of the permutations`() {
    let strata = [(items: Int, weighted: Int)](repeating: (11, 6), count: 20)
    #expect(PermutationTest.smallestAttainable(strata: strata, permutations: 9_999) == 1e-4)
  }

  @Test func `a design without controls has a smallest p of 1`() {
    let strata = [(items: 20, weighted: 20), (items: 7, weighted: 0), (items: 0, weighted: 0)]
    #expect(PermutationTest.smallestAttainable(strata: strata, permutations: 9_999) == 1)
  }

  @Test func `a label with a weight in any statistic is counted once`() {
    let stratum = Stratum(
      scores: [[0, 0, 0, 0], [0, 0, 0, 0]], weights: [[1, 0, 0, 2], [1, 3, 0, 0]])
    #expect(stratum.weighted == 3)
    let p = PermutationTest(strata: [stratum]).smallestAttainable(permutations: 9_999)
    #expect(abs(p - 0.25) < 1e-15)
  }

  /// In a tiny design sampling falls below the smallest p only by sampling error.
  @Test func `a perfect result has nearly the smallest p`() {
    let stratum = Stratum(scores: [[1, 1, 0, 0, 0]], weights: [[1, 1, 0, 0, 0]])
    let test = PermutationTest(strata: [stratum])
    let p = test.outcomes(permutations: 9_999, seed: .init(short: 3), name: "perfect")[0].pValue
    #expect(abs(p - test.smallestAttainable(permutations: 9_999)) < 4.5 * 0.003)
  }
}
