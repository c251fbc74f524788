import AuditModel
import Scoring
import Statistics

extension GateResult.Counts {
  /// The counts where nothing was measured.
  static let nothing = GateResult.Counts(
    trained: Proportion(hits: 0, trials: 0), controls: Proportion(hits: 0, trials: 0))

  /// The memorization gap; nil where nothing was measured.
  var gap: Double? {
    guard let trained = trained.rate, let controls = controls.rate else { return nil }
    return trained - controls
  }

  var groups: GapChange.Groups { GapChange.Groups(trained: trained, controls: controls) }

  /// Newcombe's interval of the gap.
  func interval(_ confidence: Double) -> Interval {
    Newcombe.difference(of: trained, minus: controls, confidence: confidence)
  }

  /// The upper bound of the gap at 95%, which decides whether a limit passes.
  var passingBound: Double { GapBound.upper(of: trained, minus: controls, confidence: 0.95) }

  /// `12/40 against 0/200`.
  var text: String {
    "\(trained.hits)/\(trained.trials) against \(controls.hits)/\(controls.trials)"
  }
}

extension GateLimit {
  /// The matches among the trained canaries of this limit's tiers; nil for detection.
  func pooled(_ speed: Report.SpeedResult) -> Proportion? {
    guard metric != .detection else { return nil }
    return speed.tiers.filter { repetitions.contains($0.repetitions) }.map { matches($0.trained) }
      .pooled
  }

  /// The matches among the controls of a speed; nil for detection.
  func controls(_ speed: Report.SpeedResult) -> Proportion? {
    metric == .detection ? nil : matches(speed.controls)
  }

  /// The counts if a transcript that contains its reference is a match; nil where every such
  /// transcript is an exact match, and for detection.
  func containing(_ speed: Report.SpeedResult) -> GateResult.Counts? {
    let tiers = speed.tiers.filter { repetitions.contains($0.repetitions) }.map(\.trained)
    guard metric != .detection,
      ([speed.controls] + tiers).contains(where: { $0.containing != nil })
    else { return nil }
    func count(_ group: Report.GroupResult) -> Proportion {
      let matches = matches(group)
      return Proportion(
        hits: Swift.max(matches.hits, group.containing?.hits ?? 0), trials: matches.trials)
    }
    return GateResult.Counts(trained: tiers.map(count).pooled, controls: count(speed.controls))
  }

  private func matches(_ group: Report.GroupResult) -> Proportion {
    metric == .nearMemorization ? group.near : group.exact
  }
}
