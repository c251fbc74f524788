import AuditModel
import Statistics

/// Intervals, rankings and epsilon bounds of one speed, beside the primary analysis.
extension Scorer {
  /// The confidence of all intervals in a report.
  static let confidence = 0.95
  /// The false-positive rate at which an attacker's true-positive rate is reported.
  static let falsePositiveRate = 0.01
  static let resamples = 20_000

  // MARK: - Privacy

  func privacy(
    _ speed: SpeedRows, _ controls: Report.GroupResult, _ tiers: [Report.TierResult]
  ) -> Report.PrivacyResult? {
    let privacy = Report.PrivacyResult(
      oneRun: oneRun(speed), gaussian: gaussianOneRun(speed),
      heuristic: heuristic(controls.exact, tiers))
    return privacy.oneRun == nil && privacy.heuristic == nil ? nil : privacy
  }

  private func heuristic(
    _ controls: Proportion, _ tiers: [Report.TierResult]
  ) -> Report.PrivacyResult.Heuristic? {
    guard controls.trials > 0, let tier = tiers.last(where: { $0.trained.exact.trials > 0 })
    else { return nil }
    return Report.PrivacyResult.Heuristic(
      copies: tier.repetitions,
      clopperPearson: HeuristicEpsilon.clopperPearson(
        trained: tier.trained.exact, controls: controls, delta: 0, confidence: Self.confidence),
      clopperPearsonCeiling: HeuristicEpsilon.clopperPearsonCeiling(
        trained: tier.trained.exact.trials, controls: controls.trials, delta: 0,
        confidence: Self.confidence),
      stability: HeuristicEpsilon.stability(gap: tier.exactGap.interval))
  }

  // MARK: - Parts of a tier

  /// The minimum detectable effect: the smallest true rate that a tier would show with a
  /// probability of 80%. It depends on the design only, not on the transcripts.
  func smallestDetectable(trained: Int, controls: Int) -> Double? {
    guard trained > 0, controls > 0 else { return nil }
    return GapPower.smallestDetectableRate(
      trained: trained, controls: controls, controlRate: 0, alpha: 0.05, power: 0.80)
  }

  func characterGapInterval(
    _ trained: [CanaryRow], _ controls: [CanaryRow], name: String
  ) -> Interval? {
    guard min(trained.count, controls.count) >= Self.fewestResampled else { return nil }
    return Bootstrap.meanDifference(
      trained.accuracies, controls.accuracies, confidence: Self.confidence,
      resamples: Self.resamples, seed: ledger.seed, name: name)
  }

  /// The number of canaries below which there is no bootstrap interval, because too few of these
  /// intervals contain the true gap: 89% to 91% with 15 canaries.
  static let fewestResampled = 20
}

extension Report.RankingResult {
  /// - Parameters: finite scores, higher where a canary looks more memorised.
  /// - Returns: nil where a group is empty.
  init?(trained: [Double], controls: [Double]) {
    guard let auc = AUC(trained: trained, controls: controls),
      let shift = HodgesLehmann(trained: trained, controls: controls)
    else { return nil }
    let test = MannWhitney(trained: trained, controls: controls)
    let roc = ROC(trained: trained, controls: controls)
    let point = roc.operatingPoint(falsePositiveRate: Scorer.falsePositiveRate)
    self.init(
      trained: trained.count, controls: controls.count, auc: auc.value,
      aucInterval: auc.interval(confidence: Scorer.confidence),
      mannWhitney: test.pValue, isExact: test.isExact, shift: shift.shift,
      shiftInterval: shift.interval(confidence: Scorer.confidence),
      truePositiveRate: point.truePositiveRate,
      hull: roc.hull.map {
        Corner(
          falsePositiveRate: Double($0.controls) / Double(roc.controls),
          truePositiveRate: Double($0.trained) / Double(roc.trained))
      })
  }
}

extension ROC.OperatingPoint {
  fileprivate var truePositiveRate: Double? {
    if case .truePositiveRate(let rate) = self { rate } else { nil }
  }
}
