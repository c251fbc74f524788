import AuditModel
import Files
import Statistics

/// The results of all analyses of one set of transcripts; empty where nothing could be measured.
struct Measurements: Sendable {
  var wasMeasured = false
  var primaryAnalysis: Report.PrimaryAnalysisResult?
  var tracerPValue: Double?
  var trend: Report.TrendResult?
  var speeds: [Report.SpeedResult] = []
  var decoderCheck: Report.DecoderCheck?
  var whiteBox: Report.WhiteBoxResult?
  var calibration: Report.CalibrationResult?
}

extension Scorer {
  func measure(
    _ match: TranscriptMatch, _ rows: [CanaryRow], _ supplementary: SupplementaryInputs
  ) throws(Problem) -> Measurements {
    let scored = rows.filter { $0.score != nil }
    let naturalSpeedScores =
      ledger.header.design.naturalSpeedProbes
      ? scores(heard: transcripts(match.naturalSpeedProbes)) : []
    return Measurements(
      wasMeasured: true, primaryAnalysis: primaryAnalysis(scored),
      tracerPValue: tracerPValue(scored), trend: trend(scored),
      speeds: speedResults(scored, naturalSpeedScores),
      decoderCheck: decoderCheck(transcripts(match.checkUtterances)),
      whiteBox: supplementary.losses.map {
        whiteBox(
          rows, source: $0.decision, reference: supplementary.referenceLosses?.decision)
      },
      calibration: supplementary.referenceTranscripts.flatMap {
        calibration(rows, source: $0.decision)
      })
  }

  /// The largest pooled word error rate of the check utterances that counts as a working decoder.
  static let decoderCheckLimit = 0.50

  private func decoderCheck(_ transcripts: [String?]) -> Report.DecoderCheck? {
    var counter = ErrorCounter()
    var rates: [ErrorRate] = []
    for (utterance, heard) in zip(ledger.checkUtterances, transcripts) {
      guard let heard else { continue }
      rates.append(
        counter.errors(request.normalizer(utterance.text), request.normalizer(heard)).words)
    }
    let words = rates.pooled
    return words.rate.map { rate in
      Report.DecoderCheck(
        count: rates.count, wordErrorRate: rate, limit: Self.decoderCheckLimit,
        wordErrors: words)
    }
  }
}
