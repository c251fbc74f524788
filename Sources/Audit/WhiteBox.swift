import Canaries
import Files
import Statistics
import Transcripts

/// What else is known of the probes, beside the transcripts. Each is described apart and decides
/// nothing.
package struct FurtherEvidence: Sendable {
  /// The audited model's loss of every probe's reference; any unit, lower is better known.
  package var losses: TranscriptReader?
  /// The same from a model that never saw the canaries.
  package var referenceLosses: TranscriptReader?
  /// What such a model wrote down.
  package var referenceTranscripts: TranscriptReader?

  package init() {}
}

extension ScoringRequest {
  /// Losses of the canaries in the ledger's order; nil where there is none that is finite.
  func losses(_ reader: TranscriptReader) throws(Problem) -> [Double?] {
    try TranscriptMatch(ledger, reader).canaries.map { text in
      text.flatMap { Double($0) }.flatMap { $0.isFinite ? $0 : nil }
    }
  }

  func whiteBox(_ rows: [CanaryRow], source: String, reference: String?) -> Report.WhiteBoxResult {
    var missing = NamedCount()
    var known: [(row: CanaryRow, loss: Double)] = []
    for row in rows where row.canary.role != .tracer {
      guard let loss = row.loss, reference == nil || row.referenceLoss != nil else {
        missing.add(row.canary.probeID)
        continue
      }
      known.append((row, loss - (row.referenceLoss ?? 0)))
    }
    return Report.WhiteBoxResult(
      source: source, reference: reference, missing: missing,
      speeds: ledger.header.design.speeds.compactMap { speed in
        speedLosses(speed, known.filter { $0.row.canary.speed == speed })
      })
  }

  private func speedLosses(
    _ speed: Double, _ known: [(row: CanaryRow, loss: Double)]
  ) -> Report.WhiteBoxResult.SpeedLosses? {
    func losses(_ repetitions: (Int) -> Bool) -> [Double] {
      known.filter { repetitions($0.row.canary.repetitions) }.map(\.loss)
    }
    let controls = losses { $0 == 0 }
    guard
      let ranking = Report.RankingResult(
        trained: losses { $0 > 0 }.map(-), controls: controls.map(-))
    else { return nil }
    return Report.WhiteBoxResult.SpeedLosses(
      speed: speed, ranking: ranking,
      pValue: pValue(known.map { ($0.row, -$0.loss) }, name: "losses \(speed)") {
        $0.role == .trained ? 1 : 0
      },
      controlsMean: mean(controls),
      tiers: ledger.header.design.repetitions.compactMap { repetitions in
        let tier = losses { $0 == repetitions }
        return AUC(trained: tier.map(-), controls: controls.map(-)).map { auc in
          Report.WhiteBoxResult.TierLosses(
            repetitions: repetitions, canaries: tier.count, mean: mean(tier), auc: auc.value)
        }
      })
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

  /// One-sided permutation test of Σ weight × score, labels dealt anew within what they were drawn in.
  private func pValue(
    _ scored: [(row: CanaryRow, score: Double)], name: String, weight: (Canary) -> Double
  ) -> Double {
    let scores = Dictionary(uniqueKeysWithValues: scored.map { ($0.row.canary.probeID, $0.score) })
    let strata = groupedByLabels(scored.map(\.row)).map { rows in
      Stratum(
        scores: [rows.map { scores[$0.canary.probeID]! }],
        weights: [rows.map { weight($0.canary) }])
    }
    return PermutationTest(strata: strata).outcomes(
      permutations: ledger.header.headline.permutations, seed: ledger.seed, name: name)[0].pValue
  }
}
