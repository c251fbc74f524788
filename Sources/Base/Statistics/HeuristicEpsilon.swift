import RealModule

/// Lower bounds of epsilon that treat the canaries of one run as independent trials.
///
/// They are heuristic: the definition of epsilon refers to many runs that differ in one example,
/// and here all canaries share a run. `OneRunEpsilon` is a valid bound. For canaries injected r
/// times, these bounds also refer to groups of r copies. A report must label them as heuristic.
package enum HeuristicEpsilon {
  /// max(log((TPR - delta)/FPR), log((1 - delta - FPR)/FNR), 0), with the lower Clopper-Pearson
  /// limit of TPR and the upper one of FPR, each at (1 - confidence)/2 (Jagielski, Ullman and Oprea
  /// 2020). The threshold of the counts must have been fixed beforehand.
  ///
  /// - Parameters:
  ///   - trained: the recognised trained canaries.
  ///   - controls: the recognised controls.
  package static func clopperPearson(
    trained: Proportion, controls: Proportion, delta: Double, confidence: Double
  ) -> Double {
    precondition(0 <= delta && delta < 1, "a delta of \(delta)")
    let hits = trained.clopperPearson(confidence: confidence).lower
    let falseAlarms = controls.clopperPearson(confidence: confidence).upper
    func bound(_ more: Double, _ less: Double) -> Double { more > less ? .log(more / less) : 0 }
    return max(bound(hits - delta, falseAlarms), bound(1 - delta - falseAlarms, 1 - hits))
  }

  /// -log(1 - gap) for the lower limit of trained rate minus control rate (Ravikumar et al. 2024,
  /// theorem 5.4: stability memorization is at most 1 - exp(-epsilon)); 0 if the limit is not above
  /// 0, and infinite if it is 1, which no counts give.
  package static func stability(gap: Interval) -> Double {
    max(0, -.log(onePlus: -min(gap.lower, 1)))
  }

  /// The largest bound for groups of these sizes: all trained canaries and no control recognised.
  package static func clopperPearsonCeiling(
    trained: Int, controls: Int, delta: Double, confidence: Double
  ) -> Double {
    clopperPearson(
      trained: Proportion(hits: trained, trials: trained),
      controls: Proportion(hits: 0, trials: controls), delta: delta, confidence: confidence)
  }
}
