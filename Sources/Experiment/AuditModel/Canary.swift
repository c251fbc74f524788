import Integrity

/// One random utterance: trained, control, tracer or recombined control.
package struct Canary: Hashable, Sendable {
  package enum Role: String, CaseIterable, Codable, Sendable {
    case trained, control, tracer
    /// The words of a trained canary or of a control in another order, never trained.
    case recombined
  }

  /// The randomisation block: roles were assigned at random within it.
  package enum Block: Hashable, Sendable {
    /// The coin block of the canary's speed; its role was an independent coin flip.
    case coin
    /// A fixed block, numbered from 0 across all speeds.
    case fixed(Int)
    /// No block. Tracers are not randomised; they are always trained.
    case none
  }

  /// The group within which permutation tests exchange labels.
  package enum LabelGroup: Hashable, Sendable, CustomStringConvertible {
    /// The coins of one speed and voice, and its tracers.
    case coin(speed: Double, voice: String)
    case block(Int)

    package var description: String {
      switch self {
      case .coin(let speed, let voice): "coin \(speed) \(voice)"
      case .block(let number): "block \(number)"
      }
    }
  }

  package var labelGroup: LabelGroup {
    switch block {
    case .coin, .none: .coin(speed: speed, voice: voice)
    case .fixed(let number): .block(number)
    }
  }

  /// The id in the probe set.
  package var probeID: String
  /// The ids in the training data, one per copy.
  package var trainingIDs: [String]
  /// The id of the natural-speed probe, if there is one.
  package var naturalSpeedID: String?
  package var text: String
  /// The words that the sound says, if the design has shuffled texts; nil if it says the text.
  package var spoken: String?
  package var voice: String
  package var speed: Double
  package var block: Block
  package var role: Role
  /// The number of copies in the training data; 0 for controls and recombined controls.
  package var repetitions: Int
  /// The probe id of the canary whose words a recombined control has; nil for all other roles.
  package var recombines: String?
  /// The length of the audio in frames (samples per channel).
  package var frames: Int
  /// The factor that the samples were scaled by to avoid clipping; 1 if they were not.
  package var gain: Double
  /// Silence appended for the length rule of CTC, in frames.
  package var paddingFrames: Int
  /// The digest of the audio file.
  package var audioDigest: Digest
  package var naturalSpeedDigest: Digest?

  package init(
    probeID: String, trainingIDs: [String], naturalSpeedID: String? = nil, text: String,
    spoken: String? = nil, voice: String, speed: Double, block: Block, role: Role, repetitions: Int,
    recombines: String? = nil, frames: Int, gain: Double, paddingFrames: Int, audioDigest: Digest,
    naturalSpeedDigest: Digest? = nil
  ) {
    self.probeID = probeID
    self.trainingIDs = trainingIDs
    self.naturalSpeedID = naturalSpeedID
    self.text = text
    self.spoken = spoken
    self.voice = voice
    self.speed = speed
    self.block = block
    self.role = role
    self.repetitions = repetitions
    self.recombines = recombines
    self.frames = frames
    self.gain = gain
    self.paddingFrames = paddingFrames
    self.audioDigest = audioDigest
    self.naturalSpeedDigest = naturalSpeedDigest
  }
}

extension Canary: Codable {
  private enum CodingKeys: String, CodingKey {
    case probeID = "probe"
    case trainingIDs = "train"
    case naturalSpeedID = "naturalSpeed"
    case text, spoken, voice, speed, block, role, repetitions, recombines, frames, gain
    case paddingFrames = "padding"
    case audioDigest = "audio"
    case naturalSpeedDigest = "naturalSpeedAudio"
  }
}

extension Canary.Block: Codable {
  /// Reads `"coin"`, `"none"` or the number of a fixed block.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Int.self) {
      guard number >= 0 else {
        throw DecodingError.dataCorruptedError(
          in: container, debugDescription: "the number of a block is negative")
      }
      self = .fixed(number)
      return
    }
    switch try container.decode(String.self) {
    case "coin": self = .coin
    case "none": self = .none
    case let name:
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "unknown block '\(name)'")
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .coin: try container.encode("coin")
    case .none: try container.encode("none")
    case .fixed(let number): try container.encode(number)
    }
  }
}

/// An utterance of the user's corpus in the probe set.
package struct CheckUtterance: Hashable, Sendable {
  package var probeID: String
  package var text: String
  /// The digest of the audio file that the utterance is in. Nil if the audio is not a plain file (a
  /// command, an archive, an address), if it could not be read, and in ledgers of format version 1.
  package var audioDigest: Digest?
  /// The absolute path of that file in the corpus, without links. Decoders that resolve links write it
  /// instead of the path in the probe set. Nil if the audio is not a plain file, if other check
  /// utterances are in the same file, and in ledgers of earlier versions.
  package var source: String?

  package init(
    probeID: String, text: String, audioDigest: Digest? = nil, source: String? = nil
  ) {
    self.probeID = probeID
    self.text = text
    self.audioDigest = audioDigest
    self.source = source
  }
}

extension CheckUtterance: Codable {
  private enum CodingKeys: String, CodingKey {
    case probeID = "probe"
    case text
    case audioDigest = "audio"
    case source
  }
}
