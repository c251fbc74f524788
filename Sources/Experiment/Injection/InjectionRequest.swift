import AuditModel
import Files
import Manifests
import Randomness
import Speech

/// Everything that `inject` was asked for.
package struct InjectionRequest: Sendable {
  package enum Words: Sendable {
    /// `CommonWords`.
    case common
    /// A list, and what to call it.
    case list([String], name: String)
    /// The words of the corpus itself.
    case corpus
  }

  package var corpus: any TrainingCorpus
  package var output: String
  package var force = false
  package var design = Design()
  package var primaryAnalysis: PrimaryAnalysis
  package var gate = GateLimit.standard
  package var seed: Seed
  package var seedIsSecret: Bool
  package var synthesizer: any Synthesizer
  /// True where the voices know English spelling only.
  package var asciiWordsOnly = true
  package var words = Words.common
  package var ctc: CTCGuard?
  /// What to write where no file of the corpus can be read.
  package var sampleRate: Int?
  package var channels: Int?
  package var container: AudioFormat.Container?
  /// Hours of the corpus where nothing in it tells.
  package var corpusHours: Double?
  /// The largest share of injected audio in all training audio.
  package var maxShare = 0.05
  package var absolutePaths = false
  package var relativeCanaryPaths = false
  /// Ledgers whose canaries must not be in the corpus.
  package var knownLedgers: [(path: String, ledger: Ledger)] = []
  package var signingKeyPEM: String?
  package var tool: String

  package init(
    corpus: any TrainingCorpus, output: String, primaryAnalysis: PrimaryAnalysis, seed: Seed,
    seedIsSecret: Bool,
    synthesizer: any Synthesizer, tool: String
  ) {
    self.corpus = corpus
    self.output = output
    self.primaryAnalysis = primaryAnalysis
    self.seed = seed
    self.seedIsSecret = seedIsSecret
    self.synthesizer = synthesizer
    self.tool = tool
  }
}

/// What long work says of itself.
package enum InjectionStage: String, Sendable {
  case reading = "reading the corpus"
  case rendering = "speaking the canaries"
  case writing = "writing the training data"
}

package typealias InjectionProgress =
  @Sendable (_ stage: InjectionStage, _ done: Int, _ total: Int?) -> Void
