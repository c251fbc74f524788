import AuditModel
import Statistics

/// The judgements of a gate on one report.
package struct GateResult: Codable, Hashable, Sendable {
  /// `waived` is a failure that a waiver covers. Judgements can be waived; an overall result
  /// cannot.
  package enum Outcome: String, Codable, CaseIterable, Sendable {
    case pass, fail, inconclusive, waived
  }

  /// The outcome of one limit at one speed.
  package struct Judgement: Codable, Hashable, Sendable {
    package let limit: GateLimit
    /// Nil for detection, which covers all speeds together.
    package let speed: Double?
    package let outcome: Outcome
    /// The limit in words.
    package let expected: String
    /// The figures behind the judgement, in words.
    package let found: String
    /// Exact or near matches, depending on the metric, among the limit's trained canaries; 0 of 0
    /// where nothing was measured, and for detection.
    package let trained: Proportion
    /// Exact or near matches among the controls of the speed.
    package let controls: Proportion
    /// The trained rate minus the control rate; nil where nothing was measured.
    @RateDifference package private(set) var gap: Double? = nil
    /// The lower bound of the gap, or of its growth, at the gate's `confidence` or
    /// `promisedConfidence`. The limit fails if it lies above the limit (for growth, above 0).
    package let lower: Double?
    /// The upper bound of the gap, or of its growth, at 95%. The limit passes if it is at most the
    /// limit. If no control is hit, it is the one-sided bound of the trained rate.
    package let upper: Double?
    /// The baseline's counts; only for regression against a comparable baseline.
    package let before: Counts?
    /// The Holm-adjusted p-values of the primary analysis; only for detection.
    package let primaryAnalysis: PrimaryPValues?
    /// The reason for the outcome, in a sentence.
    package let reason: String
    /// The waiver that covers the failure; nil unless `outcome` is `waived`.
    package let waiver: Waiver?

    package init(
      limit: GateLimit, speed: Double? = nil, outcome: Outcome, expected: String, found: String,
      trained: Proportion, controls: Proportion, gap: Double? = nil, lower: Double? = nil,
      upper: Double? = nil, before: Counts? = nil, primaryAnalysis: PrimaryPValues? = nil,
      reason: String, waiver: Waiver? = nil
    ) {
      self.limit = limit
      self.speed = speed
      self.outcome = outcome
      self.expected = expected
      self.found = found
      self.trained = trained
      self.controls = controls
      self.gap = gap
      self.lower = lower
      self.upper = upper
      self.before = before
      self.primaryAnalysis = primaryAnalysis
      self.reason = reason
      self.waiver = waiver
    }
  }

  package struct Counts: Codable, Hashable, Sendable {
    package let trained: Proportion
    package let controls: Proportion

    package init(
      trained: Proportion, controls: Proportion
    ) {
      self.trained = trained
      self.controls = controls
    }
  }

  package struct PrimaryPValues: Codable, Hashable, Sendable {
    @Probability package private(set) var verbatim: Double
    @Probability package private(set) var partial: Double
    @Probability package private(set) var alpha: Double

    package init(
      verbatim: Double, partial: Double, alpha: Double
    ) {
      self.verbatim = verbatim
      self.partial = partial
      self.alpha = alpha
    }
  }

  /// The report that a gate compared with.
  package struct Baseline: Codable, Hashable, Sendable {
    package let root: String
    package let tool: String
    package let verdict: Verdict
    /// The reasons why no figure can be compared; empty if the reports are comparable.
    package let obstacles: [String]
    /// True if both reports have the same canaries. Their outcomes are then correlated, which makes
    /// the interval of growth wider than necessary.
    package let sharesCanaries: Bool

    package init(
      root: String, tool: String, verdict: Verdict, obstacles: [String], sharesCanaries: Bool
    ) {
      self.root = root
      self.tool = tool
      self.verdict = verdict
      self.obstacles = obstacles
      self.sharesCanaries = sharesCanaries
    }
  }

  package let verdict: Verdict
  package let judgements: [Judgement]
  /// The confidence of lower bounds: 1 − 0.05 / K for K judgements at level error.
  @Probability package private(set) var confidence: Double
  /// The confidence for limits that the ledger declares, with K counting only those; nil where the
  /// ledger declares all limits or none.
  @Probability package private(set) var promisedConfidence: Double? = nil
  /// The differences between gate file and ledger, and which limit applies.
  package let differences: [String]
  /// Nil without a baseline.
  package let baseline: Baseline?
  /// The day for which waivers were checked; nil without waivers.
  package let today: CalendarDate?
  /// Waivers past their last day. Each fails the gate.
  package let expiredWaivers: [Waiver]
  /// Waivers that no failure needed.
  package var unusedWaivers: [Waiver]
  /// True if the report has evidence of memorization that exact matches do not show: an inconclusive
  /// result must then not end with success. Nil in results of early versions.
  package let hidesMemorization: Bool?
  /// The judgements on analyses; nil without limits on any, and in results of earlier versions.
  package var analyses: [AnalysisJudgement]?
  package var overall: Outcome

  /// True if an inconclusive result ends with success where the user allows it. Evidence that was
  /// never given, such as a missing analysis, is not inconclusive evidence.
  package var canBeAllowed: Bool { hidesMemorization != true && missingAnalyses.isEmpty }

  /// The judgements that fail the gate or keep it from passing because their analysis is missing.
  package var missingAnalyses: [AnalysisJudgement] {
    (analyses ?? []).filter { $0.isMissing == true && !$0.isWarning }
  }

  /// The reason why a waiver of `unusedWaivers` had no effect, to follow the word "waiver".
  package func note(onUnused waiver: Waiver) -> String {
    if case .analysis(let metric) = waiver.metric {
      return (analyses ?? []).contains { $0.metric == metric }
        ? "is unused, because no limit that it covers fails: \(waiver.summary)"
        : "matches no limit, because there is none on \(metric.rawValue): \(waiver.summary)"
    }
    return judgements.contains { waiver.covers($0.limit, speed: $0.speed) }
      ? "is unused, because no limit that it covers fails: \(waiver.summary)"
      : "matches no limit, because it must list exactly the tiers of its limit: "
        + waiver.summary
  }

  /// The waivers that cover a failure, each once, in the judgements' order.
  package var usedWaivers: [Waiver] {
    var used: [Waiver] = []
    let all = judgements.compactMap(\.waiver) + (analyses ?? []).compactMap(\.waiver)
    for waiver in all where !used.contains(waiver) {
      used.append(waiver)
    }
    return used
  }

  package init(
    verdict: Verdict, judgements: [Judgement], confidence: Double,
    promisedConfidence: Double? = nil, differences: [String], baseline: Baseline? = nil,
    today: CalendarDate? = nil, expiredWaivers: [Waiver], unusedWaivers: [Waiver],
    hidesMemorization: Bool? = nil, overall: Outcome
  ) {
    self.verdict = verdict
    self.judgements = judgements
    self.confidence = confidence
    self.promisedConfidence = promisedConfidence
    self.differences = differences
    self.baseline = baseline
    self.today = today
    self.expiredWaivers = expiredWaivers
    self.unusedWaivers = unusedWaivers
    self.hidesMemorization = hidesMemorization
    self.overall = overall
  }
}
