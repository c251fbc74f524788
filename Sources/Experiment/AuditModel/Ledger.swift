import Files
import Integrity
import Manifests
import Randomness

/// The secret record of an audit: what was injected where, what is a control, and what was
/// promised before training.
package struct Ledger: Sendable {
  /// The version that `inject` writes. It is raised when a reader of the old format would
  /// misunderstand the new one.
  package static let formatVersion = 2
  /// The versions that can be read; `VersionOneKeys` lists what version 1 called differently.
  package static let readableVersions = 1...2

  package var header: Header
  package var canaries: [Canary]
  package var checkUtterances: [CheckUtterance]
  /// Lines of the injected entries in the injected manifest, counted from 1, by training id; empty
  /// where the format orders its lines.
  package var positions: [Int]

  package struct Header: Codable, Hashable, Sendable {
    package var tool: String
    /// 64 hexadecimal digits. Every role follows from them.
    package var seed: String
    /// False where a short --seed was given: then anyone could repeat the draw.
    package var seedIsSecret: Bool
    package var design: Design
    package var primaryAnalysis: PrimaryAnalysis
    package var gate: [GateLimit]
    package var corpus: CorpusRecord
    package var injection: InjectionOptions
    package var audio: AudioFormat
    package var synthesizer: String
    package var vocabulary: String
    package var writing: WritingStyle
    package var ctc: CTCRecord?
    /// Speaker ids of injected utterances.
    package var speakers: [String]
    /// Of all audio that training will see, in seconds.
    package var share: Double
    package var injectedSeconds: Double
    /// Whole texts drawn again because they broke a rule.
    package var redraws: Int

    package init(
      tool: String, seed: String, seedIsSecret: Bool, design: Design,
      primaryAnalysis: PrimaryAnalysis, gate: [GateLimit], corpus: CorpusRecord,
      injection: InjectionOptions, audio: AudioFormat, synthesizer: String, vocabulary: String,
      writing: WritingStyle, ctc: CTCRecord?, speakers: [String], share: Double,
      injectedSeconds: Double, redraws: Int
    ) {
      self.tool = tool
      self.seed = seed
      self.seedIsSecret = seedIsSecret
      self.design = design
      self.primaryAnalysis = primaryAnalysis
      self.gate = gate
      self.corpus = corpus
      self.injection = injection
      self.audio = audio
      self.synthesizer = synthesizer
      self.vocabulary = vocabulary
      self.writing = writing
      self.ctc = ctc
      self.speakers = speakers
      self.share = share
      self.injectedSeconds = injectedSeconds
      self.redraws = redraws
    }
  }

  package struct CorpusRecord: Codable, Hashable, Sendable {
    package var format: ManifestFormat
    /// What the user called it.
    package var name: String
    /// Of the files in `train` and `probe`; empty where these directories are the manifest.
    package var manifestName: String
    package var probeName: String
    package var utterances: Int
    package var seconds: Double
    /// True where durations had to be estimated from some of the audio files.
    package var secondsAreEstimated: Bool
    package var files: [ManifestFile]

    package init(
      format: ManifestFormat, name: String, manifestName: String, probeName: String,
      utterances: Int, seconds: Double, secondsAreEstimated: Bool, files: [ManifestFile]
    ) {
      self.format = format
      self.name = name
      self.manifestName = manifestName
      self.probeName = probeName
      self.utterances = utterances
      self.seconds = seconds
      self.secondsAreEstimated = secondsAreEstimated
      self.files = files
    }
  }

  package struct CTCRecord: Codable, Hashable, Sendable {
    package var frameRate: Double
    package var tokens: String
    package var maxSeconds: Double

    package init(
      frameRate: Double, tokens: String, maxSeconds: Double
    ) {
      self.frameRate = frameRate
      self.tokens = tokens
      self.maxSeconds = maxSeconds
    }
  }

  package init(
    header: Header, canaries: [Canary], checkUtterances: [CheckUtterance], positions: [Int]
  ) {
    self.header = header
    self.canaries = canaries
    self.checkUtterances = checkUtterances
    self.positions = positions
  }

  package var seed: Seed { Seed(bytes: [UInt8](hex: header.seed)!) }

  /// Everything that may stand in a manifest because of this audit.
  package var trainingIDs: Set<String> { Set(canaries.lazy.flatMap(\.trainingIDs)) }
}
