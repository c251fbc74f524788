import AuditModel
import Concurrency
import Files
import Statistics

/// The results of all analyses of one set of transcripts; empty where nothing could be measured.
struct Measurements: Sendable {
  var wasMeasured = false
  var primaryAnalysis: Report.PrimaryAnalysisResult?
  /// The p-value of the hypothesis that at most one tracer was learnt; nil without tracers.
  var tracerPValue: Double?
  var trend: Report.TrendResult?
  var speeds: [Report.SpeedResult] = []
  var decoderCheck: Report.DecoderCheck?
  var addedText: AddedText?
  var containmentPValue: Double?
  var patternPValue: Double?
  var belowControlsPValue: Double?
  var exactControls: Report.ExactControls?
  var blindBaseline: Report.BlindBaseline?
  var whiteBox: Report.WhiteBoxResult?
  var calibration: Report.CalibrationResult?
  var attribution: Report.AttributionResult?
  var furtherProbes: Report.ProbesResult?
}

extension Scorer {
  func measure(
    _ match: TranscriptMatch, _ rows: [CanaryRow], recombined: [CanaryRow],
    _ supplementary: SupplementaryInputs
  ) throws(Problem) -> Measurements {
    let scored = rows.filter { $0.score != nil }
    let naturalSpeedScores =
      ledger.header.design.naturalSpeedProbes
      ? scores(of: transcripts(match.naturalSpeedProbes)) : []
    let furtherProbes: Report.ProbesResult? =
      if let answers = supplementary.probes {
        try self.furtherProbes(
          answers, supplementary.silence, probeSet: transcripts(match.canaries))
      } else {
        nil
      }
    // Permutation tests use all cores, the tables one.
    var (measurements, tests) = concurrently(
      { tables(scored, naturalSpeedScores, match) },
      {
        (
          primary: primaryAnalysis(scored), tracers: tracerPValue(scored), trend: trend(scored),
          containment: containmentPValue(scored), pattern: patternPValue(scored),
          belowControls: belowControlsPValue(scored)
        )
      })
    measurements.primaryAnalysis = tests.primary
    measurements.tracerPValue = tests.tracers
    measurements.trend = tests.trend
    measurements.containmentPValue = tests.containment
    measurements.patternPValue = tests.pattern
    measurements.belowControlsPValue = tests.belowControls
    measurements.exactControls = exactControls(scored, recombined.filter { $0.score != nil })
    measurements.whiteBox = supplementary.losses.map {
      whiteBox(rows, source: $0.decision, reference: supplementary.referenceLosses?.decision)
    }
    measurements.calibration = supplementary.referenceTranscripts.flatMap {
      calibration(rows, source: $0.decision)
    }
    measurements.attribution = attribution(scored, recombined.filter { $0.score != nil })
    measurements.furtherProbes = furtherProbes
    return measurements
  }

  private func tables(
    _ scored: [CanaryRow], _ naturalSpeedScores: [CanaryScore?], _ match: TranscriptMatch
  ) -> Measurements {
    Measurements(
      wasMeasured: true, speeds: speedResults(scored, naturalSpeedScores),
      decoderCheck: decoderCheck(transcripts(match.checkUtterances)),
      addedText: AddedText(
        in: scored.filter { $0.score!.containsReference && !$0.score!.isExact }.map {
          ($0.canary.text, $0.score!.transcript)
        }),
      blindBaseline: blindBaseline())
  }
}
