/// The judgement of one limit of a gate on an analysis, such as `rank` or `membership`.
package struct AnalysisJudgement: Codable, Hashable, Sendable {
  /// The quantity that is limited. The raw values are keys of a gate file.
  package enum Metric: String, CaseIterable, Codable, Sendable {
    /// The number of groups of utterances with one sound and different texts.
    case conflicts
    /// The share of the utterances with a far higher loss than others of their length.
    case suspects
    /// The success of attacks on membership.
    case membership

    /// The command whose analysis has the quantity.
    package var command: String {
      switch self {
      case .conflicts, .suspects: "rank"
      case .membership: "membership"
      }
    }
  }

  package let metric: Metric
  /// Whether a failure is only a warning and does not fail the gate.
  package let isWarning: Bool
  /// The limit in words. It is the same in every run.
  package let expected: String
  /// The figures behind the judgement, in words.
  package let found: String
  package let outcome: GateResult.Outcome
  /// The reason for the outcome, in a sentence.
  package let reason: String
  /// The waiver that covers the failure; nil unless `outcome` is `waived`.
  package let waiver: Waiver?
  /// True if no analysis of these canaries was given. Nil otherwise, and in results of earlier
  /// versions.
  package let isMissing: Bool?

  package init(
    metric: Metric, isWarning: Bool, expected: String, found: String,
    outcome: GateResult.Outcome, reason: String, waiver: Waiver? = nil, isMissing: Bool = false
  ) {
    self.metric = metric
    self.isWarning = isWarning
    self.expected = expected
    self.found = found
    self.outcome = outcome
    self.reason = reason
    self.waiver = waiver
    self.isMissing = isMissing ? true : nil
  }

  /// The judgement with the first waiver that covers it, if it fails.
  package func applying(_ waivers: [Waiver]) -> AnalysisJudgement {
    guard outcome == .fail,
      let waiver = waivers.first(where: { $0.metric == .analysis(metric) })
    else { return self }
    return AnalysisJudgement(
      metric: metric, isWarning: isWarning, expected: expected, found: found, outcome: .waived,
      reason: reason, waiver: waiver)
  }
}

extension GateResult {
  /// The result with the judgements on analyses. One that fails fails the gate, and one that is
  /// inconclusive keeps it from passing.
  package func adding(_ analyses: [AnalysisJudgement]) -> GateResult {
    guard !analyses.isEmpty else { return self }
    var result = self
    result.analyses = (result.analyses ?? []) + analyses
    result.unusedWaivers.removeAll { waiver in analyses.contains { $0.waiver == waiver } }
    let binding = analyses.filter { !$0.isWarning }.map(\.outcome)
    if overall == .fail || binding.contains(.fail) {
      result.overall = .fail
    } else if overall == .inconclusive || binding.contains(.inconclusive) {
      result.overall = .inconclusive
    }
    return result
  }
}
