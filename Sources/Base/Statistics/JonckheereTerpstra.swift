import Randomness

/// Does the score rise with the dose? The permutation test of Jonckheere (1954) and Terpstra
/// (1952), stratified: only items of one stratum are compared, and doses are dealt anew only there.
///
/// J counts pairs of unequal doses: 1 where the higher dose has the higher score, 1/2 where both
/// score alike. A high J is evidence. Give it trained items only: with controls among them an
/// effect that is there at one copy and never grows would look like a trend.
package struct JonckheereTerpstra: Sendable {
  private let strata: [Concordance]

  /// - Parameter strata: for every item its dose (copies in training) and its score, equally many
  ///   of both, none NaN. Scores are ties when they are equal numbers.
  package init(strata: [(doses: [Double], scores: [Double])]) {
    self.strata = strata.map { Concordance($0.doses, $0.scores) }
  }

  /// J and its mean over all deals, half of the pairs, with a p-value that is never 0.
  ///
  /// The distribution is exact, built from every distinct deal of each stratum and the strata's
  /// convolution, where a stratum has at most `exactRelabelings` and all together at most `exactPairs`
  /// pairs that can count; neither `permutations` nor chance matters then. *Error bound*: some
  /// strata·2⁻⁵⁰ of p. Otherwise permutations are sampled as in `PermutationTest`, the same on any
  /// number of threads. Nothing to compare gives 1.
  package func outcome(
    permutations: Int, seed: Seed, name: String, concurrently: Bool = true
  ) -> PermutationTest.Outcome {
    precondition(permutations > 0, "a test needs a permutation")
    let observed = strata.reduce(0) { $0 + $1.observed }
    let pairs = strata.reduce(0) { $0 + $1.unequalDoses }
    let exact = exactPValue(observed)
    let source = PermutationSource(permutations: permutations, seed: seed, name: name)
    return PermutationTest.Outcome(
      observed: Double(observed + pairs) / 2, expected: Double(pairs) / 2,
      pValue: exact ?? sampledPValue(observed, source, concurrently), isExact: exact != nil)
  }

  /// A block of 2, 2, 1 and 1 trained canaries has 180.
  static let exactRelabelings = 10_000
  static let exactPairs = 10_000

  private func exactPValue(_ observed: Int) -> Double? {
    guard strata.reduce(0, { $0 + $1.unequalDoses }) <= Self.exactPairs else { return nil }
    // total[i] belongs to a sum of i - reach.
    var (total, reach) = ([1.0], 0)
    for stratum in strata {
      guard let own = stratum.distribution(limit: Self.exactRelabelings) else { return nil }
      let ownReach = own.count / 2
      var sum = [Double](repeating: 0, count: total.count + own.count - 1)
      for (i, mass) in own.enumerated() where mass > 0 {
        for j in total.indices { sum[i + j] += mass * total[j] }
      }
      (total, reach) = (sum, reach + ownReach)
    }
    return min(1, total[(observed + reach)...].reduce(0, +))
  }

  private func sampledPValue(
    _ observed: Int, _ source: PermutationSource, _ concurrently: Bool
  ) -> Double {
    let strata = self.strata
    let reached = source.reached(statistics: 1, concurrently: concurrently) { size, random in
      var sums = [Int](repeating: 0, count: size)
      for stratum in strata { stratum.add(to: &sums, from: &random) }
      return [sums.count { $0 >= observed }]
    }
    return Double(1 + reached[0]) / Double(1 + source.permutations)
  }
}
