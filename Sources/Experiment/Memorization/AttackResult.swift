import Statistics

/// The success of an attack at telling members from non-members.
package struct AttackResult: Codable, Hashable, Sendable {
  package let attack: MembershipAttack
  /// The number of members, and of non-members, that have a score.
  package let members: Int
  package let nonMembers: Int
  /// The number of members and non-members without a score, because the target or the references lack
  /// a loss.
  package let unscored: Int
  /// The area under the ROC with its DeLong interval at 95%; nil if a group is empty.
  package let auc: Estimate?
  package let operatingPoints: [OperatingPoint]
  /// The upper convex hull of the ROC, from (0, 0) to (1, 1).
  package let roc: [Point]

  package struct Estimate: Codable, Hashable, Sendable {
    package let value: Double
    package let lower: Double
    package let upper: Double

    package init(_ value: Double, _ interval: Interval) {
      self.value = value
      lower = interval.lower
      upper = interval.upper
    }
  }

  package struct Point: Codable, Hashable, Sendable {
    package let falsePositiveRate: Double
    package let truePositiveRate: Double
  }

  /// The false-positive rates of the operating points.
  package static let falsePositiveRates = [0.01, 0.001]

  /// - Parameters:
  ///   - members: scores of the members; none is NaN.
  ///   - nonMembers: scores of the non-members; none is NaN.
  package init(
    _ attack: MembershipAttack, members: [Double], nonMembers: [Double], unscored: Int = 0
  ) {
    self.attack = attack
    self.members = members.count
    self.nonMembers = nonMembers.count
    self.unscored = unscored
    auc = AUC(trained: members, controls: nonMembers).map {
      Estimate($0.value, $0.interval(confidence: 0.95))
    }
    let roc = ROC(trained: members, controls: nonMembers)
    operatingPoints = Self.falsePositiveRates.map { OperatingPoint(roc, falsePositiveRate: $0) }
    self.roc =
      auc == nil
      ? []
      : roc.hull.map {
        Point(
          falsePositiveRate: Double($0.controls) / Double(nonMembers.count),
          truePositiveRate: Double($0.trained) / Double(members.count))
      }
  }
}

/// The share of members that an attack finds at a false-positive rate, and what a finding is worth.
package struct OperatingPoint: Codable, Hashable, Sendable {
  package let falsePositiveRate: Double
  /// The true-positive rate with its interval at 95% (Clopper and Pearson, for the given threshold);
  /// nil if there are too few non-members for the false-positive rate.
  package let truePositiveRate: AttackResult.Estimate?
  /// The number of non-members that the rate needs; nil if there are enough.
  package let neededNonMembers: Int?
  /// The share of true findings for several shares of members among the attacked utterances; empty if
  /// the true-positive rate is nil.
  package let predictiveValues: [PredictiveValue]

  package struct PredictiveValue: Codable, Hashable, Sendable {
    /// The share of members among the attacked utterances.
    package let prior: Double
    /// The probability that an utterance that the attack finds is a member.
    package let value: Double
  }

  package static let priors = [0.5, 0.1, 0.01]

  init(_ roc: ROC, falsePositiveRate: Double) {
    self.falsePositiveRate = falsePositiveRate
    switch roc.operatingPoint(falsePositiveRate: falsePositiveRate) {
    case .refused(_, let needed):
      truePositiveRate = nil
      neededNonMembers = needed
      predictiveValues = []
    case .truePositiveRate(let rate):
      truePositiveRate = AttackResult.Estimate(
        rate, Self.interval(rate, of: roc.trained, confidence: 0.95))
      neededNonMembers = nil
      predictiveValues = Self.priors.map {
        PredictiveValue(
          prior: $0,
          value: Self.predictiveValue(
            prior: $0, truePositiveRate: rate, falsePositiveRate: falsePositiveRate))
      }
    }
  }

  /// The exact interval of a rate on the hull of a ROC. The hull can lie between two counts; the lower
  /// end is that of the smaller count, the upper end that of the larger one.
  package static func interval(_ rate: Double, of members: Int, confidence: Double) -> Interval {
    let hits = rate * Double(members)
    let low = Int((hits + 1e-9).rounded(.down))
    let high = min(members, Int((hits - 1e-9).rounded(.up)))
    func exact(_ hits: Int) -> Interval {
      Proportion(hits: hits, trials: members).clopperPearson(confidence: confidence)
    }
    return Interval(
      lower: exact(low).lower, upper: exact(max(low, high)).upper, confidence: confidence)
  }

  /// prior·TPR / (prior·TPR + (1 - prior)·FPR), by Bayes' rule. Without any finding it is the prior.
  package static func predictiveValue(
    prior: Double, truePositiveRate: Double, falsePositiveRate: Double
  ) -> Double {
    let found = prior * truePositiveRate
    let all = found + (1 - prior) * falsePositiveRate
    return all > 0 ? found / all : prior
  }
}
