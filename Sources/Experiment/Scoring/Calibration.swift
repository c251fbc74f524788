import AuditModel
import Statistics

extension ScoringRequest {
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
    let probes = ledger.canaries.count
    return Report.CalibrationResult(
      source: source, missing: missing,
      pValue: pValue(known, name: "calibration") { Double($0.repetitions) },
      speeds: ledger.header.design.speeds.compactMap { speed in
        Report.RankingResult(trained: scores(speed, .trained), controls: scores(speed, .control))
          .map { Report.CalibrationResult.RankedSpeed(speed: speed, ranking: $0) }
      },
      cost: "A reference model has to be trained without the canaries and to transcribe \(probes) "
        + "canaries once more; sped-up canaries need neither, as their controls tell how hard they are."
    )
  }
}
