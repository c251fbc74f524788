import RealModule

/// A lower bound of epsilon from one training run, after Steinke, Nasr and Jagielski, "Privacy
/// auditing with one (1) training run" (2023), theorem 5.2.
///
/// It assumes that each canary was included by an independent fair coin and that the guesses do not
/// depend on the coins: the best of many numbers of guesses, chosen when the coins are known, would
/// be wrong four times too often. At `delta` 0 the number of guesses may depend on the model's
/// output, and above 0 it must be fixed beforehand (see the README). For a canary injected r times
/// the bound refers to its group of r copies. A small bound does not certify privacy.
package struct OneRunEpsilon: Sendable {
  package let canaries: Int
  package let guesses: Int
  package let correct: Int
  package let delta: Double

  /// - Precondition: 0 <= correct <= guesses <= canaries and 0 <= delta < 1.
  package init(canaries: Int, guesses: Int, correct: Int, delta: Double) {
    precondition(
      0 <= correct && correct <= guesses && guesses <= canaries,
      "\(correct) of \(guesses) guesses right about \(canaries) canaries")
    precondition(0 <= delta && delta < 1, "a delta of \(delta)")
    self.canaries = canaries
    self.guesses = guesses
    self.correct = correct
    self.delta = delta
  }

  /// The largest probability that an (epsilon, delta)-private training allows so many correct
  /// guesses: P(X >= correct) + 2 · canaries · delta · max over i of P(correct - i <= X <
  /// correct)/i, where X is binomial over the guesses with probability 1/(1 + exp(-epsilon)).
  ///
  /// *Error bound*: that of `IncompleteBeta`, and guesses·2⁻⁵⁰ for the delta term.
  package func pValue(epsilon: Double) -> Double {
    precondition(epsilon >= 0, "an epsilon of \(epsilon)")
    if correct == 0 { return 1 }
    let rate = 1 / (1 + Double.exp(-epsilon))
    let tail = IncompleteBeta.regularized(
      rate, a: Double(correct), b: Double(guesses - correct + 1))
    if delta == 0 { return tail }
    var (below, most) = (0.0, 0.0)
    for i in 1...correct {
      let hits = correct - i
      // log(1 - rate) is log(rate) - epsilon.
      below += .exp(
        logBinomial(guesses, hits) + Double(guesses) * .log(rate)
          - Double(guesses - hits) * epsilon)
      most = max(most, below / Double(i))
    }
    return min(1, tail + 2 * Double(canaries) * delta * most)
  }

  /// The largest epsilon below which every value is rejected at 1 - `confidence`; 0 if none is.
  ///
  /// Steps of 1 until one is not rejected, then bisection down to neighbouring numbers.
  package func lowerBound(confidence: Double) -> Double {
    precondition(0 < confidence && confidence < 1, "confidence \(confidence) is not inside 0...1")
    let level = 1 - confidence
    guard pValue(epsilon: 0) < level else { return 0 }
    var (low, high) = (0.0, 1.0)
    while pValue(epsilon: high) < level { (low, high) = (high, high + 1) }
    while true {
      let middle = low + (high - low) / 2
      if middle <= low || middle >= high { return low }
      if pValue(epsilon: middle) < level { low = middle } else { high = middle }
    }
  }

  /// The largest bound for this number of guesses: all of them correct.
  package static func ceiling(
    canaries: Int, guesses: Int, delta: Double, confidence: Double
  ) -> Double {
    OneRunEpsilon(canaries: canaries, guesses: guesses, correct: guesses, delta: delta)
      .lowerBound(confidence: confidence)
  }
}
