import Memorization

/// The limits of a membership analysis. Each of them is judged on the primary attack, on the utterances that
/// the references memorise most if there are any.
package struct MembershipLimits: Hashable, Sendable {
  /// The largest AUC that passes, 0.5...1; nil without this limit.
  package var maxAUC: Double?
  /// The largest true-positive rate at 1% false positives that passes, 0...1; nil without this limit.
  package var maxTruePositiveRate: Double?

  package init(maxAUC: Double? = nil, maxTruePositiveRate: Double? = nil) {
    self.maxAUC = maxAUC
    self.maxTruePositiveRate = maxTruePositiveRate
  }

  /// The judgements on the first group. A limit fails if the lower end of the 95% interval exceeds it,
  /// passes if the upper end does not, and is inconclusive otherwise.
  package func judgements(_ analysis: MembershipAnalysis) -> [MembershipJudgement] {
    guard let group = analysis.groups.first else { return [] }
    let results = group.kept.isEmpty ? group.all : group.kept
    let result = results.first { $0.attack == analysis.primaryAttack }
    let point = result?.operatingPoints.first
    let needed = point?.neededNonMembers.map {
      "1% false positives need \($0) non-members, and \(result?.nonMembers ?? 0) have a score"
    }
    return [
      maxAUC.map { MembershipJudgement(.auc, max: $0, found: result?.auc) },
      maxTruePositiveRate.map {
        MembershipJudgement(
          .truePositiveRate, max: $0, found: point?.truePositiveRate, refusal: needed)
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
  /// The figure with its interval at 95%; nil if there is none.
  package let found: AttackResult.Estimate?
  package let outcome: Outcome
  package let reason: String

  init(
    _ metric: Metric, max: Double, found: AttackResult.Estimate?, refusal: String? = nil
  ) {
    self.metric = metric
    self.max = max
    self.found = found
    guard let found else {
      outcome = .inconclusive
      reason = refusal ?? "members or non-members have no score"
      return
    }
    if found.lower > max {
      (outcome, reason) = (.fail, "the lower end of the interval exceeds the limit")
    } else if found.upper <= max {
      (outcome, reason) = (.pass, "the whole interval is within the limit")
    } else {
      (outcome, reason) = (.inconclusive, "the limit lies inside the interval")
    }
  }
}
