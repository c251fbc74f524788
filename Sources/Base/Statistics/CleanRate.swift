import RealModule

/// What no hit at all proves: never "nothing", but a rate that is too high to be true.
package enum CleanRate {
  /// The highest rate that n trials without a hit leave open: 1 - (1 - confidence)^(1/n), the
  /// one-sided bound of Clopper and Pearson (1934). 13.9% for 20 at 95%; nothing tried gives 1.
  package static func upperBound(trials: Int, confidence: Double) -> Double {
    precondition(trials >= 0, "\(trials) trials")
    precondition(0 < confidence && confidence < 1, "confidence \(confidence) is not inside 0...1")
    return trials == 0 ? 1 : -.expMinusOne(.log(1 - confidence) / Double(trials))
  }

  /// How many trials without a hit it takes to keep the rate within `limit`: 299 for 1% at 95%.
  ///
  /// - Parameter limit: strictly between 0 and 1. Under about 1e-15 the answer is `Int.max`.
  package static func trialsNeeded(limit: Double, confidence: Double) -> Int {
    precondition(0 < limit && limit < 1, "a limit of \(limit) is not inside 0...1")
    precondition(0 < confidence && confidence < 1, "confidence \(confidence) is not inside 0...1")
    let ideal = .log(1 - confidence) / Double.log(onePlus: -limit)
    guard ideal < 0x1p53 else { return .max }
    var trials = max(1, Int(ideal))
    // From one below, if rounding says so: what counts is what the bound itself will say.
    while upperBound(trials: trials, confidence: confidence) > limit { trials += 1 }
    return trials
  }
}
