import AuditModel
import Integrity

/// The properties of the audio file of a text.
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

/// A canary with a role and the length of its natural-speed probe, which is not in the ledger.
struct RenderedCanary: Sendable {
  var canary: Canary
  let naturalSpeedFrames: Int?
}
