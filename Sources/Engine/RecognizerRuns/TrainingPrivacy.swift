import Files
import Recognizer
import Statistics

/// The differential privacy of a training run with noise: an upper bound of epsilon after each step.
///
/// **Neighbouring data sets** differ in one utterance, which one of them has and which contributes
/// nothing to the other (zero-out adjacency, Kairouz et al. 2021, "Practical and Private (Deep) Learning
/// without Sampling or Shuffling"). The number of utterances is public and equal, and with it the
/// sampling rate, the steps and the divisor of the sum. The replacement of an utterance by another one
/// is a change of two utterances.
///
/// **Per-example clipping.** An utterance adds a vector of norm at most C to the sum of a batch, so its
/// removal changes the sum by at most C, and σ is the noise multiplier of the accountant.
///
/// **Per-core clipping** bounds the mean gradient of a core's batch, and the privacy unit is that batch:
/// one utterance replaces the core's mean by another vector of norm at most C, which changes the sum by
/// at most 2C. The accountant therefore gets σ / 2. (Wang et al. 2024, arXiv 2406.02004, clip without
/// noise and promise nothing.)
///
/// **Poisson sampling** is the sampled Gaussian mechanism at each step. **Shuffling** is not, and its
/// amplification can be weaker (Chua et al. 2024, "How private are DP-SGD implementations?"). The bound
/// for it assumes no amplification. For every order of the utterances, one of them takes part in one
/// step of each epoch, so its privacy is that of one Gaussian mechanism for each epoch that has begun,
/// and so it is for a random order (the hockey-stick divergence is jointly convex).
///
/// **Several utterances** together, such as the copies of a canary, are a group of records. With Poisson
/// sampling their number in a batch is binomial (`SampledGaussian`). With shuffling, k of them in one
/// batch change the sum by k times as much, and in different batches by less in total.
///
/// Weight decay, momentum and the choice of steps use the noisy sums only. The bound holds for all
/// intermediate weights too. It is computed for real numbers: rounding errors of single precision are not
/// covered, apart from `clippedNorm`. The README of the module lists what else is not covered.
package struct TrainingPrivacy: Sendable {
  package let noiseMultiplier: Double
  package let delta: Double
  private let configuration: TrainingConfiguration
  private let facts: PrivacyFacts

  /// The norm of a clipped gradient in units of C, at most: single precision rounds the norm, the factor
  /// and the product.
  private static let clippedNorm = 1 + 1e-5
  private static let mostSteps = 10_000_000

  /// The privacy of a run; nil without noise.
  ///
  /// The noise multiplier is the recipe's. If the recipe states only an epsilon, the noise multiplier is
  /// the smallest one, up to 0.1%, with which all steps keep that epsilon.
  /// - Throws: a problem with a field that the data contradict, or an epsilon that cannot be reached.
  package init?(_ configuration: TrainingConfiguration, _ facts: PrivacyFacts) throws(Problem) {
    guard configuration.isPrivate, let delta = configuration.delta else { return nil }
    guard delta < 1 / Double(facts.utterances) else {
      throw Problem(
        .badData,
        "\(trimmed(delta)) is not below 1 / \(facts.utterances) utterances, so that publishing a whole "
          + "utterance would keep the promise", field: "delta",
        hint: "state a smaller delta, such as \(trimmed(0.1 / Double(facts.utterances)))")
    }
    guard facts.steps <= Self.mostSteps else {
      throw Problem(
        .badData,
        "the accounting of noise allows up to \(Self.mostSteps) steps, found \(facts.steps)",
        field: configuration.steps == nil ? "epochs" : "steps", hint: "train for fewer steps")
    }
    self.configuration = configuration
    self.facts = facts
    self.delta = delta
    if let stated = configuration.noiseMultiplier {
      noiseMultiplier = stated
    } else {
      let target = configuration.targetEpsilon ?? 0
      noiseMultiplier = try Self.noiseMultiplier(for: target, configuration, facts, delta)
    }
  }

  /// The smallest noise multiplier whose epsilon after all steps is at most `target`, in steps of
  /// 0.0001 or 0.1%.
  private static func noiseMultiplier(
    for target: Double, _ configuration: TrainingConfiguration, _ facts: PrivacyFacts,
    _ delta: Double
  ) throws(Problem) -> Double {
    let unitsInOne = 10_000.0
    func isEnough(_ units: Int) -> Bool {
      epsilon(
        after: facts.steps, copies: 1, noiseMultiplier: Double(units) / unitsInOne, configuration,
        facts,
        delta) <= target
    }
    let range = TrainingConfiguration.noiseMultipliers
    let largest = Int(PrivacyAccountant.largestNoise * unitsInOne)
    var high = Int((range.lowerBound * unitsInOne).rounded(.up))
    var low = high
    while !isEnough(high) {
      guard high < largest else {
        throw Problem(
          .badData,
          "no noise multiplier up to \(trimmed(PrivacyAccountant.largestNoise)) reaches an epsilon of "
            + "\(trimmed(target)) with \(facts.steps) steps",
          field: "target_epsilon", hint: "train for fewer steps, or with smaller batches")
      }
      (low, high) = (high, min(2 * high, largest))
    }
    while high - low > max(1, high / 1_000) {
      let middle = low + (high - low) / 2
      if isEnough(middle) { high = middle } else { low = middle }
    }
    return Double(high) / unitsInOne
  }

  /// The standard deviation of the noise in each coordinate of the sum.
  var noiseDeviation: Double { noiseMultiplier * configuration.maxGradNorm }

  /// An upper bound of the epsilon of the first `steps` steps at `delta` for `copies` utterances
  /// together; infinite if no bound is known.
  package func epsilon(after steps: Int, copies: Int = 1) -> Double {
    Self.epsilon(
      after: steps, copies: copies, noiseMultiplier: noiseMultiplier, configuration, facts, delta)
  }

  private static func epsilon(
    after steps: Int, copies: Int, noiseMultiplier: Double, _ configuration: TrainingConfiguration,
    _ facts: PrivacyFacts, _ delta: Double
  ) -> Double {
    guard steps > 0 else { return 0 }
    let sensitivity = configuration.clip == .perCore ? 2 * clippedNorm : clippedNorm
    let noise = noiseMultiplier / sensitivity
    switch configuration.effectiveSampling {
    case .poisson:
      let step = SampledGaussian(
        noiseMultiplier: noise, samplingRate: rate(configuration, facts), groupSize: copies)
      let tight = PrivacyAccountant.upperBound(step, steps: steps, delta: delta, largest: 1 << 18)
      // In long runs rounding makes the tight bound loose or infinite. Rényi accounting is a bound of
      // its own for one record (Mironov, Talwar and Zhang 2019, theorem 5, for both directions).
      guard copies == 1 else { return tight }
      return min(tight, RenyiAccountant.epsilon(step, steps: steps, delta: delta))
    case .shuffle:
      let epochs = (steps + facts.stepsPerEpoch - 1) / facts.stepsPerEpoch
      // A thousandth of delta is more than the rounding error of its computation.
      return GaussianOneRunEpsilon.epsilon(
        mu: Double(copies) * Double(epochs).squareRoot() / noise, delta: 0.999 * delta)
    }
  }

  private static func rate(_ configuration: TrainingConfiguration, _ facts: PrivacyFacts) -> Double
  {
    min(1, Double(configuration.batchSize) / Double(facts.utterances))
  }

  /// The last of `steps` steps that keeps the target epsilon. The step after it would exceed it.
  /// - Throws: a problem if the first step exceeds it.
  package func lastStep() throws(Problem) -> Int {
    guard let target = configuration.targetEpsilon, epsilon(after: facts.steps) > target else {
      return facts.steps
    }
    let first = epsilon(after: 1)
    guard first <= target else {
      throw Problem(
        .badData,
        "the first step alone has an epsilon of \(roundedUp(first)), above the target "
          + trimmed(target), field: "target_epsilon",
        hint: "use a larger noise multiplier, or leave it out to have it computed")
    }
    var (low, high) = (1, facts.steps)
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if epsilon(after: middle) <= target { low = middle } else { high = middle }
    }
    return low
  }

  private func roundedUp(_ epsilon: Double) -> String {
    rounded((epsilon * 1_000).rounded(.up) / 1_000, places: 3)
  }

  /// True if the epsilon after a step is written to the log: at the end of an epoch, at most about
  /// twenty times in a run.
  func isLogged(step: Int, of steps: Int) -> Bool {
    let (epoch, rest) = step.quotientAndRemainder(dividingBy: facts.stepsPerEpoch)
    let interval = max(1, (steps / facts.stepsPerEpoch + 19) / 20)
    return step == steps || (rest == 0 && epoch % interval == 0)
  }

  /// The promise after a number of steps, for the metadata of a checkpoint.
  package func promise(after steps: Int) -> PrivacyPromise {
    func finite(_ epsilon: Double) -> Double? { epsilon.isFinite ? epsilon : nil }
    let own = finite(epsilon(after: steps))
    return PrivacyPromise(
      noiseMultiplier: noiseMultiplier, maxGradNorm: configuration.maxGradNorm,
      sampling: configuration.effectiveSampling, samplingRate: Self.rate(configuration, facts),
      utterances: facts.utterances, stepsPerEpoch: facts.stepsPerEpoch, steps: steps, delta: delta,
      epsilon: own, targetEpsilon: configuration.targetEpsilon,
      privacyUnit: configuration.clip == .perCore ? .coreBatch : .utterance,
      noiseSeed: configuration.noiseSeed == nil ? .system : .stated, copies: facts.copies,
      epsilonOfCopies: facts.copies == 1
        ? own : finite(epsilon(after: steps, copies: facts.copies)),
      uncovered: facts.uncovered)
  }
}
