import RealModule

/// What no hit at all proves: never "nothing", but a rate that is too high to be true.
package enum CleanRate {
  /// The highest rate that n trials without a hit leave open: 1 - (1 - confidence)^(1/n), the
  /// one-sided bound of Clopper and Pearson (1934). 13.9% for 20 at 95%; nothing tried gives 1.
  package static func upperBound(trials: Int, confidence: Double) -> Double {
    Proportion(hits: 0, trials: trials).clopperPearsonUpperBound(confidence: confidence)
  }

  /// How many trials without a hit it takes to keep the rate within `limit`: 299 for 1% at 95%.
  ///
  /// - Parameter limit: strictly between 0 and 1. Under about 1e-15 the answer is `Int.max`.
  package static func trialsNeeded(limit: Double, confidence: Double) -> Int {
    precondition(0 < limit && limit < 1, "a limit of \(limit) is not inside 0...1")
    precondition(0 < confidence && confidence < 1, "confidence \(confidence) is not inside 0...1")
    let ideal = .log(1 - confidence) / Double.log(onePlus: -limit)
    guard ideal < 0x1p53 else { return .max }
    // A bound that is just met counts as met, whatever rounding says.
    return max(1, Int((ideal * (1 - 4 * .ulpOfOne)).rounded(.up)))
  }
}
