import AuditModel
import Files
import Manifests
import Reports
import Scoring

/// Recordings of some canaries for report.html, from the probe set beside the ledger.
///
/// A recording reveals the text of its canary, so only `score --reveal` uses them.
struct CanaryRecordings {
  /// The path of the ledger.
  let ledger: String

  /// The largest total of all recordings in bytes. As base64 they take a third more.
  private static let room = 220_000

  /// Returns the best transcribed trained canary, the same text at natural speed and the best
  /// transcribed control. A recording that is missing or too large is left out.
  func samples(of rows: [CanaryRow]) -> [AudioSample] {
    let trained = best(rows, .trained)
    let control = best(rows, .control)
    let naturalSpeed = trained.flatMap { row in
      row.canary.naturalSpeedID.map { (id: $0, row: row) }
    }
    var samples: [AudioSample] = []
    var room = Self.room
    func add(_ id: String, _ caption: Text) {
      guard let (bytes, type) = audio(id), bytes.count <= room else { return }
      room -= bytes.count
      samples.append(AudioSample(bytes: bytes, mimeType: type, caption: caption))
    }
    if let trained {
      let copies = trained.canary.repetitions
      add(
        trained.canary.probeID,
        "Trained canary, \(counted(copies, "repetition", "repetitions")), "
          + "\(speedName(trained.canary.speed)) speed. \(words(trained))")
    }
    if let naturalSpeed {
      add(naturalSpeed.id, "The same text at natural speed, which training did not use.")
    }
    if let control {
      add(
        control.canary.probeID,
        "Control, \(speedName(control.canary.speed)) speed. \(words(control))")
    }
    return samples
  }

  private func best(_ rows: [CanaryRow], _ role: Canary.Role) -> CanaryRow? {
    rows.filter { $0.canary.role == role && $0.score != nil }.min { a, b in
      (a.score?.characters.rate ?? 1, -a.canary.repetitions, a.canary.probeID)
        < (b.score?.characters.rate ?? 1, -b.canary.repetitions, b.canary.probeID)
    }
  }

  private func words(_ row: CanaryRow) -> Text {
    "Text: \(name: row.canary.text). Transcript: \(name: row.score?.transcript ?? "")."
  }

  private func audio(_ id: String) -> (bytes: [UInt8], mimeType: String)? {
    let folder = "\(parentDirectory(of: ledger))/probe/\(audioFolderName)"
    for container in AudioFormat.Container.allCases {
      let path = "\(folder)/\(id).\(container.rawValue)"
      if let bytes = try? readFile(path, limit: Self.room) {
        return (bytes, "audio/\(container.rawValue)")
      }
    }
    return nil
  }
}
