import Files
import Recognizer
import Statistics

/// The differential privacy of a run with noise (DP-SGD): epsilon after each number of steps.
///
/// Epsilon is the upper bound of `PrivacyAccountant` for batches that contain each utterance
/// independently with probability `samplingRate` (Poisson sampling). Training shuffles the utterances
/// instead, which this bound only approximates.
struct PrivacyAccount {
  let noiseMultiplier: Double
  let maxGradNorm: Double
  /// The batch size divided by the number of utterances.
  let samplingRate: Double
  /// Nil if no epsilon is computed.
  let delta: Double?
  let unit: PrivacyRecord.Unit

  /// The account of a recipe for some utterances; nil without noise.
  ///
  /// - Throws: a problem if delta is too large for the number of utterances.
  init?(_ training: TrainingConfiguration, utterances: Int) throws(Problem) {
    guard let noiseMultiplier = training.noiseMultiplier else { return nil }
    if let delta = training.delta, delta * Double(utterances) >= 1 {
      throw Problem(
        .usage,
        "expected less than 1 / \(utterances) (one over the number of utterances), found "
          + trimmed(delta), field: "delta",
        hint: "with a larger delta, publishing a whole utterance would keep the promise")
    }
    self.noiseMultiplier = noiseMultiplier
    maxGradNorm = training.maxGradNorm
    samplingRate = min(1, Double(training.batchSize) / Double(utterances))
    delta = training.delta
    unit = training.clip == .perExample ? .utterance : .virtualCore
  }

  /// Epsilon after `steps` steps; nil without delta.
  func epsilon(after steps: Int) -> Double? {
    delta.map {
      PrivacyAccountant.epsilon(
        SampledGaussian(noiseMultiplier: noiseMultiplier, samplingRate: samplingRate),
        steps: steps, delta: $0, largest: 1 << 18
      ).upperBound
    }
  }

  /// Refuses a run whose last step exceeds the budget.
  func require(atMost target: Double, after steps: Int) throws(Problem) {
    guard let delta, let epsilon = epsilon(after: steps), epsilon > target else { return }
    let enough = PrivacyAccountant.noiseMultiplier(
      epsilon: target, delta: delta, samplingRate: samplingRate, steps: steps)
    throw Problem(
      .usage,
      "\(steps) steps with a noise multiplier of \(trimmed(noiseMultiplier)) have an epsilon of "
        + "\(rounded(epsilon, places: 3)) at delta \(trimmed(delta)), more than the target "
        + trimmed(target), field: "target_epsilon",
      hint: enough.map {
        "a noise multiplier of \(trimmed(($0 * 1_000).rounded(.up) / 1_000)) keeps it, or train for at "
          + "most \(largestSteps(keeping: target, below: steps)) steps"
      }
        ?? "no noise multiplier up to \(trimmed(PrivacyAccountant.largestNoise)) keeps it; train for "
        + "fewer steps, or with smaller batches")
  }

  /// The largest number of steps with an epsilon of at most `target`, by bisection.
  private func largestSteps(keeping target: Double, below steps: Int) -> Int {
    var (low, high) = (0, steps)
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if let epsilon = epsilon(after: middle), epsilon <= target {
        low = middle
      } else {
        high = middle
      }
    }
    return low
  }

  func record(after steps: Int) -> PrivacyRecord {
    PrivacyRecord(
      noiseMultiplier: noiseMultiplier, maxGradNorm: maxGradNorm, samplingRate: samplingRate,
      steps: steps, delta: delta, epsilon: epsilon(after: steps), privacyUnit: unit)
  }
}

/// The privacy of a model, in the metadata of its files ("asr-audit.privacy").
package struct PrivacyRecord: Codable, Hashable, Sendable {
  /// The data whose presence epsilon protects.
  package enum Unit: String, Codable, Sendable {
    /// One utterance (per-example clipping).
    case utterance
    /// The utterances of one virtual core at one step (per-core clipping, arXiv 2406.02004). A single
    /// utterance has no guarantee of its own.
    case virtualCore = "virtual_core"
  }

  package enum Sampling: String, Codable, Sendable {
    /// Each epoch visits every utterance once, in random order.
    case shuffle
    /// Each batch contains every utterance independently with the same probability.
    case poisson
  }

  package var noiseMultiplier: Double
  package var maxGradNorm: Double
  package var samplingRate: Double
  package var steps: Int
  package var delta: Double?
  package var epsilon: Double?
  package var privacyUnit: Unit
  package var sampling = Sampling.shuffle
  /// The sampling that epsilon assumes.
  package var accountedSampling = Sampling.poisson

  var text: String { String(decoding: JSONCoding.encoded(self, pretty: false), as: UTF8.self) }

  /// Reads the record of a model or training state; nil for a run without noise.
  package static func read(_ path: String) throws(Problem) -> PrivacyRecord? {
    guard let text = try ModelFile.open(path).privacy else { return nil }
    do throws(Problem) {
      return try JSONCoding.decoded(PrivacyRecord.self, from: text.utf8)
    } catch {
      throw error.located(in: path)
    }
  }
}
