import AuditModel
import Files
import Statistics
import Transcripts

/// Scores transcripts against a ledger and builds the report.
package struct Scorer: Sendable {
  let request: ScoringRequest
  var ledger: Ledger { request.ledger }

  package init(_ request: ScoringRequest) { self.request = request }

  /// Reads the transcripts, runs the analyses and determines the verdict.
  ///
  /// If the request does not match the ledger, or transcripts are missing and `missing` is
  /// `.error`, nothing is computed: the report has a verdict, but no tables.
  ///
  /// - Returns: the report, and one row for each canary in the ledger's order.
  package func score(
    _ transcripts: TranscriptReader, _ supplementary: SupplementaryInputs = SupplementaryInputs()
  ) throws(Problem) -> (report: Report, rows: [CanaryRow]) {
    try score([Look(label: nil, transcripts: transcripts)], supplementary)
  }

  /// Scores several checkpoints together. The report and the rows are those of the last one.
  ///
  /// - Parameter looks: at least one, with different labels if there are several.
  package func score(
    _ looks: [Look], _ supplementary: SupplementaryInputs = SupplementaryInputs()
  ) throws(Problem) -> (report: Report, rows: [CanaryRow]) {
    let matches = try matches(of: looks)
    let (match, transcripts) = (matches[matches.count - 1], looks[looks.count - 1].transcripts)
    let mismatches = request.mismatches
    let isIncomplete = match.missing.count > 0 && request.missing == .error
    let isMeasurable = mismatches.isEmpty && !isIncomplete

    var rows = try rows(supplementary)
    if isMeasurable { try score(match, into: &rows) }
    var measurements = isMeasurable ? try measure(match, rows, supplementary) : Measurements()
    let together = isMeasurable ? looksResult(looks, matches, last: rows) : nil
    if let together { measurements.primaryAnalysis?.adopt(together) }

    var conditions = self.conditions(measurements)
    conditions.mismatch = !mismatches.isEmpty
    conditions.missingTranscripts = isIncomplete
    let trainingEvidence = self.trainingEvidence(conditions, measurements.tracerPValue)
    var report = Report(
      tool: request.tool, label: request.label, date: request.date,
      verdict: Report.VerdictRecord(conditions.verdict), conditions: conditions,
      mismatches: mismatches.isEmpty ? nil : mismatches,
      exploratory: exploratoryReasons(match) + exploratoryReasons(looks),
      ledger: ledgerRecord, transcripts: record(of: match, transcripts.decision),
      primaryAnalysis: measurements.primaryAnalysis, looks: together,
      declaredLooks: ledger.header.primaryAnalysis.looks, trend: measurements.trend,
      speeds: measurements.speeds, whiteBox: measurements.whiteBox,
      calibration: measurements.calibration, decoderCheck: measurements.decoderCheck,
      trainingEvidence: trainingEvidence, design: ledger.header.design, gate: ledger.header.gate,
      limits: EvidenceLimits(
        header: ledger.header, commitment: request.commitment, verdict: conditions.verdict,
        isTrainingProven: trainingEvidence.isProven, measurements: measurements
      ).sentences)
    report.figures = report.figureStatuses
    if measurements.wasMeasured, let limit = LookLimits(report).ofDeclaration {
      report.limits.append(limit)
    }
    return (report, rows)
  }

  // MARK: - Rows

  /// The canaries with their supplementary evidence, not yet scored.
  private func rows(_ supplementary: SupplementaryInputs) throws(Problem) -> [CanaryRow] {
    let losses = try self.losses(supplementary.losses)
    let referenceLosses = try self.losses(supplementary.referenceLosses)
    let accuracies = try self.accuracies(supplementary.referenceTranscripts)
    return ledger.canaries.indices.map { index in
      CanaryRow(
        canary: ledger.canaries[index], loss: losses?[index],
        referenceLoss: referenceLosses?[index], referenceAccuracy: accuracies?[index])
    }
  }

  private func score(_ match: TranscriptMatch, into rows: inout [CanaryRow]) throws(Problem) {
    let scores = scores(heard: transcripts(match.canaries))
    for index in rows.indices { rows[index].score = scores[index] }
    let exposures = self.exposures(rows)
    for (index, exposure) in exposures {
      rows[index].exposure = exposure.bits
      rows[index].adjustedP = exposure.adjustedP
    }
  }

  /// The transcripts under the request's policy for missing ones.
  func transcripts(_ found: [String?]) -> [String?] {
    request.missing == .empty ? found.map { $0 ?? "" } : found
  }

  // MARK: - Conditions

  private func conditions(_ measurements: Measurements) -> Conditions {
    let setting = ledger.header.primaryAnalysis
    let primary = measurements.primaryAnalysis
    var conditions = Conditions()
    guard measurements.wasMeasured else { return conditions }
    conditions.tooSmall = (primary?.smallestAttainable ?? 1) > setting.alpha / 2
    conditions.verbatimRejected = primary?.verbatim.rejected ?? false
    conditions.partialRejected = primary?.partial.rejected ?? false
    conditions.controlsRecognised = measurements.speeds.contains {
      $0.controlsUpperBound > DesignCheck.controlsLimit
    }
    conditions.decoderFails = measurements.decoderCheck.map { $0.wordErrorRate > $0.limit } ?? false
    // Tracers that the model does not recognise are evidence that training did not use the canaries.
    conditions.unproven =
      (setting.trainingEvidence == .required || measurements.tracerPValue != nil)
      && !trainingEvidence(conditions, measurements.tracerPValue).isProven
    return conditions
  }

  /// The level of the test of tracers against controls.
  static let tracerLevel = 0.01

  private func trainingEvidence(
    _ conditions: Conditions, _ tracerPValue: Double?
  ) -> Report.TrainingEvidenceRecord {
    let isDetected = conditions.verbatimRejected || conditions.partialRejected
    let areTracersRecognised = (tracerPValue ?? 1) < Self.tracerLevel
    let evidence =
      if isDetected {
        "memorization was detected, so training used the canaries"
      } else if let tracerPValue {
        "tracers with \(Design.tracerCopies) repetitions are "
          + (areTracersRecognised ? "" : "not ")
          + "recognised significantly better than controls (p = \(pValueText(tracerPValue)))"
      } else {
        "nothing shows that training used the canaries"
      }
    return Report.TrainingEvidenceRecord(
      stance: ledger.header.primaryAnalysis.trainingEvidence,
      isProven: isDetected || areTracersRecognised, evidence: evidence, tracerPValue: tracerPValue)
  }

  private func exploratoryReasons(_ match: TranscriptMatch) -> [String] {
    request.missing == .skip && match.missing.count > 0
      ? ["probes without a transcript were left out"] : []
  }

  // MARK: - Records

  private var ledgerRecord: Report.LedgerRecord {
    let header = ledger.header
    return Report.LedgerRecord(
      root: request.root, commitment: request.commitment, seedIsSecret: header.seedIsSecret,
      corpus: header.corpus.name, format: header.corpus.format,
      utterances: header.corpus.utterances, corpusSeconds: header.corpus.seconds,
      injectedSeconds: header.injectedSeconds, share: header.share,
      synthesizer: header.synthesizer, vocabulary: header.vocabulary,
      ctcChecked: header.ctc != nil)
  }

  private func record(
    of match: TranscriptMatch, _ decision: String
  ) -> Report.TranscriptRecord {
    Report.TranscriptRecord(
      decision: decision, rows: match.rows, missing: match.missing,
      empty: match.empty, unknown: match.unknown, repeated: match.repeated,
      policy: request.missing, normalizer: request.normalizer.label,
      markers: match.markers.isEmpty ? nil : match.markers)
  }
}
