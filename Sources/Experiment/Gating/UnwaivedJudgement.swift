import AuditModel
import Files
import Scoring

/// The judgement of one limit at one speed before waivers are applied.
struct UnwaivedJudgement {
  let outcome: GateResult.Outcome
  let limit: GateLimit
  let found: String
  var counts = GateResult.Counts.nothing
  var bounds: Bounds?
  /// The baseline's counts.
  var before: GateResult.Counts?
  var primaryAnalysis: GateResult.PrimaryPValues?
  let reason: String

  /// The bounds of a gap or of its growth.
  struct Bounds {
    /// The lower bound at the gate's confidence: a limit fails on it.
    let lower: Double
    /// The upper bound at 95%: a limit passes on it.
    let upper: Double

    /// `[3%, 31%]`.
    var text: String { "[\(percent(lower)), \(percent(upper))]" }
  }

  /// The judgement at a speed, with the first waiver that covers it if it fails.
  func judgement(at speed: Double?, _ waivers: [Waiver]) -> GateResult.Judgement {
    let waiver = outcome == .fail ? waivers.first { $0.covers(limit, speed: speed) } : nil
    return GateResult.Judgement(
      limit: limit, speed: speed, outcome: waiver == nil ? outcome : .waived,
      expected: limit.summary, found: found, trained: counts.trained, controls: counts.controls,
      gap: counts.gap, lower: bounds?.lower, upper: bounds?.upper, before: before,
      primaryAnalysis: primaryAnalysis, reason: reason, waiver: waiver)
  }
}
