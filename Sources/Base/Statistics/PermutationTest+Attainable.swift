import RealModule

extension PermutationTest {
  /// The smallest p-value that this design can give, for any effect.
  package func smallestAttainable(permutations: Int) -> Double {
    Self.smallestAttainable(
      strata: strata.map { (items: $0.items, weighted: $0.weighted) }, permutations: permutations)
  }

  /// The smallest p-value that a design can give, computed without scores.
  ///
  /// It is the larger of two limits: 1/(B + 1) for B permutations, and the probability that a
  /// random relabeling puts the non-zero weights on exactly the recognised items, which is 1/C(n,
  /// weighted) in each stratum of n.
  package static func smallestAttainable(
    strata: [(items: Int, weighted: Int)], permutations: Int
  ) -> Double {
    precondition(permutations > 0, "a test needs a permutation")
    let logRelabelings = strata.reduce(0) { sum, stratum in
      sum + logBinomial(stratum.items, stratum.weighted)
    }
    return max(1 / Double(permutations + 1), .exp(-logRelabelings))
  }
}
