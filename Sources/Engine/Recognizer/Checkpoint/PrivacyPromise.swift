import Files

/// The differential privacy of a model, in the metadata of its file under "asr-audit.privacy". It never
/// has the seed, which would give the noise away.
package struct PrivacyPromise: Codable, Hashable, Sendable {
  /// The examples whose gradient is clipped together.
  package enum Unit: String, Codable, Sendable {
    case utterance
    /// The batch of one virtual core. One utterance changes its mean gradient by up to twice the norm.
    case coreBatch = "core-batch"
  }

  /// The source of the seed of noise and Poisson sampling.
  package enum NoiseSeed: String, Codable, Sendable {
    /// Secret bits of the operating system.
    case system
    /// A number of the recipe or the command line, which others may know.
    case stated
  }

  /// A part of the training that depends on utterances and has no noise.
  package enum Uncovered: String, Codable, Sendable {
    /// `log.jsonl` and the terminal: losses and norms.
    case log
    /// `left-out.jsonl`: the names of utterances that are not used.
    case leftOut = "left-out"
    /// The trace table: the losses of single utterances.
    case traces
    /// The tokens, which were learnt from all texts.
    case tokens
    /// The model that training started from, which may have learnt from the same utterances.
    case initialModel = "initial-model"
  }

  package var noiseMultiplier: Double
  package var maxGradNorm: Double
  package var sampling: TrainingConfiguration.Sampling
  /// The mean batch size / `utterances`.
  package var samplingRate: Double
  package var utterances: Int
  package var stepsPerEpoch: Int
  package var steps: Int
  package var delta: Double
  /// An upper bound of the epsilon of one utterance at `delta` after `steps`; nil if it is unbounded.
  package var epsilon: Double?
  package var targetEpsilon: Double?
  package var privacyUnit: Unit
  package var noiseSeed: NoiseSeed
  /// The largest number of utterances with equal sound, and with a ledger of copies of one canary.
  package var copies: Int
  /// An upper bound of the epsilon of so many utterances together at `delta`; nil if it is unbounded.
  package var epsilonOfCopies: Double?
  package var uncovered: [Uncovered]

  package init(
    noiseMultiplier: Double, maxGradNorm: Double, sampling: TrainingConfiguration.Sampling,
    samplingRate: Double, utterances: Int, stepsPerEpoch: Int, steps: Int, delta: Double,
    epsilon: Double?, targetEpsilon: Double?, privacyUnit: Unit, noiseSeed: NoiseSeed, copies: Int,
    epsilonOfCopies: Double?, uncovered: [Uncovered]
  ) {
    self.noiseMultiplier = noiseMultiplier
    self.maxGradNorm = maxGradNorm
    self.sampling = sampling
    self.samplingRate = samplingRate
    self.utterances = utterances
    self.stepsPerEpoch = stepsPerEpoch
    self.steps = steps
    self.delta = delta
    self.epsilon = epsilon
    self.targetEpsilon = targetEpsilon
    self.privacyUnit = privacyUnit
    self.noiseSeed = noiseSeed
    self.copies = copies
    self.epsilonOfCopies = epsilonOfCopies
    self.uncovered = uncovered
  }

  static let key = "asr-audit.privacy"

  /// The promise in a model file or training state; nil if the model was trained without noise.
  package static func read(_ file: SafetensorsFile) throws(Problem) -> PrivacyPromise? {
    guard let text = file.metadata[key] else { return nil }
    do throws(Problem) {
      return try JSONCoding.decoded(PrivacyPromise.self, from: text.utf8)
    } catch {
      throw error.located(in: file.path)
    }
  }
}
