import RealModule

extension PermutationTest {
  /// The smallest p-value that this design can give, however strong the effect.
  package func smallestAttainable(permutations: Int) -> Double {
    Self.smallestAttainable(
      strata: strata.map { (items: $0.items, weighted: $0.weighted) }, permutations: permutations)
  }

  /// The same before there is any score, from the design alone.
  ///
  /// Both limits hold: 1/(B + 1) for B permutations, and the chance that a random deal puts the
  /// labels that weigh something on just the items that were recognised, 1/C(n, weighted) in each
  /// stratum of n.
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
