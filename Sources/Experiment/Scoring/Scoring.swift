import AuditModel
import Files
import Statistics
import Transcripts

/// What `score` was asked for.
package struct ScoringRequest: Sendable {
  package var ledger: Ledger
  package var root: String
  package var commitment: Report.LedgerRecord.CommitmentState
  package var missing = MissingPolicy.error
  package var normalizer: Normalizer
  package var tool: String

  package init(
    ledger: Ledger, root: String, commitment: Report.LedgerRecord.CommitmentState,
    normalizer: Normalizer, tool: String
  ) {
    self.ledger = ledger
    self.root = root
    self.commitment = commitment
    self.normalizer = normalizer
    self.tool = tool
  }

  /// Reads the transcripts, measures and judges.
  package func run(
    _ transcripts: TranscriptReader, _ supplementary: SupplementaryInputs = SupplementaryInputs()
  ) throws(Problem) -> (report: Report, rows: [CanaryRow]) {
    let decision = transcripts.decision
    var match = try TranscriptMatch(ledger, transcripts)
    let hasMissing = match.missing.count > 0
    if missing == .empty { match.fillMissing() }

    var conditions = Conditions()
    conditions.mismatch =
      commitment == .differs || normalizer.label != ledger.header.primaryAnalysis.normalizer
    conditions.missingTranscripts = hasMissing && missing == .error

    var report = Report(
      tool: tool, verdict: record(.notDetected), conditions: conditions,
      exploratory: exploratoryReasons(hasMissing), ledger: ledgerRecord(),
      transcripts: record(of: match, decision), primaryAnalysis: nil, speeds: [],
      decoderCheck: nil,
      trainingEvidence: Report.TrainingEvidenceRecord(
        stance: ledger.header.primaryAnalysis.trainingEvidence, isProven: false, evidence: "",
        tracerPValue: nil),
      design: ledger.header.design, gate: ledger.header.gate, limits: [])
    var rows = ledger.canaries.map { CanaryRow(canary: $0, score: nil, exposure: nil) }
    try add(supplementary, to: &rows)
    if !conditions.mismatch, !conditions.missingTranscripts {
      measure(match, into: &report, &rows)
      describe(supplementary, into: &report, rows)
    }
    report.verdict = record(report.conditions.verdict)
    if conditions.mismatch { report.verdict.explanation += " " + mismatches() }
    report.trainingEvidence.evidence = trainingEvidenceText(report)
    report.limits = evidenceLimits(of: report)
    return (report, rows)
  }

  private func record(_ verdict: Verdict) -> Report.VerdictRecord {
    Report.VerdictRecord(
      code: verdict, row: verdict.row, title: verdict.title, explanation: verdict.explanation)
  }

  private func mismatches() -> String {
    var reasons: [String] = []
    if commitment == .differs { reasons.append("The commitment is not this ledger's.") }
    let promised = ledger.header.primaryAnalysis.normalizer
    if normalizer.label != promised {
      reasons.append("The normaliser is \(normalizer.label), the ledger promised \(promised).")
    }
    return reasons.joined(separator: " ")
  }

  // MARK: - Measuring

  private func measure(
    _ match: TranscriptMatch, into report: inout Report, _ rows: inout [CanaryRow]
  ) {
    let scores = score(ledger.canaries, heard: match.canaries, normalizer: normalizer)
    for index in rows.indices { rows[index].score = scores[index] }
    let discoveries = addExposure(to: &rows)
    let present = rows.filter { $0.score != nil }

    report.primaryAnalysis = primaryAnalysis(present)
    report.conditions.tooSmall =
      (report.primaryAnalysis?.smallestAttainable ?? 1) > ledger.header.primaryAnalysis.alpha / 2
    report.conditions.verbatimRejected = report.primaryAnalysis?.verbatim.rejected ?? false
    report.conditions.partialRejected = report.primaryAnalysis?.partial.rejected ?? false

    let naturalSpeedProbes =
      ledger.header.design.naturalSpeedProbes
      ? score(ledger.canaries, heard: match.naturalSpeedProbes, normalizer: normalizer) : []
    report.trend = trend(present)
    report.speeds = speedResults(present, naturalSpeedProbes: naturalSpeedProbes)
    for index in report.speeds.indices {
      report.speeds[index].discoveries = discoveries[report.speeds[index].speed]
    }
    report.conditions.controlsRecognised = report.speeds.contains {
      $0.controlsUpperBound > DesignCheck.controlsLimit
    }
    report.decoderCheck = decoderCheck(match)
    report.conditions.decoderFails =
      report.decoderCheck.map { $0.wordErrorRate > $0.limit } ?? false

    let tracerP = tracerPValue(present)
    report.trainingEvidence.tracerPValue = tracerP
    report.trainingEvidence.isProven =
      report.conditions.verbatimRejected || report.conditions.partialRejected
      || (tracerP ?? 1) < Self.tracerLevel
    report.conditions.unproven =
      ledger.header.primaryAnalysis.trainingEvidence == .required
      && !report.trainingEvidence.isProven
  }

  private func add(_ supplementary: SupplementaryInputs, to rows: inout [CanaryRow]) throws(Problem)
  {
    if let reader = supplementary.losses {
      for (index, loss) in try losses(reader).enumerated() { rows[index].loss = loss }
    }
    if let reader = supplementary.referenceLosses {
      for (index, loss) in try losses(reader).enumerated() { rows[index].referenceLoss = loss }
    }
    if let reader = supplementary.referenceTranscripts {
      let heard = try TranscriptMatch(ledger, reader).canaries
      let scores = score(ledger.canaries, heard: heard, normalizer: normalizer)
      for (index, score) in scores.enumerated() {
        rows[index].referenceAccuracy = score?.characterAccuracy
      }
    }
  }

  private func describe(
    _ supplementary: SupplementaryInputs, into report: inout Report, _ rows: [CanaryRow]
  ) {
    if let losses = supplementary.losses {
      report.whiteBox = whiteBox(
        rows, source: losses.decision, reference: supplementary.referenceLosses?.decision)
    }
    if let transcripts = supplementary.referenceTranscripts {
      report.calibration = calibration(rows, source: transcripts.decision)
    }
  }

  /// Verdict row 6: pooled WER of the user's own utterances.
  static let decoderCheckLimit = 0.50
  static let tracerLevel = 0.01

  private func primaryAnalysis(_ rows: [CanaryRow]) -> Report.PrimaryAnalysisResult? {
    let setting = ledger.header.primaryAnalysis
    let strata = primaryStrata(rows)
    guard !strata.isEmpty else { return nil }
    let test = PermutationTest(strata: strata)
    let outcomes = test.outcomes(
      permutations: setting.permutations, seed: ledger.seed, name: "primary_analysis")
    let holm = Holm.adjusted(outcomes.map(\.pValue))
    func result(_ k: Int) -> Report.StatisticResult {
      Report.StatisticResult(
        observed: outcomes[k].observed, expected: outcomes[k].expected,
        pValue: outcomes[k].pValue, holm: holm[k], rejected: holm[k] <= setting.alpha,
        isExact: outcomes[k].isExact)
    }
    return Report.PrimaryAnalysisResult(
      alpha: setting.alpha, permutations: setting.permutations,
      smallestAttainable: test.smallestAttainable(permutations: setting.permutations),
      verbatim: result(0), partial: result(1))
  }

  /// Labels are exchanged within what they were drawn in: coins within voice and speed, dealt
  /// labels within their block. Tracers take no part.
  func primaryStrata(_ rows: [CanaryRow]) -> [Stratum] {
    grouped(rows.filter { $0.canary.role != .tracer }, by: \.canary.labelGroup).map { rows in
      Stratum(
        scores: [
          rows.map { $0.score!.isExact ? 1 : 0 }, rows.map { $0.score!.characterAccuracy },
        ],
        weights: [
          rows.map { PrimaryAnalysis.verbatimWeight($0.canary.repetitions) },
          rows.map { Double($0.canary.repetitions) },
        ])
    }
  }

  private func tracerPValue(_ rows: [CanaryRow]) -> Double? {
    guard rows.contains(where: { $0.canary.role == .tracer }) else { return nil }
    let compared = rows.filter { $0.canary.role != .trained }
    let strata = grouped(compared) { "\($0.canary.speed) \($0.canary.voice)" }.map { rows in
      Stratum(
        scores: [rows.map { $0.score!.characterAccuracy }],
        weights: [rows.map { $0.canary.role == .tracer ? 1 : 0 }])
    }
    return pValue(strata, name: "tracers")
  }

  /// One-sided, of the strata's first statistic.
  func pValue(_ strata: [Stratum], name: String) -> Double {
    PermutationTest(strata: strata).outcomes(
      permutations: ledger.header.primaryAnalysis.permutations, seed: ledger.seed, name: name)[0]
      .pValue
  }

  private func decoderCheck(_ match: TranscriptMatch) -> Report.DecoderCheck? {
    var counter = ErrorCounter()
    var total = ErrorRate.zero
    var count = 0
    for (checkUtterance, heard) in zip(ledger.checkUtterances, match.checkUtterances) {
      guard let heard else { continue }
      total += counter.errors(normalizer(checkUtterance.text), normalizer(heard)).words
      count += 1
    }
    guard let rate = total.rate else { return nil }
    return Report.DecoderCheck(count: count, wordErrorRate: rate, limit: Self.decoderCheckLimit)
  }

  // MARK: - Records

  private func ledgerRecord() -> Report.LedgerRecord {
    let header = ledger.header
    return Report.LedgerRecord(
      root: root, commitment: commitment, seedIsSecret: header.seedIsSecret,
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
      empty: match.empty, unknown: match.unknown, repeated: match.repeated, policy: missing,
      normalizer: normalizer.label)
  }

  private func exploratoryReasons(_ hasMissing: Bool) -> [String] {
    missing == .skip && hasMissing
      ? ["probes without a transcript were left out (--missing skip)"] : []
  }

  private func trainingEvidenceText(_ report: Report) -> String {
    if report.conditions.verbatimRejected || report.conditions.partialRejected {
      return "the model recognises what only training can have shown it"
    }
    guard let p = report.trainingEvidence.tracerPValue else {
      return "nothing shows that training used the canaries"
    }
    let shows = p < Self.tracerLevel ? "show" : "do not show"
    return "tracers with \(Design.tracerCopies) copies \(shows) it (p = \(p))"
  }
}

/// Rows by a key, groups in the order in which they first occur.
func grouped<Row>(_ rows: [Row], by key: (Row) -> String) -> [[Row]] {
  var places: [String: Int] = [:]
  var groups: [[Row]] = []
  for row in rows {
    let name = key(row)
    if let place = places[name] {
      groups[place].append(row)
    } else {
      places[name] = groups.count
      groups.append([row])
    }
  }
  return groups
}
