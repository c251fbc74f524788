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
  /// - Returns: the report, and one row for each canary in the ledger's order, then one for each
  ///   recombined control.
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
    var matches = try matches(of: looks)
    let transcripts = looks[looks.count - 1].transcripts
    let mismatches = request.mismatches
    let isIncomplete = matches[matches.count - 1].missing.count > 0 && request.missing == .error
    let isMeasurable = mismatches.isEmpty && !isIncomplete

    let sharedTexts = matches.map { isMeasurable ? sharedText($0) : [] }
    if request.removesSharedText {
      for (look, shared) in sharedTexts.enumerated() { remove(shared, from: &matches[look]) }
    }
    let (match, shared) = (matches[matches.count - 1], sharedTexts[sharedTexts.count - 1])

    var rows = try rows(supplementary)
    if isMeasurable { try score(match, into: &rows) }
    let recombined = recombinedRows(isMeasurable ? match : nil)
    var measurements =
      isMeasurable
      ? try measure(match, rows, recombined: recombined, supplementary) : Measurements()
    let together = isMeasurable ? looksResult(looks, matches, last: rows) : nil
    if let together { measurements.primaryAnalysis?.adopt(together) }

    var conditions = self.conditions(
      measurements,
      // Shared text at any checkpoint prevents a pass of all.
      hasSharedText: !request.removesSharedText && sharedTexts.contains { !$0.isEmpty },
      hasExactCanary: rows.contains {
        $0.canary.role != .control && $0.score?.isExact ?? false
      })
    for look in matches.dropLast() where isMeasurable {
      // A checkpoint whose decoder fails prevents a pass of all.
      conditions.decoderFails =
        conditions.decoderFails
        || decoderCheck(self.transcripts(look.checkUtterances)).map {
          $0.wordErrorRate > $0.limit
        } ?? false
    }
    let consumption = request.evidence.map { Report.ConsumptionRecord($0, ledger) }
    if isMeasurable, let consumption {
      // A canary that training is not known to have used cannot count as not memorised.
      conditions.unproven = conditions.unproven || !consumption.isSufficient
      conditions.controlsTrained =
        conditions.controlsTrained || consumption.leakedControls.count > 0
    }
    conditions.mismatch = !mismatches.isEmpty
    conditions.missingTranscripts = isIncomplete
    let trainingEvidence = self.trainingEvidence(conditions, measurements)
    var report = Report(
      tool: request.tool, label: request.label, date: request.date,
      verdict: Report.VerdictRecord(conditions), conditions: conditions,
      mismatches: mismatches.isEmpty ? nil : mismatches,
      exploratory: exploratoryReasons(match) + exploratoryReasons(looks),
      ledger: ledgerRecord,
      transcripts: record(
        of: match, transcripts.decision, shared: shared, addedText: measurements.addedText),
      primaryAnalysis: measurements.primaryAnalysis, looks: together,
      declaredLooks: ledger.header.primaryAnalysis.looks, trend: measurements.trend,
      speeds: measurements.speeds, whiteBox: measurements.whiteBox,
      calibration: measurements.calibration, attribution: measurements.attribution,
      decoderCheck: measurements.decoderCheck, exactControls: measurements.exactControls,
      containmentPValue: measurements.containmentPValue,
      patternPValue: measurements.patternPValue,
      belowControlsPValue: measurements.belowControlsPValue,
      trainingEvidence: trainingEvidence, design: ledger.header.design, gate: ledger.header.gate,
      limits: EvidenceLimits(
        header: ledger.header, commitment: request.commitment, verdict: conditions.verdict,
        isTrainingProven: trainingEvidence.isProven, measurements: measurements
      ).sentences)
    report.furtherProbes = measurements.furtherProbes
    report.consumption = consumption
    report.promise = promiseResult(isMeasurable ? rows : nil)
    report.blindBaseline = measurements.blindBaseline
    report.figures = report.figureStatuses
    if measurements.wasMeasured, let limit = LookLimits(report).ofDeclaration {
      report.limits.append(limit)
    }
    return (report, rows + recombined)
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
    let scores = scores(of: transcripts(match.canaries))
    for index in rows.indices { rows[index].score = scores[index] }
    let exposures = self.exposures(rows)
    for (index, exposure) in exposures {
      rows[index].exposure = exposure.bits
      rows[index].adjustedP = exposure.adjustedP
    }
  }

  /// The recombined controls, scored unless `match` is nil.
  private func recombinedRows(_ match: TranscriptMatch?) -> [CanaryRow] {
    let scores = match.map { recombinedScores(of: transcripts($0.recombinedControls)) }
    return ledger.recombinedControls.indices.map { index in
      CanaryRow(canary: ledger.recombinedControls[index], score: scores?[index])
    }
  }

  /// The transcripts under the request's policy for missing ones.
  func transcripts(_ found: [String?]) -> [String?] {
    request.missing == .empty ? found.map { $0 ?? "" } : found
  }

  // MARK: - Conditions

  private func conditions(
    _ measurements: Measurements, hasSharedText: Bool, hasExactCanary: Bool
  ) -> Conditions {
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
    conditions.containmentRejected =
      !conditions.verbatimRejected
      && measurements.containmentPValue.map { $0 <= setting.alpha } ?? false
    conditions.decoderMarkers = hasSharedText || conditions.containmentRejected
    conditions.patternRejected =
      !conditions.verbatimRejected && !conditions.partialRejected
      && measurements.patternPValue.map { $0 < Self.exactnessLevel } ?? false
    conditions.exactMatchFails = exactMatchFails(
      measurements.decoderCheck, conditions, hasExactCanary: hasExactCanary)
    conditions.controlsTrained =
      measurements.exactControls.map {
        $0.probes.count > 1 && $0.pValue < Self.exactnessLevel
      } ?? false
    conditions.trainedBelowControls =
      !conditions.verbatimRejected && !conditions.partialRejected
      && measurements.belowControlsPValue.map { $0 <= Self.belowControlsLevel } ?? false
    conditions.lossesSeparate =
      !conditions.verbatimRejected && measurements.whiteBox?.separates ?? false
    // Tracers that the model does not recognise are evidence that training did not use the canaries.
    conditions.unproven =
      (setting.trainingEvidence == .required || measurements.tracerPValue != nil)
      && !trainingEvidence(conditions, measurements).isProven
    return conditions
  }

  /// True if exact matches do not occur where they should: on the team's own utterances, or, if the
  /// partial test or the test of patterns rejects, on any trained canary or tracer. A decoder can spell
  /// the words of canaries in a way that hides every exact match, and those of ordinary speech
  /// correctly. Also true if no check utterance was transcribed and nothing is an exact match.
  private func exactMatchFails(
    _ check: Report.DecoderCheck?, _ conditions: Conditions, hasExactCanary: Bool
  ) -> Bool {
    if let p = check?.exactPValue, p < Self.exactnessLevel { return true }
    return !hasExactCanary && !conditions.verbatimRejected
      && (conditions.partialRejected || conditions.patternRejected || check == nil)
  }

  private func trainingEvidence(
    _ conditions: Conditions, _ measurements: Measurements
  ) -> Report.TrainingEvidenceRecord {
    let tracerPValue = measurements.tracerPValue
    let isDetected = conditions.verbatimRejected || conditions.partialRejected
    let areTracersRecognised = (tracerPValue ?? 1) < DesignCheck.tracerLevel
    let consumption = request.evidence.map { Report.ConsumptionRecord($0, ledger) }
    let lossPValue = measurements.whiteBox?.speeds.map(\.pValue).min() ?? 1
    // Each speed has its own test.
    let areLossesLower =
      lossPValue * Double(max(1, measurements.speeds.count)) < DesignCheck.tracerLevel
    let evidence =
      if isDetected {
        "memorization was detected, so training used the canaries"
      } else if areLossesLower, !areTracersRecognised {
        "the losses of trained canaries are significantly lower than those of controls "
          + "(p = \(pValueText(lossPValue)))"
      } else if let consumption, consumption.isSufficient, tracerPValue == nil {
        "what training read or logged has at least \(percent(ConsumptionEvidence.sufficientShare)) of "
          + "the copies of every tier"
      } else if let tracerPValue {
        (areTracersRecognised ? "at least two" : "no two")
          + " tracers with \(Design.tracerCopies) repetitions are recognised significantly better than "
          + "controls (p = \(pValueText(tracerPValue)))"
          + (consumption?.isSufficient == true && !areTracersRecognised
            ? ", although training used them: it may be too short to learn any canary at this speed"
            : "")
      } else {
        "nothing shows that training used the canaries"
      }
    return Report.TrainingEvidenceRecord(
      stance: ledger.header.primaryAnalysis.trainingEvidence,
      isProven: isDetected || areTracersRecognised || areLossesLower
        || (consumption?.isSufficient == true && tracerPValue == nil),
      evidence: evidence,
      tracerPValue: tracerPValue)
  }

  private func exploratoryReasons(_ match: TranscriptMatch) -> [String] {
    var reasons: [String] = []
    if request.missing == .skip, match.missing.count > 0 {
      reasons.append("probes without a transcript were left out")
    }
    if request.matching.bestOf > 1 {
      reasons.append(
        "the most favourable of up to \(request.matching.bestOf) hypotheses of each probe was scored"
      )
    }
    return reasons
  }

  /// The rules of the request, which compare hypotheses as the canaries are compared.
  var matchingRules: MatchingRules {
    var rules = request.matching
    rules.normalizer = canaryNormalizer
    return rules
  }

  /// The rules for losses, of which each probe has one.
  var lossMatchingRules: MatchingRules {
    var rules = request.matching
    rules.bestOf = 1
    return rules
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
      ctcChecked: header.ctc != nil || header.recipe != nil, recipe: header.recipe)
  }

  private func record(
    of match: TranscriptMatch, _ decision: String, shared: [SharedText.Marker],
    addedText: AddedText?
  ) -> Report.TranscriptRecord {
    Report.TranscriptRecord(
      decision: decision, rows: match.rows, missing: match.missing,
      empty: match.empty, unknown: match.unknown, repeated: match.repeated,
      policy: request.missing, normalizer: request.normalizer.label,
      markers: match.markers.isEmpty ? nil : match.markers,
      sharedText: shared.isEmpty ? nil : shared,
      sharedTextIsRemoved: shared.isEmpty ? nil : request.removesSharedText, addedText: addedText,
      canaryForm: canaryNormalizer.form.label,
      idRules: match.idRules.isEmpty ? nil : match.idRules,
      unknownNamingProbes: match.unknownNamingProbes > 0 ? match.unknownNamingProbes : nil)
  }
}
