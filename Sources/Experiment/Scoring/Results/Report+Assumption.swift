extension Report {
  /// This report under the assumption that training used the canaries, which a gate file can make.
  ///
  /// Tracers that were not recognised contradict the assumption, so it changes nothing about them.
  package func assumingTraining() -> Report {
    guard conditions.unproven, trainingEvidence.tracerPValue == nil else { return self }
    var report = self
    report.conditions.unproven = false
    report.trainingEvidence.stance = .assumed
    report.verdict = VerdictRecord(report.conditions.verdict)
    if report.verdict.code == .notDetected {
      report.limits.insert(
        "The gate file assumes that training used the canaries. A recipe that dropped them would give "
          + "the same report.", at: 0)
    }
    return report
  }
}
