import AuditModel
import Files
import Scoring
import Statistics

/// Holds one limit after another against a report.
struct Judge {
  let report: Report
  let baseline: Report?
  let waivers: [Waiver]

  /// - Parameter confidence: of lower bounds.
  func judgements(_ limit: GateLimit, confidence: Double) -> [GateResult.Judgement] {
    report.design.places(of: limit).map { speed in
      let finding = finding(limit, speed, confidence)
      let waiver =
        finding.outcome == .fail ? waivers.first { $0.covers(limit, speed: speed) } : nil
      return GateResult.Judgement(
        limit: limit, speed: speed, outcome: waiver == nil ? finding.outcome : .waived,
        expected: finding.expected, found: finding.found,
        trained: finding.counts.trained, controls: finding.counts.controls, gap: finding.gap,
        lower: finding.lower, upper: finding.upper, before: finding.before,
        primaryAnalysis: finding.primaryAnalysis, reason: finding.reason, waiver: waiver)
    }
  }

  private func finding(_ limit: GateLimit, _ speed: Double?, _ confidence: Double) -> Finding {
    guard let max = limit.max else { return detection() }
    guard let result = report.speeds.first(where: { $0.speed == speed }),
      let trained = limit.pooled(result), let controls = limit.controls(result)
    else {
      return Finding(.inconclusive, limit, found: "nothing", report.verdict.title)
    }
    let counts = GateResult.Counts(trained: trained, controls: controls)
    return limit.metric == .regression
      ? growth(limit, max, result.speed, counts, confidence) : gap(limit, max, counts, confidence)
  }

  // MARK: - One metric each

  /// The first rule that holds: obstacle, failure, pass, else inconclusive.
  private func gap(
    _ limit: GateLimit, _ max: Double, _ counts: GateResult.Counts, _ confidence: Double
  ) -> Finding {
    let lower = counts.interval(confidence).lower
    let upper = counts.interval(0.95).upper
    var finding = Finding(limit, counts, lower, upper)
    finding.found =
      "\(counts.text), gap \(percent(finding.gap)) [\(percent(lower)), \(percent(upper))]"
    let isNear = limit.metric == .nearMemorization ? "nearly " : ""
    decide(
      &finding, max, failsAbove: max,
      fail: "at least \(percent(lower)) \(isNear)memorised, over \(percent(max))",
      pass: "at most \(percent(upper)) \(isNear)memorised, within \(percent(max))",
      open: "between \(percent(Swift.max(0, lower))) and \(percent(upper)): the limit of "
        + "\(percent(max)) lies in between")
    return finding
  }

  private func growth(
    _ limit: GateLimit, _ max: Double, _ speed: Double, _ counts: GateResult.Counts,
    _ confidence: Double
  ) -> Finding {
    guard let baseline else {
      return Finding(
        .inconclusive, limit, counts, found: counts.text,
        "no baseline was given: --baseline report.json")
    }
    if let reason = baseline.obstaclesToComparison(with: report).first {
      return Finding(.inconclusive, limit, counts, found: counts.text, reason)
    }
    let before: GateResult.Counts
    switch baseline.counts(limit, speed) {
    case .success(let counts): before = counts
    case .failure(let difference):
      return Finding(.inconclusive, limit, counts, found: counts.text, difference.reason)
    }
    let lower = GapChange.interval(
      now: counts.groups, before: before.groups, confidence: confidence
    ).lower
    let upper = GapChange.interval(now: counts.groups, before: before.groups, confidence: 0.95)
      .upper
    var finding = Finding(limit, counts, lower, upper)
    finding.before = before
    finding.found =
      "\(counts.text), before \(before.text), growth "
      + "\(percent((counts.gap ?? 0) - (before.gap ?? 0))) [\(percent(lower)), \(percent(upper))]"
    decide(
      &finding, max, failsAbove: 0,
      fail: "memorization has grown by at least \(percent(lower))",
      pass: "grown by at most \(percent(upper)), within \(percent(max))",
      open: "grown by up to \(percent(upper)), or not at all")
    return finding
  }

  private func decide(
    _ finding: inout Finding, _ max: Double, failsAbove bar: Double, fail: String, pass: String,
    open: String
  ) {
    let (lower, upper) = (finding.lower ?? -1, finding.upper ?? 1)
    if report.hasObstacle, !(report.verdict.code.isDetection && lower > bar) {
      (finding.outcome, finding.reason) = (.inconclusive, report.obstacle)
    } else if lower > bar {
      (finding.outcome, finding.reason) = (.fail, fail)
    } else if upper <= max {
      (finding.outcome, finding.reason) = (.pass, pass)
    } else {
      (finding.outcome, finding.reason) = (.inconclusive, open)
    }
  }

  /// Fails where the primary analysis detects, passes on the verdict's last row alone.
  private func detection() -> Finding {
    let verdict = report.verdict
    let limit = GateLimit.detection()
    var finding = Finding(.inconclusive, limit, found: "nothing", verdict.title)
    if let primaryAnalysis = report.primaryAnalysis {
      finding.primaryAnalysis = GateResult.PrimaryPValues(
        verbatim: primaryAnalysis.verbatim.holm, partial: primaryAnalysis.partial.holm,
        alpha: primaryAnalysis.alpha)
      finding.found =
        "verbatim p \(pValueText(primaryAnalysis.verbatim.holm)), partial p "
        + "\(pValueText(primaryAnalysis.partial.holm)) (Holm, level \(primaryAnalysis.alpha))"
    }
    if verdict.code.isDetection {
      finding.outcome = .fail
    } else if verdict.code == .notDetected, !report.hasObstacle {
      finding.outcome = .pass
    } else if report.hasObstacle {
      finding.reason = report.obstacle
    }
    return finding
  }
}
