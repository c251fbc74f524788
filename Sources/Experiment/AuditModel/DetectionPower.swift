import Concurrency
import Randomness
import Statistics

/// The power of the primary analysis, by simulation: roles are assigned as in `assign`, scores are
/// drawn from the assumed effect, and the permutation test of the primary analysis decides.
///
/// There is no closed form: the test weights tiers in several ways, exchanges labels within small
/// strata and decides by the best of dependent statistics.
package struct DetectionPower: Sendable {
  private let design: Design
  private let voices: Int
  private let primaryAnalysis: PrimaryAnalysis

  /// - Parameter voices: the number of voices; coins are exchanged within one voice only.
  package init(_ design: Design, voices: Int, primaryAnalysis: PrimaryAnalysis) {
    self.design = design
    self.voices = voices
    self.primaryAnalysis = primaryAnalysis
  }

  /// Returns the detections in `runs` simulated audits. The result does not depend on the number of
  /// cores. The standard error of the rate is at most 0.5 / √runs.
  ///
  /// - Parameter permutations: the permutations of each audit. Fewer than in the primary analysis
  ///   cost one or two points of power.
  package func detections(
    of effect: AssumedEffect, runs: Int, permutations: Int = 999, seed: Seed
  ) -> Proportion {
    precondition(
      effect.exact.count == design.repetitions.count
        && effect.closer.count == design.repetitions.count,
      "the effect has other tiers than the design")
    let detected = concurrentMap(count: runs) { run in
      let test = PrimaryTest(primaryAnalysis, groups(effect, seed.stream("power \(run)")))
      let adjusted = test.outcome(
        permutations: permutations, seed: seed, name: "power \(run)", concurrently: false
      ).adjusted
      return min(adjusted.verbatim, adjusted.partial) <= primaryAnalysis.alpha
    }
    return Proportion(hits: detected.count { $0 }, trials: runs)
  }

  private func groups(_ effect: AssumedEffect, _ stream: RandomStream) -> [PrimaryTest.Group] {
    var random = stream
    let trained = zip(design.blockTiers, design.allocation).flatMap {
      Array(repeating: $0, count: $1)
    }
    let block = trained + Array(repeating: 0, count: design.allocation.last ?? 0)
    var groups: [PrimaryTest.Group] = []
    for _ in design.speeds {
      for coins in design.coins(voices: voices) {
        let labels = (0..<coins).map { _ in random.coin() ? design.repetitions[0] : 0 }
        groups.append(group(labels, effect, &random))
      }
      for _ in 0..<design.blocks { groups.append(group(block, effect, &random)) }
    }
    return groups
  }

  private func group(
    _ labels: [Int], _ effect: AssumedEffect, _ random: inout RandomStream
  ) -> PrimaryTest.Group {
    var group = PrimaryTest.Group()
    for label in labels {
      let drawn = effect.draw(label, of: design, &random)
      group.add(
        repetitions: label, isExact: drawn.isExact, characterAccuracy: drawn.accuracy)
    }
    return group
  }
}
