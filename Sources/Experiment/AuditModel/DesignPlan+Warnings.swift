import Files

extension DesignPlan {
  /// A result that a report of this design will lack, or an effect that it may miss.
  package enum Warning: Hashable, Sendable {
    /// Even if every canary of the tier is memorised, the test may miss it.
    case undetectableTier(repetitions: Int, canaries: Int)
    /// No true-positive rate at 1% false positives.
    case tooFewControlsForROC(controls: Int, needed: Int)
    /// No single canary can be named.
    case noSingleCanaries(controls: Int, trained: Int)
    /// No one-run bound of epsilon, unless enough transcripts are exact.
    case noOneRunBound(coins: Int, guesses: Int)
    /// The chance that controls are recognised so often that a speed is not measurable.
    case unmeasurable(chance: Double)
    /// The chance with which a model without memorization passes the gate.
    case cleanModelMayFail(passes: Double)
  }

  package var warnings: [Warning] {
    var warnings: [Warning] = []
    for tier in tiers where tier.smallestDetectable == nil {
      warnings.append(
        .undetectableTier(repetitions: tier.repetitions, canaries: tier.canaries))
    }
    if controls.controls < controls.neededAtOnePercent {
      warnings.append(
        .tooFewControlsForROC(controls: controls.controls, needed: controls.neededAtOnePercent))
    }
    if controls.topRanksNeeded > controls.trained {
      warnings.append(.noSingleCanaries(controls: controls.controls, trained: controls.trained))
    }
    if let oneRun, oneRun.rankedGuesses > oneRun.coins {
      warnings.append(.noOneRunBound(coins: oneRun.coins, guesses: oneRun.rankedGuesses))
    }
    if unmeasurable > 0.01 { warnings.append(.unmeasurable(chance: unmeasurable)) }
    // A limit on detection alone fails one clean model in twenty.
    if cleanPass < 0.90 { warnings.append(.cleanModelMayFail(passes: cleanPass)) }
    return warnings
  }
}
