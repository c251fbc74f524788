import AuditModel
import Files
import Scoring

/// Judges limits on a report. A gate never passes on missing evidence.
package struct Gate: Sendable {
  package let limits: [GateLimit]
  /// The differences between gate file and ledger, and which limit applies.
  package let differences: [String]
  /// The limits that the ledger declares.
  private let promised: Set<GateLimit>
  /// The limits of gate file and ledger, without those that a baseline adds.
  private let asked: [GateLimit]
  let waivers: DatedWaivers?
  let baseline: Report?

  /// - Parameters:
  ///   - file: the limits of a gate file; nil for the ledger's limits.
  ///   - report: the report, with the ledger's limits, which were declared before training. Where
  ///     file and ledger differ, the stricter limit applies.
  ///   - baseline: an earlier report. Unless a limit is on growth, each limit on memorization
  ///     brings one of `GateLimit.standardIncrease` on its growth.
  package init(
    file: [GateLimit]?, report: Report, baseline: Report? = nil, waivers: DatedWaivers? = nil
  ) {
    let speeds = report.design.speeds
    var merge =
      if let file {
        LimitMerge(file: file, promises: report.gate, speeds: speeds)
      } else {
        LimitMerge(promises: report.gate, speeds: speeds)
      }
    promised = merge.promised
    asked = merge.limits
    if baseline != nil { merge.addRegression() }
    limits = merge.limits
    differences =
      merge.differences
      + (report.trainingEvidence.isAssumedByGate == true
        ? ["training-evidence: assumed in the gate file, required in the ledger; assumed applies"]
        : [])
    self.waivers = waivers
    self.baseline = baseline
  }

  /// - Throws: `.usage` if a limit names a tier or speed that the design does not have, or if no
  ///   model could pass it because the design has too few canaries. Canaries that are missing from
  ///   *this* report make a limit inconclusive instead, and so does a design that is too small for
  ///   a warning or for a limit that a baseline adds.
  /// - Parameter needsLimit: false if limits on analyses are judged beside the report.
  package func judge(_ report: Report, needsLimit: Bool = true) throws(Problem) -> GateResult {
    let active = limits.filter { $0.level != .off }
    guard !active.isEmpty || !needsLimit else {
      throw Problem(
        .usage, "neither gate file nor ledger has a limit", field: "gate",
        hint: "write a gate file with a limit")
    }
    for limit in active { try check(limit, report) }
    let judge = Judge(report: report, baseline: baseline, waivers: waivers?.inForce ?? [])
    // Limits that were added after training must not weaken the declared ones.
    let promise = report.design.failingConfidence(active.filter(promised.contains))
    let all = report.design.failingConfidence(active)
    let judgements = active.flatMap {
      judge.judgements($0, confidence: promised.contains($0) ? promise : all)
    }
    return GateResult(
      verdict: report.verdict.code, judgements: judgements, confidence: all,
      promisedConfidence: promise < all ? promise : nil,
      differences: differences, baseline: baseline.map { record(of: $0, beside: report) },
      today: (waivers?.waivers.isEmpty ?? true) ? nil : waivers?.today,
      expiredWaivers: waivers?.expired ?? [],
      unusedWaivers: (waivers?.inForce ?? []).filter { waiver in
        !judgements.contains { $0.waiver == waiver }
      },
      hidesMemorization: report.conditions.hidesMemorization
        || report.verdict.code.isDetection && report.hasObstacle,
      overall: overall(judgements, report))
  }

  private func overall(
    _ judgements: [GateResult.Judgement], _ report: Report
  ) -> GateResult.Outcome {
    let binding = judgements.filter { $0.limit.level == .error }.map(\.outcome)
    if binding.contains(.fail) || waivers?.expired.isEmpty == false { return .fail }
    if binding.contains(.inconclusive) { return .inconclusive }
    return binding.isEmpty && report.hasObstacle ? .inconclusive : .pass
  }

  private func record(of baseline: Report, beside report: Report) -> GateResult.Baseline {
    GateResult.Baseline(
      root: baseline.ledger.root, tool: baseline.tool, verdict: baseline.verdict.code,
      obstacles: baseline.obstaclesToComparison(with: report).map(\.reason),
      sharesCanaries: baseline.ledger.root == report.ledger.root)
  }

  /// The checks of a design before training, on the canaries that have a transcript in this report.
  private func check(_ limit: GateLimit, _ report: Report) throws(Problem) {
    guard limit.level == .error, asked.contains(limit) else {
      return try DesignCheck.checkTerms(limit, report.design)
    }
    let scored = report.speeds.map { speed in
      GroupSize(
        trained: limit.pooled(speed)?.trials ?? 0, controls: speed.controls.exact.trials)
    }
    try DesignCheck.check(limit, report.design, scored: scored)
  }
}

extension Report {
  /// True if a case of the verdict, or evidence that was left out, prevents a pass.
  var hasObstacle: Bool {
    conditions.hasObstacle || !exploratory.isEmpty || mayBeWordsOnly
  }

  /// The first obstacle, in words that do not contradict a detection.
  var obstacle: String {
    if verdict.code.isObstacle { return verdict.code.title }
    if let obstacle = conditions.obstacles.first {
      return "memorization was detected, but no limit can pass: \(obstacle.cause)"
    }
    if let reason = exploratory.first { return "exploratory: \(reason)" }
    if mayBeWordsOnly {
      return
        "the model has learnt words of the canaries, and nothing shows that it memorised utterances"
    }
    return "the losses show memorization that the transcripts do not show"
  }
}
