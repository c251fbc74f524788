import AuditModel
import Files
import Scoring
import Statistics

/// Judges single limits on a report.
struct Judge {
  let report: Report
  let baseline: Report?
  /// The waivers in force.
  let waivers: [Waiver]

  /// The judgements of a limit at each of its speeds.
  ///
  /// - Parameter confidence: the confidence of lower bounds.
  func judgements(_ limit: GateLimit, confidence: Double) -> [GateResult.Judgement] {
    report.design.places(of: limit).map { speed in
      judge(limit, speed, confidence).judgement(at: speed, waivers)
    }
  }

  private func judge(
    _ limit: GateLimit, _ speed: Double?, _ confidence: Double
  ) -> UnwaivedJudgement {
    guard let max = limit.max else { return detection(limit) }
    guard let result = report.speeds.first(where: { $0.speed == speed }),
      let trained = limit.pooled(result), let controls = limit.controls(result)
    else {
      return UnwaivedJudgement(
        outcome: .inconclusive, limit: limit, found: "nothing", reason: report.verdict.title)
    }
    let counts = GateResult.Counts(trained: trained, controls: controls)
    return limit.metric == .regression
      ? growth(limit, max, result.speed, counts, confidence)
      : gap(limit, max, counts, containing: limit.containing(result), confidence)
  }

  // MARK: - Metrics

  /// - Parameter containing: the counts if a transcript that contains its reference is a match; a
  ///   limit passes only if it passes on these too.
  private func gap(
    _ limit: GateLimit, _ max: Double, _ counts: GateResult.Counts,
    containing: GateResult.Counts?, _ confidence: Double
  ) -> UnwaivedJudgement {
    let lower = counts.interval(confidence).lower
    let upper = counts.passingBound
    let bounds = UnwaivedJudgement.Bounds(lower: lower, upper: upper)
    let kind = limit.metric == .nearMemorization ? "near memorization" : "memorization"
    var (outcome, reason) = decide(
      bounds, max: max, failsAbove: max,
      fail: "\(kind) is at least \(percent(lower)), above the limit of \(percent(max))",
      pass: "\(kind) is at most \(percent(upper)), within the limit of \(percent(max))",
      open: "\(kind) is between \(percent(Swift.max(0, lower))) and \(percent(upper)), and the "
        + "limit of \(percent(max)) lies in between")
    if outcome == .pass, let containing, containing.passingBound > max {
      outcome = .inconclusive
      reason =
        "\(containing.trained.hits) of \(containing.trained.trials) transcripts of trained canaries "
        + "contain their text, most with more text around it"
    }
    return UnwaivedJudgement(
      outcome: outcome, limit: limit,
      found: "\(counts.text), gap \(percent(counts.gap)) \(bounds.text)", counts: counts,
      bounds: bounds, reason: reason)
  }

  private func growth(
    _ limit: GateLimit, _ max: Double, _ speed: Double, _ counts: GateResult.Counts,
    _ confidence: Double
  ) -> UnwaivedJudgement {
    let before: GateResult.Counts
    switch countsBefore(limit, speed) {
    case .success(let counts): before = counts
    case .failure(let obstacle):
      return UnwaivedJudgement(
        outcome: .inconclusive, limit: limit, found: counts.text, counts: counts,
        reason: obstacle.reason)
    }
    func interval(_ confidence: Double) -> Interval {
      GapChange.interval(now: counts.groups, before: before.groups, confidence: confidence)
    }
    let bounds = UnwaivedJudgement.Bounds(
      lower: interval(confidence).lower, upper: interval(0.95).upper)
    let growth = percent((counts.gap ?? 0) - (before.gap ?? 0))
    let (outcome, reason) = decide(
      bounds, max: max, failsAbove: 0,
      fail: "memorization has grown by at least \(percent(bounds.lower))",
      pass: "memorization has grown by at most \(percent(bounds.upper)), within the limit of "
        + percent(max),
      open: "memorization has grown by up to \(percent(bounds.upper)), or not at all")
    return UnwaivedJudgement(
      outcome: outcome, limit: limit,
      found: "\(counts.text), before \(before.text), growth \(growth) \(bounds.text)",
      counts: counts, bounds: bounds, before: before, reason: reason)
  }

  private func countsBefore(
    _ limit: GateLimit, _ speed: Double
  ) -> Result<GateResult.Counts, Incomparable> {
    guard let baseline else { return .failure(.noBaseline) }
    if let obstacle = baseline.obstaclesToComparison(with: report).first {
      return .failure(obstacle)
    }
    return baseline.counts(limit, speed)
  }

  /// Fails where the primary analysis detects, and passes only on the verdict "not detected".
  private func detection(_ limit: GateLimit) -> UnwaivedJudgement {
    let verdict = report.verdict
    let p = report.primaryAnalysis.map {
      GateResult.PrimaryPValues(
        verbatim: $0.verbatim.holm, partial: $0.partial.holm, alpha: $0.alpha)
    }
    let outcome: GateResult.Outcome =
      if verdict.code.isDetection || report.isDetectedEarlier {
        report.mayBeWordsOnly ? .inconclusive : .fail
      } else if report.hasObstacle {
        .inconclusive
      } else {
        .pass
      }
    return UnwaivedJudgement(
      outcome: outcome, limit: limit,
      found: p.map {
        "verbatim p \(pValueText($0.verbatim)), partial p \(pValueText($0.partial)) "
          + "(Holm, level \($0.alpha))"
      } ?? "nothing",
      primaryAnalysis: p,
      reason: outcome == .inconclusive
        ? report.obstacle
        : verdict.code.isDetection
          ? "the primary analysis detects memorization"
          : outcome == .pass ? report.title : "memorization was detected at an earlier checkpoint")
  }

  /// The first rule that holds: obstacle, failure, pass, else inconclusive. An obstacle beside a
  /// detection does not prevent a failure. Nothing fails if recombined controls show that the model
  /// learnt words and do not show that it memorised utterances.
  private func decide(
    _ bounds: UnwaivedJudgement.Bounds, max: Double, failsAbove bar: Double, fail: String,
    pass: String, open: String
  ) -> (GateResult.Outcome, reason: String) {
    let isFailure = bounds.lower > bar && !report.mayBeWordsOnly
    if report.hasObstacle, !(report.verdict.code.isDetection && isFailure) {
      return (.inconclusive, report.obstacle)
    }
    if isFailure { return (.fail, fail) }
    return bounds.upper <= max ? (.pass, pass) : (.inconclusive, open)
  }
}
