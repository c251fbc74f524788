extension ROC {
  /// What an attacker reaches at a false-positive rate that he allows himself.
  package enum OperatingPoint: Hashable, Sendable {
    /// Share of trained items recognised as such, 0...1.
    case truePositiveRate(Double)
    /// So few controls say nothing about such a rate.
    case refused(controls: Int, needed: Int)
  }

  package static let fewestControls = 100

  /// The true-positive rate on the ROC's convex hull at a false-positive rate in 0...1.
  ///
  /// Between two thresholds the attacker tosses a coin, which is what the hull means: where all
  /// scores are tied he gets `rate` itself and not 1. Refused under 100 controls, under 1/`rate`,
  /// and without trained items. The thresholds were chosen on the same items, so it is a little too
  /// high; and with 100 controls the true rate behind 1% exceeds 2% in 13% of audits.
  package func operatingPoint(falsePositiveRate rate: Double) -> OperatingPoint {
    precondition(0 <= rate && rate <= 1, "a rate of \(rate)")
    let resolved = rate * Double(controls) >= 1
    guard trained > 0, controls >= Self.fewestControls, rate == 0 || resolved else {
      let needed = rate == 0 ? 0 : min((1 / rate).rounded(.up), 0x1p52)
      return .refused(controls: controls, needed: max(Self.fewestControls, Int(needed)))
    }
    let (hull, target) = (hull, rate * Double(controls))
    // The last point at the target or left of it, highest where several stand above each other.
    let left = hull.lastIndex { Double($0.controls) <= target } ?? 0
    var hits = Double(hull[left].trained)
    if left + 1 < hull.count {
      let (from, to) = (hull[left], hull[left + 1])
      hits +=
        Double(to.trained - from.trained) / Double(to.controls - from.controls)
        * (target - Double(from.controls))
    }
    return .truePositiveRate(hits / Double(trained))
  }
}
