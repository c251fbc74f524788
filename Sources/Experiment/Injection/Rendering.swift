import Integrity

/// What became of a candidate's sound.
struct Rendering: Sendable {
  let frames: Int
  let gain: Double
  let paddingFrames: Int
  let digest: Digest
  let naturalSpeedDigest: Digest?
}
