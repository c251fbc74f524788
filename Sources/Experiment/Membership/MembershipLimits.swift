import Memorization

/// The limits of a membership analysis, judged on the utterances that the references memorise most if there
/// are any. A limit fails by the primary attack and passes only if every attack is within it.
package struct MembershipLimits: Hashable, Sendable {
  /// The largest AUC that passes, 0.5...1; nil without this limit.
  package var maxAUC: Double?
  /// The largest true-positive rate at 1% false positives that passes, 0...1; nil without this limit.
  package var maxTruePositiveRate: Double?

  package init(maxAUC: Double? = nil, maxTruePositiveRate: Double? = nil) {
    self.maxAUC = maxAUC
    self.maxTruePositiveRate = maxTruePositiveRate
  }

  /// The judgements on the first group. A limit fails if the lower end of the primary attack's 95% interval
  /// exceeds it, passes if no attack's upper end does, and is inconclusive otherwise.
  package func judgements(_ analysis: MembershipAnalysis) -> [MembershipJudgement] {
    guard let group = analysis.groups.first else { return [] }
    let results = group.kept.isEmpty ? group.all : group.kept
    let primary = results.first { $0.attack == analysis.primaryAttack }
    let point = primary?.operatingPoints.first
    let needed = point?.neededNonMembers.map {
      "1% false positives need \($0) non-members, and \(primary?.nonMembers ?? 0) have a score"
    }
    return [
      maxAUC.map { max in
        MembershipJudgement(
          .auc, max: max, found: primary?.auc, others: results.map { ($0.attack, $0.auc) })
      },
      maxTruePositiveRate.map { max in
        MembershipJudgement(
          .truePositiveRate, max: max, found: point?.truePositiveRate,
          others: results.map { ($0.attack, $0.operatingPoints.first?.truePositiveRate) },
          refusal: needed)
      },
    ].compactMap(\.self)
  }
}

/// The judgement of one limit.
package struct MembershipJudgement: Codable, Hashable, Sendable {
  package enum Metric: String, Codable, Sendable {
    case auc = "max-auc"
    case truePositiveRate = "max-tpr-at-1%"
  }

  package enum Outcome: String, Codable, Sendable { case pass, fail, inconclusive }

  package let metric: Metric
  package let max: Double
  /// The figure of the primary attack with its interval at 95%; nil if there is none.
  package let found: AttackResult.Estimate?
  package let outcome: Outcome
  package let reason: String

  init(
    _ metric: Metric, max: Double, found: AttackResult.Estimate?,
    others: [(attack: MembershipAttack, found: AttackResult.Estimate?)], refusal: String? = nil
  ) {
    self.metric = metric
    self.max = max
    self.found = found
    guard let found else {
      outcome = .inconclusive
      reason = refusal ?? "members or non-members have no score"
      return
    }
    let open = others.first { $0.found.map { $0.upper > max } ?? false }
    if found.lower > max {
      (outcome, reason) = (.fail, "the lower end of the interval exceeds the limit")
    } else if let open {
      (outcome, reason) = (
        .inconclusive,
        "the upper end of the interval of '\(open.attack.rawValue)' exceeds the limit"
      )
    } else {
      (outcome, reason) = (.pass, "the intervals of all attacks are within the limit")
    }
  }
}
