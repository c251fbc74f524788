import RealModule

/// A lower bound of epsilon from one training run under the condition that the training has a
/// Gaussian trade-off function, after Mahloujifar, Melis and Chaudhuri, "Auditing f-differential
/// privacy in one run" (2024, arXiv 2410.22235).
///
/// Training is assumed to be μ-GDP for some μ (Dong, Roth and Su 2022), as the Gaussian mechanism is.
/// The bound is larger than that of `OneRunEpsilon`, which has no such condition, and it is void if
/// the condition does not hold. Each canary was included by an independent fair coin, and the number
/// of guesses was fixed before training.
package struct GaussianOneRunEpsilon: Sendable {
  package let canaries: Int
  package let guesses: Int
  package let correct: Int

  /// - Precondition: 0 <= correct <= guesses <= canaries.
  package init(canaries: Int, guesses: Int, correct: Int) {
    precondition(
      0 <= correct && correct <= guesses && guesses <= canaries,
      "\(correct) of \(guesses) guesses right about \(canaries) canaries")
    self.canaries = canaries
    self.guesses = guesses
    self.correct = correct
  }

  /// The largest μ for which so many correct guesses have a probability of at most 1 - `confidence`;
  /// 0 if there is none. It is found by bisection, because a larger μ allows more correct guesses.
  package func lowerBound(confidence: Double) -> Double {
    precondition(0 < confidence && confidence < 1, "confidence \(confidence) is not inside 0...1")
    return Self.edge { refutes(mu: $0, level: 1 - confidence) }
  }

  /// Whether so many correct guesses would be rarer than `level` if training were μ-GDP.
  ///
  /// Their algorithm 3 with two candidates for each canary: if the counts were that frequent, right
  /// and wrong would be lower bounds of the expected shares of canaries that are guessed right and
  /// wrong in the event of at least i correct guesses, and both shares together cannot exceed that
  /// of all guesses.
  func refutes(mu: Double, level: Double) -> Bool {
    let all = Double(canaries)
    var right = level * Double(correct) / all
    var wrong = level * Double(guesses - correct) / all
    for i in stride(from: correct - 1, through: 0, by: -1) {
      let least = max(wrong, Self.exchanged(right, mu))
      if least == wrong { break }
      right = min(1, right + Double(i) / Double(guesses - i) * (least - wrong))
      wrong = least
    }
    return right + wrong > Double(guesses) / all
  }

  /// The smallest probability that an event of this probability can have when one canary's coin is
  /// turned: Φ(Φ⁻¹(p) - μ).
  private static func exchanged(_ probability: Double, _ mu: Double) -> Double {
    guard probability > 0 else { return 0 }
    guard probability < 1 else { return 1 }
    return NormalDistribution.cumulative(NormalDistribution.quantile(probability) - mu)
  }

  /// The smallest epsilon for which μ-GDP implies (epsilon, delta)-privacy: delta = Φ(-ε/μ + μ/2) -
  /// exp(ε) Φ(-ε/μ - μ/2) (Dong, Roth and Su 2022, corollary 1), solved by bisection.
  ///
  /// - Precondition: mu >= 0 and 0 < delta < 1.
  package static func epsilon(mu: Double, delta: Double) -> Double {
    precondition(mu >= 0 && 0 < delta && delta < 1, "no epsilon for μ \(mu) and delta \(delta)")
    guard mu > 0 else { return 0 }
    return edge { epsilon in
      let tail = NormalDistribution.cumulative(-epsilon / mu - mu / 2)
      let exchanged = tail > 0 ? Double.exp(epsilon + .log(tail)) : 0
      return NormalDistribution.cumulative(-epsilon / mu + mu / 2) - exchanged > delta
    }
  }

  /// The number from 0 up to which `holds` is true, to neighbouring doubles; 0 if it is false there.
  private static func edge(_ holds: (Double) -> Bool) -> Double {
    guard holds(0) else { return 0 }
    var (low, high) = (0.0, 1.0)
    while holds(high) { (low, high) = (high, 2 * high) }
    while true {
      let middle = low + (high - low) / 2
      if middle <= low || middle >= high { return low }
      if holds(middle) { low = middle } else { high = middle }
    }
  }
}
