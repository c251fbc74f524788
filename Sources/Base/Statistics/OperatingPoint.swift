extension ROC {
  /// The true-positive rate of an attacker at a given false-positive rate.
  package enum OperatingPoint: Hashable, Sendable {
    /// The share of trained items that are recognised as trained, 0...1.
    case truePositiveRate(Double)
    /// There are too few controls for such a rate.
    case refused(controls: Int, needed: Int)
  }

  package static let fewestControls = 100

  /// The true-positive rate on the ROC's convex hull at a false-positive rate in 0...1.
  ///
  /// The hull means that the attacker chooses randomly between two thresholds: if all scores are
  /// tied, the result is `rate` itself and not 1. The point is refused with fewer than 100 or
  /// 1/`rate` controls, and without trained items. The thresholds are chosen on the same items, so
  /// the result is slightly too high; with 100 controls the true rate behind 1% exceeds 2% in 13%
  /// of audits.
  package func operatingPoint(falsePositiveRate rate: Double) -> OperatingPoint {
    precondition(0 <= rate && rate <= 1, "a rate of \(rate)")
    let resolved = rate * Double(controls) >= 1
    guard trained > 0, controls >= Self.fewestControls, rate == 0 || resolved else {
      let needed = rate == 0 ? 0 : min((1 / rate).rounded(.up), 0x1p52)
      return .refused(controls: controls, needed: max(Self.fewestControls, Int(needed)))
    }
    let (hull, target) = (hull, rate * Double(controls))
    // The last point at the target or left of it; among points above each other, the highest.
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
