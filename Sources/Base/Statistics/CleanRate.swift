import RealModule

/// The upper bound of a rate when no trial is a hit.
package enum CleanRate {
  /// The one-sided bound of Clopper and Pearson (1934), 1 - (1 - confidence)^(1/trials): 13.9% for
  /// 20 trials at 95%. Without trials it is 1.
  package static func upperBound(trials: Int, confidence: Double) -> Double {
    precondition(trials >= 0, "\(trials) trials")
    precondition(0 < confidence && confidence < 1, "confidence \(confidence) is not inside 0...1")
    return trials == 0 ? 1 : -.expMinusOne(.log(1 - confidence) / Double(trials))
  }
}
