import Concurrency
import Randomness
import Statistics

/// The power of the test of utterances, by simulation: each trained canary is paired with its
/// recombined control, whose score is drawn like that of a control, and the permutation test within
/// pairs decides.
///
/// The assumed model knows utterances and no words. A model that knows words as well scores higher on
/// recombined controls, so that the test finds it less often.
package struct AttributionPower: Sendable {
  private let design: Design
  private let primaryAnalysis: PrimaryAnalysis

  package init(_ design: Design, primaryAnalysis: PrimaryAnalysis) {
    self.design = design
    self.primaryAnalysis = primaryAnalysis
  }

  /// Returns the share of `runs` simulated audits in which the test shows utterances. The result does
  /// not depend on the number of cores. The standard error of the rate is at most 0.5 / √runs.
  package func detections(
    of effect: AssumedEffect, runs: Int, permutations: Int = 999, seed: Seed
  ) -> Proportion {
    let detected = concurrentMap(count: runs) { run in
      let pairs = pairs(effect, seed.stream("attribution power \(run)"))
      guard !pairs.isEmpty else { return false }
      let adjusted = PrimaryTest(primaryAnalysis, pairs).outcome(
        permutations: permutations, seed: seed, name: "attribution power \(run)",
        concurrently: false
      ).adjusted
      return min(adjusted.verbatim, adjusted.partial) <= primaryAnalysis.alpha
    }
    return Proportion(hits: detected.count { $0 }, trials: runs)
  }

  private func pairs(_ effect: AssumedEffect, _ stream: RandomStream) -> [PrimaryTest.Group] {
    var random = stream
    return design.speeds.flatMap { _ in
      design.repetitions.flatMap { repetitions -> [PrimaryTest.Group] in
        let heads =
          repetitions == design.coinTier
          ? (0..<design.coins).count { _ in random.coin() } : 0
        return (0..<(heads + design.assigned(to: repetitions))).map { _ in
          var pair = PrimaryTest.Group()
          for label in [repetitions, 0] {
            let drawn = effect.draw(label, of: design, &random)
            pair.add(
              repetitions: label, isExact: drawn.isExact, characterAccuracy: drawn.accuracy)
          }
          return pair
        }
      }
    }
  }
}

extension AssumedEffect {
  /// Draws the scores of a canary.
  /// - Parameter repetitions: 0 for a control.
  func draw(
    _ repetitions: Int, of design: Design, _ random: inout RandomStream
  ) -> (isExact: Bool, accuracy: Double) {
    let tier = design.repetitions.firstIndex(of: repetitions)
    let isExact = random.unit() < max(controlsExact, tier.map { exact[$0] } ?? 0)
    let mean = controls + (tier.map { closer[$0] } ?? 0)
    // The normal distribution has no quantile at 0.
    let draw = NormalDistribution.quantile(max(random.unit(), 0x1p-60))
    return (isExact, isExact ? 1 : min(1, max(0, mean + spread * draw)))
  }
}
