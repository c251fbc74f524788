/// The upper bound of a gap that decides whether a limit passes.
package enum GapBound {
  /// An upper bound of `trained`'s rate minus `controls`' rate. Without controls or without trained
  /// items it is 1.
  ///
  /// If no control is hit, it is the one-sided bound of the trained rate by Clopper and Pearson
  /// (1934) at `confidence`: the gap is at most the trained rate. Otherwise it is the upper limit of
  /// Newcombe's two-sided interval, which is too low if a few controls stand against many more
  /// trained items; above a ratio of 2 the bound of the trained rate replaces it too. At 95%, a limit
  /// that the true gap reaches then passes with a probability of at most 5% (`GapBoundTests`
  /// enumerates it; Newcombe's interval alone passes up to 6% with 14 controls and 200 trained).
  package static func upper(
    of trained: Proportion, minus controls: Proportion, confidence: Double
  ) -> Double {
    if trained.trials == 0 || controls.trials == 0 { return 1 }
    if controls.hits > 0, trained.trials <= 2 * controls.trials {
      return Newcombe.difference(of: trained, minus: controls, confidence: confidence).upper
    }
    return trained.hits == 0
      ? CleanRate.upperBound(trials: trained.trials, confidence: confidence)
      : trained.clopperPearsonUpperBound(confidence: confidence)
  }

  /// The smallest number of trained items for which a result without hits shows a gap of at most
  /// `limit`, by `CleanRate`. No model can pass a gate limit on fewer items.
  ///
  /// - Parameter limit: strictly between 0 and 1. Under about 1e-15 the answer is `Int.max`.
  package static func smallestCleanGroup(limit: Double, confidence: Double) -> Int {
    precondition(0 < limit && limit < 1, "a limit of \(limit) is not inside 0...1")
    return smallestCount(from: 1, most: 1 << 53) {
      CleanRate.upperBound(trials: $0, confidence: confidence) <= limit
    } ?? .max
  }
}
