import AuditModel
import Statistics

/// A report held against the limits that a team set itself.
package struct GateResult: Codable, Hashable, Sendable {
  /// `waived`: a failure that a waiver covers. Of judgements only, never of the whole.
  package enum Outcome: String, Codable, CaseIterable, Sendable {
    case pass, fail, inconclusive, waived
  }

  /// One limit at one speed.
  package struct Judgement: Codable, Hashable, Sendable {
    package let limit: GateLimit
    /// Nil where all speeds are judged together: detection.
    package let speed: Double?
    package let outcome: Outcome
    /// What would pass, in words.
    package let expected: String
    /// Every number that the judgement rests on, in words.
    package let found: String
    /// Matches among the limit's trained canaries, exact or near as the metric counts them; none of
    /// none where nothing was measured, and for detection.
    package let trained: Proportion
    /// The same among the controls of the speed.
    package let controls: Proportion
    /// Trained rate less control rate; nil where nothing was measured.
    package let gap: Double?
    /// Of the gap, or of its growth, at the gate's `confidence`, or its `promisedConfidence`: fails
    /// above the limit (growth: above 0).
    package let lower: Double?
    /// Of the gap, or of its growth, at 95%: passes at or under the limit.
    package let upper: Double?
    /// The baseline's counts; nil but for regression against a baseline that can be compared.
    package let before: Counts?
    /// The primary analysis's p-values by Holm; nil but for detection.
    package let primaryAnalysis: PrimaryPValues?
    /// Why the outcome is what it is, in a sentence.
    package let reason: String
    /// What keeps a failure from failing the gate; nil unless `outcome` is `waived`.
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
    package let verbatim: Double
    package let partial: Double
    package let alpha: Double

    package init(
      verbatim: Double, partial: Double, alpha: Double
    ) {
      self.verbatim = verbatim
      self.partial = partial
      self.alpha = alpha
    }
  }

  /// What the report was compared with.
  package struct Baseline: Codable, Hashable, Sendable {
    package let root: String
    package let tool: String
    package let verdict: Verdict
    /// Why nothing in it can be compared; empty where something can.
    package let obstacles: [String]
    /// The same canaries in both: answers hang together, so the interval is as a rule too wide.
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
  /// Of lower bounds: 1 − 0.05 / K, K the number of error judgements.
  package let confidence: Double
  /// The same of limits that the ledger has too, K counting only those; nil where it has all, or none.
  package let promisedConfidence: Double?
  /// Where gate file and ledger differ, and which holds.
  package let differences: [String]
  /// Nil where none was given.
  package let baseline: Baseline?
  /// The day that waivers were held against; nil where there are none.
  package let today: CalendarDate?
  /// Each of these fails the gate.
  package let expiredWaivers: [Waiver]
  /// No failure was there for these to waive.
  package let unusedWaivers: [Waiver]
  package let overall: Outcome

  /// Why a waiver of `unusedWaivers` waived nothing, after the word "waiver".
  package func note(onUnused waiver: Waiver) -> String {
    judgements.contains { waiver.covers($0.limit, speed: $0.speed) }
      ? "without a failure to waive: \(waiver.summary)"
      : "of no limit here, for it names the tiers of its limit, no more and no fewer: "
        + waiver.summary
  }

  /// Waivers that keep a failure from failing the gate, each once, in the judgements' order.
  package var usedWaivers: [Waiver] {
    var used: [Waiver] = []
    for waiver in judgements.compactMap(\.waiver) where !used.contains(waiver) {
      used.append(waiver)
    }
    return used
  }

  package init(
    verdict: Verdict, judgements: [Judgement], confidence: Double,
    promisedConfidence: Double? = nil, differences: [String], baseline: Baseline? = nil,
    today: CalendarDate? = nil, expiredWaivers: [Waiver], unusedWaivers: [Waiver],
    overall: Outcome
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
    self.overall = overall
  }
}
