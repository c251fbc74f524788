import Integrity

/// The properties of a candidate's audio file.
struct Rendering: Sendable {
  let frames: Int
  let gain: Double
  let paddingFrames: Int
  let digest: Digest
  /// The natural-speed probe, if the design has such probes.
  let naturalSpeed: NaturalSpeed?

  struct NaturalSpeed: Sendable {
    let frames: Int
    let digest: Digest
  }
}
