import Files
import Integrity
import Manifests
import Randomness

/// The secret record of an audit: the texts and roles of all canaries, their places in the training
/// data and the pre-declared analysis.
package struct Ledger: Sendable {
  /// The version that `inject` writes. It is raised when a reader of the old format would
  /// misinterpret the new one.
  package static let formatVersion = 2
  /// The versions that can be read; `VersionOneKeys` lists the keys of version 1.
  package static let readableVersions = 1...2

  package var header: Header
  /// The trained canaries, the controls and the tracers.
  package var canaries: [Canary]
  /// One recombined control for every randomised canary, in their order; empty without this arm.
  /// They are no part of `canaries`, so that no statistic counts them as controls by mistake.
  package var recombinedControls: [Canary]
  package var checkUtterances: [CheckUtterance]
  /// The line numbers of the injected entries in the injected manifest, from 1 and ascending; empty
  /// for a format that sorts its lines.
  package var positions: [Int]

  package struct Header: Codable, Hashable, Sendable {
    package var tool: String
    /// The seed in 64 hexadecimal digits. Every role follows from it.
    package var seed: String
    /// False if the user chose the seed: then it can be guessed and the draw repeated.
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
    /// The speaker ids of injected utterances.
    package var speakers: [String]
    /// The share of injected audio in all training audio, canaries included; 0...1.
    package var share: Double
    package var injectedSeconds: Double
    /// The number of texts that were drawn again because they broke a rule.
    package var redraws: Int
    /// True if the root covers the format version and the positions too; nil in ledgers of earlier
    /// versions, whose root covers the records alone.
    package var rootCoversPositions: Bool?
    /// The training recipe that the canaries were made for; nil if it was not stated, and in ledgers
    /// of earlier versions.
    package var recipe: RecipeRecord?
    /// The families of further probes that were declared before training; nil if none were, and in
    /// ledgers of earlier versions.
    package var probeFamilies: [ProbeFamily]?

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
      rootCoversPositions = true
    }
  }

  package struct CorpusRecord: Codable, Hashable, Sendable {
    package var format: ManifestFormat
    /// The file name of the user's manifest or directory.
    package var name: String
    /// The names of the manifests in `train` and `probe`; empty if the directories are the manifests.
    package var manifestName: String
    package var probeName: String
    package var utterances: Int
    package var seconds: Double
    /// True if `seconds` was estimated from some of the audio files.
    package var secondsAreEstimated: Bool
    package var files: [ManifestFile]
    /// The names of fields that the user stated; nil if there are none.
    package var keys: ManifestKeys?
    /// The manifests below `train`, as one value of `--manifest`; nil if there is one, `manifestName`.
    package var manifests: String?
    /// The archives below `train`, where the toolkit names them beside the manifest.
    package var archives: String?

    package init(
      format: ManifestFormat, name: String, manifestName: String, probeName: String,
      utterances: Int, seconds: Double, secondsAreEstimated: Bool, files: [ManifestFile],
      keys: ManifestKeys? = nil, manifests: String? = nil, archives: String? = nil
    ) {
      self.manifests = manifests
      self.archives = archives
      self.keys = keys
      self.format = format
      self.name = name
      self.manifestName = manifestName
      self.probeName = probeName
      self.utterances = utterances
      self.seconds = seconds
      self.secondsAreEstimated = secondsAreEstimated
      self.files = files
    }

    /// The injected manifest in the directory `train`, as a value of `--manifest`.
    package func trainingManifest(in train: String) -> String {
      if let manifests { return below(train, manifests) }
      return manifestName.isEmpty ? train : "\(train)/\(manifestName)"
    }

    /// The archives in the directory `train`; nil if the manifest names them.
    package func trainingArchives(in train: String) -> String? { archives.map { below(train, $0) } }

    /// Names below a directory. Commas separate names, except inside braces.
    private func below(_ directory: String, _ names: String) -> String {
      guard !names.contains("{") else { return "\(directory)/\(names)" }
      return names.split(separator: ",").map { "\(directory)/\($0)" }.joined(separator: ",")
    }

    /// Opens a training manifest of the audit, or its directory `train`.
    package func open(_ path: String) throws(Problem) -> any TrainingCorpus {
      let path = manifests != nil && isDirectory(path) ? trainingManifest(in: path) : path
      return try format.open(path, keys: keys ?? ManifestKeys())
    }

    /// Opens the probe manifest of the audit.
    package func openProbe(_ path: String) throws(Problem) -> any TrainingCorpus {
      try format.probeFormat.open(path, keys: probeKeys)
    }

    /// The names of fields that the probe manifest has from the user.
    package var probeKeys: ManifestKeys {
      format.probeFormat == format ? keys ?? ManifestKeys() : ManifestKeys()
    }

    /// The probe manifest in the directory `probe`.
    package func probeManifest(in probe: String) -> String {
      probeName.isEmpty ? probe : "\(probe)/\(probeName)"
    }

    /// Whether a restored manifest is a directory.
    package var hasSeveralFiles: Bool { format.hasSeveralFiles || manifests != nil }
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

  /// A training recipe and the number of times that it presents a canary.
  package struct RecipeRecord: Codable, Hashable, Sendable {
    /// The name of the profile, and the version of the toolkit that it was read from.
    package var profile: String
    package var version: String
    /// The tokenizer in words; nil if it is unknown.
    package var tokens: String?
    /// The speed-perturbed copies of an utterance in every epoch.
    package var copiesPerEpoch: Int
    /// Nil if the number of epochs is unknown.
    package var epochs: Int?

    package init(
      profile: String, version: String, tokens: String?, copiesPerEpoch: Int, epochs: Int?
    ) {
      self.profile = profile
      self.version = version
      self.tokens = tokens
      self.copiesPerEpoch = copiesPerEpoch
      self.epochs = epochs
    }

    /// The number of times that training presents a canary, its *effective exposure*; nil if unknown.
    package func presentations(repetitions: Int) -> Int? {
      guard let epochs else { return nil }
      let (copies, overflows) = repetitions.multipliedReportingOverflow(by: copiesPerEpoch)
      let (all, overflowsToo) = copies.multipliedReportingOverflow(by: epochs)
      return overflows || overflowsToo ? nil : all
    }
  }

  package init(
    header: Header, canaries: [Canary], recombinedControls: [Canary] = [],
    checkUtterances: [CheckUtterance], positions: [Int]
  ) {
    self.header = header
    self.canaries = canaries
    self.recombinedControls = recombinedControls
    self.checkUtterances = checkUtterances
    self.positions = positions
  }

  package var seed: Seed { Seed(bytes: [UInt8](hex: header.seed)!) }

  /// All synthesised utterances of the probe set: the canaries, then the recombined controls.
  package var probes: [Canary] {
    recombinedControls.isEmpty ? canaries : canaries + recombinedControls
  }

  /// The audio of the trained copies by id, if it is in archives; nil if it is in files.
  package func archivedAudio(in train: String) throws(Problem) -> [String: AudioSource]? {
    guard header.corpus.format.hasShards else { return nil }
    return try header.corpus.open(header.corpus.trainingManifest(in: train))
      .archivedAudio(of: trainingIDs)
  }

  /// All ids that the audit added to the training manifest.
  package var trainingIDs: Set<String> { Set(canaries.lazy.flatMap(\.trainingIDs)) }
}
