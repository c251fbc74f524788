import RealModule

/// Lower bounds of epsilon that take the canaries of one run for independent trials.
///
/// Heuristic: the definition of epsilon speaks of many runs that differ in one example, and here
/// all canaries share a run. `OneRunEpsilon` is the bound that holds. With canaries injected r times
/// these too speak of groups of r copies. A report must label them.
package enum HeuristicEpsilon {
  /// max(log((TPR - delta)/FPR), log((1 - delta - FPR)/FNR)), and not below 0, with TPR at its
  /// lower and FPR at its upper Clopper-Pearson limit, each at (1 - confidence)/2 (Jagielski, Ullman
  /// and Oprea 2020). The threshold behind the counts must have been fixed beforehand.
  ///
  /// - Parameters:
  ///   - trained: recognised among the trained; `controls`: recognised among the controls.
  package static func clopperPearson(
    trained: Proportion, controls: Proportion, delta: Double, confidence: Double
  ) -> Double {
    precondition(0 <= delta && delta < 1, "a delta of \(delta)")
    let hits = trained.clopperPearson(confidence: confidence).lower
    let falseAlarms = controls.clopperPearson(confidence: confidence).upper
    func bound(_ more: Double, _ less: Double) -> Double { more > less ? .log(more / less) : 0 }
    return max(bound(hits - delta, falseAlarms), bound(1 - delta - falseAlarms, 1 - hits))
  }

  /// -log(1 - gap) from a lower limit of trained rate minus control rate (Ravikumar et al. 2024,
  /// theorem 5.4: stability memorization is at most 1 - exp(-epsilon)); 0 where the limit is not
  /// above 0, infinite where it is 1, which no counts give.
  package static func stability(gap: Interval) -> Double {
    max(0, -.log(onePlus: -min(gap.lower, 1)))
  }

  /// What groups of these sizes can show at most: all trained recognised, no control.
  package static func clopperPearsonCeiling(
    trained: Int, controls: Int, delta: Double, confidence: Double
  ) -> Double {
    clopperPearson(
      trained: Proportion(hits: trained, trials: trained),
      controls: Proportion(hits: 0, trials: controls), delta: delta, confidence: confidence)
  }
}
