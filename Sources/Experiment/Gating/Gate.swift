import AuditModel
import Files
import Scoring

/// Judges limits on a report. A gate never passes on missing evidence.
package struct Gate: Sendable {
  package let limits: [GateLimit]
  package let differences: [String]
  private let promised: Set<GateLimit>
  /// Limits that somebody asked for; the others came with a baseline.
  private let asked: [GateLimit]
  let waivers: DatedWaivers?
  let baseline: Report?

  /// - Parameters:
  ///   - file: limits of a gate file; nil takes the ledger's.
  ///   - report: its own limits were fixed before training; where the two differ, the stricter holds.
  ///   - baseline: an earlier report. Where no limit is on growth, memorization may have grown by
  ///     `GateLimit.standardIncrease` wherever it has a limit.
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
    differences = merge.differences
    self.waivers = waivers
    self.baseline = baseline
  }

  /// - Throws: `.usage` where a limit is on a tier or speed that the design does not have, or where no
  ///   model could pass one: it lies under what the canaries can show with no hit at all. Canaries that
  ///   are missing from *this* report make it inconclusive instead, and so does a design that is too
  ///   small for a warning or for a limit that came with a baseline.
  package func judge(_ report: Report) throws(Problem) -> GateResult {
    let active = limits.filter { $0.level != .off }
    guard !active.isEmpty else {
      throw Problem(
        .usage, "there is no limit to judge by", field: "gate",
        hint: "name one in a gate file: asr-audit gate --help")
    }
    for limit in active { try check(limit, report) }
    let judge = Judge(report: report, baseline: baseline, waivers: waivers?.holding ?? [])
    // Nothing that was added after training makes a promise weaker.
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
      unusedWaivers: (waivers?.holding ?? []).filter { waiver in
        !judgements.contains { $0.waiver == waiver }
      },
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
      obstacles: baseline.obstaclesToComparison(with: report),
      sharesCanaries: baseline.ledger.root == report.ledger.root)
  }

  /// As before training, but for canaries that did come back in this report.
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
  /// Something stands in the way of a pass: a row of the verdict, or evidence that was left out.
  var hasObstacle: Bool { conditions.hasObstacle || !exploratory.isEmpty }

  /// The first such thing, in words.
  var obstacle: String {
    if verdict.code.isObstacle { return verdict.title }
    if conditions.decoderFails { return Verdict.decoder.title }
    if let reason = exploratory.first { return "exploratory: \(reason)" }
    return Verdict.controlsRecognised.title
  }
}
