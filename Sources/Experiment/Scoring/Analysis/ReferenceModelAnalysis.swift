import AuditModel
import Files
import Statistics
import Transcripts

/// Supplementary evidence from the transcripts of a reference model.
extension Scorer {
  /// The reference model's character accuracy for each canary, in the ledger's order.
  func accuracies(_ reader: TranscriptReader?) throws(Problem) -> [Double?]? {
    guard let reader else { return nil }
    return scores(of: try TranscriptMatch(ledger, reader).canaries).map { $0?.characterAccuracy }
  }

  func calibration(_ rows: [CanaryRow], source: String) -> Report.CalibrationResult? {
    var missing = NamedCount()
    var known: [(row: CanaryRow, score: Double)] = []
    for row in rows where row.canary.role != .tracer && row.score != nil {
      guard let reference = row.referenceAccuracy else {
        missing.add(row.canary.probeID)
        continue
      }
      known.append((row, row.score!.characterAccuracy - reference))
    }
    guard !known.isEmpty else { return nil }
    func scores(_ speed: Double, _ role: Canary.Role) -> [Double] {
      known.filter { $0.row.canary.speed == speed && $0.row.canary.role == role }.map(\.score)
    }
    return Report.CalibrationResult(
      source: source, missing: missing,
      pValue: pValue(known, name: "calibration") { Double($0.repetitions) },
      speeds: ledger.header.design.speeds.compactMap { speed in
        Report.RankingResult(trained: scores(speed, .trained), controls: scores(speed, .control))
          .map { Report.CalibrationResult.RankedSpeed(speed: speed, ranking: $0) }
      },
      cost: "Calibration needs a reference model that was trained without the canaries, and its "
        + "transcripts of \(ledger.canaries.count) canaries. The main analysis needs neither, "
        + "because controls show how difficult sped-up canaries are."
    )
  }
}
