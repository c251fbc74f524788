import Files
import Manifests
import Randomness
import Recognizer

/// The inputs and settings of a training run.
package struct TrainingRequest: Sendable {
  /// The handling of utterances that cannot be used for training.
  package enum Unusable: String, CaseIterable, Sendable {
    case error, skip
  }

  package var manifest: String
  package var format: ManifestFormat?
  /// The utterances to train on in place of those that the manifest lists.
  package var utterances: [RunUtterance]?
  /// The names of fields, as far as the user states them.
  package var keys = ManifestKeys()
  package var configuration: RecognizerConfiguration
  /// The directory of the run. It is created unless the run `resumes`.
  package var output: String
  /// A model file to start from. Its tokens are used; its dimensions must equal the recipe's.
  package var start: String?
  /// The ids of the canaries, from a ledger; nil without one.
  package var canaries: Set<String>?
  package var resumes = false
  /// Whether `RunFiles.traces` is written.
  package var writesTraces = false
  /// The step after which the run is saved and ends; nil for the last step of the recipe. It can be
  /// resumed.
  package var pausesAfter: Int?
  package var unusable = Unusable.error
  package var threads: Int
  /// The largest size in bytes of the features that are kept in memory.
  package var cacheBytes = 1 << 30

  package init(
    manifest: String, configuration: RecognizerConfiguration, output: String, threads: Int
  ) {
    self.manifest = manifest
    self.configuration = configuration
    self.output = output
    self.threads = threads
  }

  /// The file that the first weights are read from: the saved state, or the model to start from.
  func openOrigin() throws(Problem) -> ModelFile.Description? {
    if resumes { return try RunFiles(output).openState() }
    return if let start { try ModelFile.open(start) } else { nil }
  }
}

/// An event of a training run.
package enum TrainingProgress: Sendable {
  case preparing(done: Int, of: Int)
  /// An utterance is left out, for the reason given.
  case leftOut(String)
  /// A ledger was given, but the manifest has none of its canaries.
  case noCanaries
  /// The run adds noise: the multiplier, the accounting, and the step after which the budget ends; nil if
  /// it allows all steps of the recipe.
  case addsNoise(PrivacyPromise, budgetEndsAfter: Int?)
  /// The epsilon of the steps so far.
  case privacy(step: Int, epsilon: Double, delta: Double)
  case begins(parameters: Int, utterances: Int, seconds: Double, step: Int, steps: Int)
  /// A step was taken; the loss is in nats per token.
  case step(Int, of: Int, loss: Double, examples: Int)
  /// A clipping unit, or the whole step, was skipped because of a non-finite gradient.
  case nonFiniteGradient(step: Int, utterances: [String])
  case saved(step: Int)
}
