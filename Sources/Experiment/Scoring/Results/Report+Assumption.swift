extension Report {
  /// This report under the assumption that training used the canaries, which a gate file can make, or
  /// without an assumption that an earlier gate file made.
  ///
  /// Tracers that were not recognised contradict the assumption, so it changes nothing about them. Evidence that
  /// training did not use all canaries contradicts it, too.
  package func assumingTraining(_ isAssumed: Bool) -> Report {
    let wasAssumed = trainingEvidence.isAssumedByGate == true
    guard isAssumed != wasAssumed else { return self }
    if isAssumed {
      guard conditions.unproven, trainingEvidence.tracerPValue == nil,
        consumption?.isSufficient != false
      else { return self }
    }
    var report = self
    report.conditions.unproven = !isAssumed
    report.trainingEvidence.stance = isAssumed ? .assumed : .required
    report.trainingEvidence.isAssumedByGate = isAssumed ? true : nil
    report.verdict = VerdictRecord(report.conditions)
    return report
  }
}
