import AuditModel
import Scoring
import Statistics

/// A judgement before waivers.
struct Finding {
  var outcome: GateResult.Outcome
  let expected: String
  var found: String
  let counts: GateResult.Counts
  var gap: Double? { counts.gap }
  let lower: Double?
  let upper: Double?
  var before: GateResult.Counts?
  var primaryAnalysis: GateResult.PrimaryPValues?
  var reason: String

  /// Nothing could be reckoned, and why.
  init(
    _ outcome: GateResult.Outcome, _ limit: GateLimit, _ counts: GateResult.Counts = .nothing,
    found: String, _ reason: String
  ) {
    self.outcome = outcome
    expected = limit.summary
    self.found = found
    self.counts = counts
    lower = nil
    upper = nil
    self.reason = reason
  }

  /// Bounds that still have to be held against a limit.
  init(_ limit: GateLimit, _ counts: GateResult.Counts, _ lower: Double, _ upper: Double) {
    outcome = .inconclusive
    expected = limit.summary
    found = counts.text
    self.counts = counts
    self.lower = lower
    self.upper = upper
    reason = ""
  }
}

extension GateResult.Counts {
  static let nothing = GateResult.Counts(
    trained: Proportion(hits: 0, trials: 0), controls: Proportion(hits: 0, trials: 0))

  /// Nil where nothing was measured.
  var gap: Double? {
    guard let trained = trained.rate, let controls = controls.rate else { return nil }
    return trained - controls
  }

  var groups: GapChange.Groups { GapChange.Groups(trained: trained, controls: controls) }

  /// Newcombe's, of the gap.
  func interval(_ confidence: Double) -> Interval {
    Newcombe.difference(of: trained, minus: controls, confidence: confidence)
  }

  /// `12/40 against 0/200`.
  var text: String {
    "\(trained.hits)/\(trained.trials) against \(controls.hits)/\(controls.trials)"
  }
}

extension GateLimit {
  /// What this limit counts among the trained canaries of its tiers; nil for detection.
  func pooled(_ speed: Report.SpeedResult) -> Proportion? {
    guard metric != .detection else { return nil }
    return speed.tiers.filter { repetitions.contains($0.repetitions) }.map { matches($0.trained) }
      .pooled
  }

  /// The same among the controls.
  func controls(_ speed: Report.SpeedResult) -> Proportion? {
    metric == .detection ? nil : matches(speed.controls)
  }

  private func matches(_ group: Report.GroupResult) -> Proportion {
    metric == .nearMemorization ? group.near : group.exact
  }
}
