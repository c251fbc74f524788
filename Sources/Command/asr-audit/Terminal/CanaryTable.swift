import AuditModel
import Files

/// A table of the canaries by speed, role and repetitions.
struct CanaryTable {
  let rows: [Row]

  /// The canaries of one role and number of repetitions at one speed.
  struct Row: Encodable {
    let speed: Double
    let role: String
    let repetitions: Int
    let canaries: Int
    /// Lines in the training manifest.
    let copies: Int
    let trainingMinutes: Double

    init(
      speed: Double, role: Canary.Role, repetitions: Int, canaries: Int, trainingMinutes: Double
    ) {
      self.speed = speed
      self.role = role.rawValue
      self.repetitions = repetitions
      self.canaries = canaries
      copies = canaries * repetitions
      self.trainingMinutes = trainingMinutes
    }
  }

  /// The rows of a design: tiers, controls, recombined controls and tracers at every speed.
  init(
    _ design: Design,
    row: (_ speed: Double, _ role: Canary.Role, _ repetitions: Int) -> Row
  ) {
    rows = design.speeds.flatMap { speed in
      design.repetitions.map { row(speed, .trained, $0) } + [row(speed, .control, 0)]
        + (design.recombinedControls ? [row(speed, .recombined, 0)] : [])
        + (design.tracers > 0 ? [row(speed, .tracer, Design.tracerCopies)] : [])
    }
  }

  var text: String {
    textTable(
      ["speed", "role", "repetitions", "utterances", "lines", "minutes"],
      rows.map { row in
        [
          "\(trimmed(row.speed))x", row.role, "\(row.repetitions)", "\(row.canaries)",
          "\(row.copies)", trimmed((row.trainingMinutes * 10).rounded() / 10),
        ]
      })
  }
}

/// The warning for a share of canaries in all training audio that may change the model.
func shareWarning(_ share: Double) -> String? {
  guard share > 0.01 else { return nil }
  return "canaries are \(percent(share)) of all training audio; above 1% they may change the model"
}
