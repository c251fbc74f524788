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
    let pValue = pValue(known, name: "calibration") { Double($0.repetitions) }
    return Report.CalibrationResult(
      source: source, missing: missing, pValue: pValue,
      speeds: ledger.header.design.speeds.compactMap { speed in
        Report.RankingResult(trained: scores(speed, .trained), controls: scores(speed, .control))
          .map { Report.CalibrationResult.RankedSpeed(speed: speed, ranking: $0) }
      },
      cost: "Calibration needs a reference model that was trained without the canaries, and its "
        + "transcripts of \(ledger.canaries.count) canaries. The main analysis needs neither, "
        + "because controls show how difficult sped-up canaries are.",
      adjustment: adjustment(known.map(\.row), pValueOfDifference: pValue)
    )
  }

  /// The accuracy of trained canaries and controls as it is, minus the reference model's, and adjusted by
  /// it.
  private func adjustment(
    _ rows: [CanaryRow], pValueOfDifference: Double
  ) -> Report.CalibrationResult.Adjustment? {
    let groups = rows.grouped(by: \.canary.labelGroup)
    func accuracy(_ row: CanaryRow) -> Double { row.score!.characterAccuracy }
    func reference(_ row: CanaryRow) -> Double { row.referenceAccuracy! }
    guard
      let regression = RegressionAdjustment(
        groups.map { $0.map { (accuracy($0), reference($0)) } })
    else { return nil }
    func measure(
      _ name: String, pValue: Double? = nil, _ value: (CanaryRow) -> Double
    ) -> Report.CalibrationResult.Measure? {
      GroupedDifference(groups.map { $0.map { (value($0), $0.canary.role == .trained) } }).map {
        Report.CalibrationResult.Measure(
          estimate: $0.estimate, standardError: $0.standardError,
          pValue: pValue
            ?? self.pValue(rows.map { ($0, value($0)) }, name: name) { Double($0.repetitions) })
      }
    }
    guard
      let plain = measure("calibration_accuracy", accuracy),
      let difference = measure(
        "calibration", pValue: pValueOfDifference, { accuracy($0) - reference($0) }),
      let adjusted = measure(
        "calibration_adjusted",
        { regression.adjusted(accuracy($0), covariate: reference($0)) })
    else { return nil }
    return Report.CalibrationResult.Adjustment(
      slope: regression.slope, correlation: regression.correlation,
      powerGain: regression.powerGain, accuracy: plain, difference: difference, adjusted: adjusted)
  }
}
