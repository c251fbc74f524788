import Integrity

/// One random utterance: trained, control or tracer.
package struct Canary: Hashable, Sendable {
  package enum Role: String, CaseIterable, Codable, Sendable { case trained, control, tracer }

  /// Within what its role was drawn at random.
  package enum Block: Hashable, Sendable {
    /// A fair coin of its own.
    case coin
    /// A fixed block, numbered from 0 through all speeds.
    case fixed(Int)
    /// None: tracers are trained by decree.
    case none
  }

  /// Within what its label was drawn: any two canaries of one group could have changed places.
  package var labelGroup: String {
    switch block {
    case .coin, .none: "coin \(speed) \(voice)"
    case .fixed(let number): "block \(number)"
    }
  }

  /// Its name in the probe set.
  package var probeID: String
  /// Its names in the training data, one a copy.
  package var trainingIDs: [String]
  /// Its name in the probe set at natural speed.
  package var naturalSpeedID: String?
  package var text: String
  package var voice: String
  package var speed: Double
  package var block: Block
  package var role: Role
  /// Copies in the training data; 0 for controls.
  package var repetitions: Int
  /// Length of its audio.
  package var frames: Int
  /// What headroom took off; 1 for nothing.
  package var gain: Double
  /// Silence added so that CTC has room, in frames.
  package var paddingFrames: Int
  /// Of its audio file.
  package var audioDigest: Digest
  package var naturalSpeedDigest: Digest?

  package init(
    probeID: String, trainingIDs: [String], naturalSpeedID: String? = nil, text: String,
    voice: String, speed: Double, block: Block, role: Role, repetitions: Int, frames: Int,
    gain: Double, paddingFrames: Int, audioDigest: Digest, naturalSpeedDigest: Digest? = nil
  ) {
    self.probeID = probeID
    self.trainingIDs = trainingIDs
    self.naturalSpeedID = naturalSpeedID
    self.text = text
    self.voice = voice
    self.speed = speed
    self.block = block
    self.role = role
    self.repetitions = repetitions
    self.frames = frames
    self.gain = gain
    self.paddingFrames = paddingFrames
    self.audioDigest = audioDigest
    self.naturalSpeedDigest = naturalSpeedDigest
  }
}

/// An utterance of the user's own in the probe set.
package struct CheckUtterance: Hashable, Sendable {
  package var probeID: String
  package var text: String

  package init(probeID: String, text: String) {
    self.probeID = probeID
    self.text = text
  }
}
