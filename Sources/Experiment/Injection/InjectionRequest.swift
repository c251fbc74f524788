import AuditModel
import Files
import Manifests
import Randomness
import Speech

/// A request to inject canaries. `InjectionPlanner` plans it, `Injector` carries it out.
package struct InjectionRequest: Sendable {
  package var corpus: any TrainingCorpus
  package var output: Output
  package var experiment: Experiment
  package var voices: Voices
  package var audio = Audio()
  /// The length rule of the recipe's CTC loss; nil for other models.
  package var ctc: CTCGuard?
  /// The training recipe, whose rules replace `ctc`; nil if it is unknown.
  package var recipe: TargetRecipe?
  /// The largest share of injected audio in all training audio, 0...1.
  package var maxShare = 0.05
  /// Ledgers of other audits, whose canaries must not be in the corpus.
  package var knownLedgers: [(path: String, ledger: Ledger)] = []
  /// Values of fields that the corpus's entries have, for injected entries
  /// (`CorpusTraits.setFields`).
  package var fieldValues: [String: String] = [:]
  /// The name and version of this program, for the ledger.
  package var tool: String

  package init(
    corpus: any TrainingCorpus, output: Output, experiment: Experiment, voices: Voices,
    tool: String
  ) {
    self.corpus = corpus
    self.output = output
    self.experiment = experiment
    self.voices = voices
    self.tool = tool
  }

  /// The directory to write and the paths in its manifests.
  package struct Output: Sendable {
    package var path: String
    /// Moves an existing directory aside.
    package var force = false
    /// Writes the user's relative paths as absolute paths instead of linking their targets.
    package var absolutePaths = false
    /// Writes paths of canaries relative to the manifest.
    package var relativeCanaryPaths = false
    /// The number of new archives, for a corpus whose audio is in archives.
    package var shards = 1
    /// An Ed25519 private key in PEM form that signs the commitment.
    package var signingKeyPEM: String?

    package init(path: String) { self.path = path }
  }

  /// The design and everything else that is declared before training.
  package struct Experiment: Sendable {
    package var design = Design()
    package var primaryAnalysis: PrimaryAnalysis
    package var gate = GateLimit.standard
    package var seed: Seed
    /// False if the user chose the seed.
    package var seedIsSecret: Bool
    /// The families of further probes to declare; nil for none.
    package var probeFamilies: [ProbeFamily]?

    package init(primaryAnalysis: PrimaryAnalysis, seed: Seed, seedIsSecret: Bool) {
      self.primaryAnalysis = primaryAnalysis
      self.seed = seed
      self.seedIsSecret = seedIsSecret
    }
  }

  /// The speech synthesis and the words that it can pronounce.
  package struct Voices: Sendable {
    package var synthesizer: any Synthesizer
    /// True if the voices pronounce English spelling only.
    package var asciiWordsOnly = true
    package var words = Words.common

    package init(synthesizer: any Synthesizer) { self.synthesizer = synthesizer }
  }

  /// The source of the words of canaries.
  package enum Words: Sendable {
    /// `CommonWords`.
    case common
    /// A list and its description for the ledger.
    case list([String], name: String)
    /// The words of the corpus.
    case corpus
  }

  /// Properties of the audio that replace those of the corpus, or stand in if it has none.
  package struct Audio: Sendable {
    /// In Hz.
    package var sampleRate: Int?
    package var channels: Int?
    package var container: AudioFormat.Container?
    /// The length of the corpus in hours.
    package var corpusHours: Double?

    package init() {}
  }
}

/// A stage of a long injection.
package enum InjectionStage: String, Sendable {
  case reading = "reading the corpus"
  case rendering = "rendering the canaries"
  case writing = "writing the training data"
}

package typealias InjectionProgress =
  @Sendable (_ stage: InjectionStage, _ done: Int, _ total: Int?) -> Void
