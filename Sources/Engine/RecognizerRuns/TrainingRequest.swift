import Files
import Manifests
import Randomness
import Recognizer

/// What a training run is asked for.
package struct TrainingRequest: Sendable {
  /// What to do with utterances that a model cannot learn from.
  package enum Unusable: String, CaseIterable, Sendable {
    case error, skip
  }

  package var manifest: String
  package var format: ManifestFormat?
  package var configuration: RecognizerConfiguration
  /// A directory: it is created, or gone on in where `resumes`.
  package var output: String
  /// A model file to start from; its tokens are taken over, and its shape must be the recipe's.
  package var start: String?
  /// Ids that are canaries, from a ledger.
  package var canaries: Set<String>?
  package var resumes = false
  package var unusable = Unusable.error
  package var threads: Int
  /// Features are kept in memory up to so many bytes.
  package var cacheBytes = 1 << 30

  package init(
    manifest: String, configuration: RecognizerConfiguration, output: String, threads: Int
  ) {
    self.manifest = manifest
    self.configuration = configuration
    self.output = output
    self.threads = threads
  }

  /// What the first weights are read from: where the run stood, or the model to start from.
  func openOrigin() throws(Problem) -> ModelFile.Description? {
    if resumes { return try RunFiles(output).openState() }
    return if let start { try ModelFile.open(start) } else { nil }
  }
}

/// How far a training run has come.
package enum TrainingProgress: Sendable {
  case preparing(done: Int, of: Int)
  /// An utterance that is left out, and why.
  case leftOut(String)
  /// A ledger was given, and none of its canaries is there.
  case noCanaries
  case begins(parameters: Int, utterances: Int, seconds: Double, step: Int, steps: Int)
  /// Loss in nats a token.
  case step(Int, of: Int, loss: Double, examples: Int)
  case gradientIsNoNumber(step: Int, utterances: [String])
  case saved(step: Int)
}
