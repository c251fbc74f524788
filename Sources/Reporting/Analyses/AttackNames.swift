import Memorization
import Reports

extension MembershipAttack {
  /// The name of the attack in tables and legends.
  package var title: String {
    switch self {
    case .loss: "loss"
    case .difference: "difference"
    case .liraOnline: "LiRA online"
    case .liraOffline: "LiRA offline"
    case .studentT: "Student-t"
    }
  }
}

extension AttackResult {
  /// `0.912 [0.88, 0.94]`; a dash without scores.
  package var aucText: String {
    auc.map { "\(number($0.value)) [\(number($0.lower)), \(number($0.upper))]" } ?? "–"
  }
}

extension OperatingPoint {
  /// `12%`, or the number of non-members that the rate needs.
  package var rateText: String {
    if let rate = truePositiveRate {
      return "\(share(rate.value)) [\(share(rate.lower)), \(share(rate.upper))]"
    }
    return "needs \(neededNonMembers ?? 0) non-members"
  }

  /// The predictive values for the priors, such as `98%, 84%, 33%`; a dash if there is none.
  package var predictiveText: String {
    predictiveValues.isEmpty
      ? "–" : predictiveValues.map { share($0.value) }.joined(separator: ", ")
  }

  private func share(_ value: Double) -> String { percentText(value, nil) }
}
