import RealModule

/// A rule that guesses from losses whether the target was trained on an utterance.
package enum MembershipAttack: String, CaseIterable, Codable, Sendable {
  /// φ of the target's loss, without reference models (Yeom et al. 2018).
  case loss
  /// The mean loss of the reference models that were not trained on the utterance, minus the target's
  /// loss (Watson et al. 2022). With one such model it has the ROC of RMIA (Zarifzadeh et al. 2024),
  /// because comparison with a population is a monotone function of this difference.
  case difference
  /// The log-ratio of two normal densities of φ: trained on the utterance against not (LiRA online,
  /// Carlini et al. 2022), with variances that are pooled over utterances.
  case liraOnline = "lira-online"
  /// φ as a deviate of the normal distribution of models that were not trained on the utterance (LiRA
  /// offline), with a pooled variance.
  case liraOffline = "lira-offline"
  /// LiRA online with Student-t densities: each utterance's mean and variance are shrunk towards those
  /// of all utterances, so that few models suffice.
  case studentT = "student-t"

  /// True if the attack needs models that were trained on the utterance.
  package var needsIn: Bool { self == .liraOnline || self == .studentT }
  /// True if the attack needs models that were not trained on the utterance.
  package var needsOut: Bool { self != .loss }
}

extension ReferenceStatistics {
  /// Returns the score of an utterance; a high score speaks for membership.
  ///
  /// - Parameter loss: the target's loss in nats, finite.
  /// - Returns: nil if the attack needs a reference model, or a variance, that the utterance lacks.
  package func score(
    _ attack: MembershipAttack, of utterance: Int, loss: Double
  ) -> Double? {
    let sides = scores[utterance]
    guard !attack.needsIn || sides.in.count > 0, !attack.needsOut || sides.out.count > 0 else {
      return nil
    }
    let score = LossScore.score(ofLoss: loss)
    // Without a variance the sides share one, whose value does not change the order of the scores.
    let variances = scoreVariances ?? (1, 1)
    switch attack {
    case .loss: return score
    case .difference: return losses[utterance].out.mean - loss
    case .liraOnline:
      return Self.logNormal(score, sides.in.mean, variances.in)
        - Self.logNormal(score, sides.out.mean, variances.out)
    case .liraOffline: return (score - sides.out.mean) / variances.out.squareRoot()
    case .studentT:
      guard scoreVariances != nil else { return nil }
      return predictive(sides.in, variances.in, center: scoreMeans.in).logDensity(at: score)
        - predictive(sides.out, variances.out, center: scoreMeans.out).logDensity(at: score)
    }
  }

  /// The logarithm of a normal density without the constant log √(2π).
  private static func logNormal(_ value: Double, _ mean: Double, _ variance: Double) -> Double {
    let distance = value - mean
    return -0.5 * (distance * distance / variance + .log(variance))
  }

  /// The distribution of the next score under a normal-inverse-gamma prior: 4 degrees of freedom at the
  /// pooled variance and 0.1 observations at the mean of all utterances.
  private func predictive(_ moments: Moments, _ variance: Double, center: Double) -> StudentT {
    let (count, prior) = (Double(moments.count), StudentTPrior.standard)
    let freedom = prior.freedom + count
    let weight = prior.weight + count
    let spread = (prior.freedom * variance + moments.squares) / freedom
    return StudentT(
      freedom: freedom, location: (prior.weight * center + count * moments.mean) / weight,
      squaredScale: spread * (1 + 1 / weight))
  }
}
