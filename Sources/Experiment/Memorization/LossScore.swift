import RealModule

/// The score of a loss on the scale on which losses of one utterance under many models are close to
/// normal: the logit of the probability of its text.
///
/// With the loss L in nats, p = exp(-L) is the probability of the text, and the score is
/// φ = log(p / (1 - p)) = -log(exp(L) - 1) (Carlini et al., "Membership Inference Attacks From First
/// Principles", 2022, section V). A high score means that the model knows the text.
package enum LossScore {
  /// Losses below this number of nats count as this number, because rounding dominates them.
  package static let floor = 1e-12

  /// Returns φ of a loss in nats, without overflow for large losses and without cancellation for small
  /// ones: log(exp(L) - 1) = L + log(1 - exp(-L)).
  ///
  /// - Parameter loss: a number that is not NaN. The score of infinity is -infinity.
  package static func score(ofLoss loss: Double) -> Double {
    let loss = max(loss, floor)
    return -(loss + .log(-.expMinusOne(-loss)))
  }
}
