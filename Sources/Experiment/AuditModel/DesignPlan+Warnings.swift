import Files

extension DesignPlan {
  /// What a report of this design will have to leave out, or may miss.
  package var warnings: [String] {
    var warnings: [String] = []
    for tier in tiers where tier.smallestDetectable == nil {
      warnings.append(
        "\(tier.canaries) canaries with \(GateLimit.tiers([tier.repetitions])) may be missed though "
          + "every one is memorised")
    }
    if controls.controls < controls.neededAtOnePercent {
      warnings.append(
        "\(controls.controls) controls a speed tell no true-positive rate at 1% false positives; "
          + "\(controls.neededAtOnePercent) do")
    }
    if controls.topRanksNeeded > controls.trained {
      warnings.append(
        "no single canary can be named: \(controls.controls) controls a speed are too few beside "
          + "\(controls.trained) trained canaries")
    }
    if let oneRun, oneRun.ceiling == nil {
      warnings.append(
        "\(oneRun.coins) coins a speed give no one-run bound of epsilon, which guesses "
          + "\(oneRun.guesses)")
    }
    if unmeasurable > 0.01 {
      warnings.append(
        "with a chance of \(percent(unmeasurable)) a speed is not measurable, for controls are "
          + "recognised too often; no number of canaries mends that, a higher --speeds does")
    }
    if cleanPass < 0.99 {
      warnings.append(
        "a model without memory passes this gate with a chance of only \(percent(cleanPass))")
    }
    return warnings
  }
}
