import Randomness

/// The permutation test of Jonckheere (1954) and Terpstra (1952) for a score that rises with the
/// dose. It is stratified: only items of one stratum are compared, and doses are permuted only
/// there.
///
/// J counts pairs of unequal doses: 1 if the higher dose has the higher score, 1/2 for equal
/// scores. A high J is evidence. Pass trained items only: with controls, an effect that is present
/// at one repetition and never grows would look like a trend.
package struct JonckheereTerpstra: Sendable {
  private let strata: [Concordance]

  /// - Parameter strata: the dose (repetitions in training) and the score of every item, none NaN.
  ///   Scores are tied if they are equal numbers.
  package init(strata: [(doses: [Double], scores: [Double])]) {
    self.strata = strata.map { Concordance($0.doses, $0.scores) }
  }

  /// J, its mean over all relabelings (half of the pairs) and a p-value that is never 0.
  ///
  /// The p-value is exact if each stratum has at most `exactRelabelings` distinct relabelings, and
  /// neither `permutations` nor the seed matters. The strata's distributions are convolved if all
  /// strata together have at most `exactPairs` pairs of unequal doses, and combined by
  /// `LatticeSumTail` above. *Error bound*: a relative error of strata·2⁻⁵⁰. Otherwise permutations
  /// are sampled as in `PermutationTest`, with the same result on any number of threads. Without a
  /// pair to compare p is 1.
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

  /// A block with 2, 2, 1 and 1 trained canaries has 180 distinct relabelings.
  static let exactRelabelings = 10_000
  static let exactPairs = 10_000

  private func exactPValue(_ observed: Int) -> Double? {
    if strata.reduce(0, { $0 + $1.unequalDoses }) > Self.exactPairs {
      return tailPValue(observed)
    }
    // total[i] is the probability of a sum of i - reach.
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

  /// Strata of the same doses and ties have the same distribution, so that few are enumerated.
  func tailPValue(_ observed: Int) -> Double? {
    var counts: [Concordance.Margins: Int] = [:]
    var order: [Concordance] = []
    for stratum in strata where stratum.unequalDoses > 0 {
      if counts[stratum.margins] == nil { order.append(stratum) }
      counts[stratum.margins, default: 0] += 1
    }
    var terms: [LatticeSumTail.Term] = []
    for stratum in order {
      guard let masses = stratum.distribution(limit: Self.exactRelabelings) else { return nil }
      terms.append(LatticeSumTail.Term(masses: masses, count: counts[stratum.margins]!))
    }
    return LatticeSumTail(terms).probability(ofAtLeast: observed)
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
