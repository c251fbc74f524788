import Integrity
import Manifests
import Randomness
import Speech

/// The secret record of an audit: what was planted where, what is a control, and what was
/// promised before training.
package struct Ledger: Sendable {
  /// Raised when a reader of the old format would misunderstand the new one.
  package static let formatVersion = 1

  package var header: Header
  package var canaries: [Canary]
  package var anchors: [AnchorRecord]
  /// Lines of the planted entries in the injected manifest, counted from 1, by training id; empty
  /// where the format orders its lines.
  package var positions: [Int]

  package struct Header: Codable, Hashable, Sendable {
    package var tool: String
    /// 64 hexadecimal digits. Every role follows from them.
    package var seed: String
    /// False where a short --seed was given: then anyone could repeat the draw.
    package var seedIsSecret: Bool
    package var design: Design
    package var headline: Headline
    package var gate: [GateLimit]
    package var corpus: CorpusRecord
    package var planting: PlantingOptions
    package var audio: AudioFormat
    package var synthesizer: String
    package var vocabulary: String
    package var writing: WritingStyle
    package var ctc: CTCRecord?
    /// Speaker ids of planted utterances.
    package var speakers: [String]
    /// Of all audio that training will see, in seconds.
    package var share: Double
    package var plantedSeconds: Double
    /// Whole texts drawn again because they broke a rule.
    package var redraws: Int
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
  }

  package struct CTCRecord: Codable, Hashable, Sendable {
    package var frameRate: Double
    package var tokens: String
    package var maxSeconds: Double
  }

  package init(
    header: Header, canaries: [Canary], anchors: [AnchorRecord], positions: [Int]
  ) {
    self.header = header
    self.canaries = canaries
    self.anchors = anchors
    self.positions = positions
  }

  package var seed: Seed { Seed(bytes: [UInt8](hex: header.seed)!) }

  /// Everything that may stand in a manifest because of this audit.
  package var trainingIDs: Set<String> { Set(canaries.lazy.flatMap(\.trainingIDs)) }
}
