import RealModule

extension PermutationTest {
  /// The comparison of a relabeling's sums with the observed ones.
  ///
  /// Sums cover only the strata that relabelings can change. A statistic on its own is compared as a
  /// sum, and those of a family as (sum - mean) / standard deviation. A statistic of a family that no
  /// relabeling changes is always 0.
  struct Comparison: Sendable {
    private let families: [[Int]]
    private let centre: [Double]
    private let scale: [Double]
    /// The observed value of each statistic minus the tolerance of its family.
    private let threshold: [Double]

    var statistics: Int { threshold.count }

    init(_ test: PermutationTest) {
      let varying = test.strata.filter(\.hasChoice)
      func total(_ value: (Stratum) -> Double) -> Double {
        varying.reduce(0) { $0 + value($1) }
      }
      let statistics = 0..<test.statistics
      let isAlone = statistics.map { test.families[$0].count == 1 && !test.standardisesAll }
      let deviation = statistics.map { k in Double.sqrt(total { $0.variance(k) }) }
      let centre = statistics.map { k in isAlone[k] ? 0 : total { $0.expected(k) } }
      let scale = statistics.map { k in
        isAlone[k] ? 1 : deviation[k] > 0 ? 1 / deviation[k] : 0
      }
      let tolerance = statistics.map { k in
        (isAlone[k] ? 1 : Self.standardisedErrors) * test.tieTolerance(k) * scale[k]
      }
      families = test.families
      threshold = statistics.map { k in
        let observed = (total { $0.observed(k) } - centre[k]) * scale[k]
        return observed - test.families[k].map { tolerance[$0] }.max()!
      }
      self.centre = centre
      self.scale = scale
    }

    /// The factor by which standardised values may differ more than sums. Two statistics tie with one
    /// another only if they have the same scores and proportional weights, and then they share the
    /// rounding errors of the scores. The means have the errors of two more sums, and the standard
    /// deviations those of the weights, each a relative (N + 21)u for values of up to 2A (see
    /// `tieTolerance`).
    private static let standardisedErrors = 4.0

    /// Adds 1 to every statistic whose observed value is reached by any statistic of its family.
    func count(_ reached: inout [Int], sum: (Int) -> Double) {
      for k in threshold.indices {
        let isReached = families[k].contains { (sum($0) - centre[$0]) * scale[$0] >= threshold[k] }
        if isReached { reached[k] += 1 }
      }
    }
  }
}
