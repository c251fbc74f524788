import Statistics

/// What stands beside the primary analysis: trend, ranking, bounds of epsilon.
extension ScoringRequest {
  /// Of all intervals in a report.
  static let confidence = 0.95
  /// Of the false-positive rate at which an attacker's hits are told.
  static let falsePositiveRate = 0.01
  static let resamples = 2_000

  /// Jonckheere-Terpstra among the trained, within what their copies were dealt in. Coins all have
  /// the same number of copies and say nothing here.
  func trend(_ rows: [CanaryRow]) -> Report.TrendResult? {
    let trained = rows.filter { $0.canary.role == .trained }
    guard Set(trained.map(\.canary.repetitions)).count > 1 else { return nil }
    let strata = grouped(trained, by: \.canary.labelGroup).map { rows in
      (
        doses: rows.map { Double($0.canary.repetitions) },
        scores: rows.map { $0.score!.characterAccuracy }
      )
    }
    let outcome = JonckheereTerpstra(strata: strata).outcome(
      permutations: ledger.header.primaryAnalysis.permutations, seed: ledger.seed, name: "trend")
    // Nothing to compare: every stratum has one dose.
    guard outcome.expected > 0 else { return nil }
    return Report.TrendResult(
      observed: outcome.observed, expected: outcome.expected, pValue: outcome.pValue,
      isExact: outcome.isExact)
  }

  // MARK: - Privacy

  func privacy(_ rows: [CanaryRow], _ result: Report.SpeedResult) -> Report.PrivacyResult? {
    let privacy = Report.PrivacyResult(
      oneRun: oneRun(rows, result.speed), heuristic: heuristic(result))
    return privacy.oneRun == nil && privacy.heuristic == nil ? nil : privacy
  }

  private func oneRun(_ rows: [CanaryRow], _ speed: Double) -> Report.PrivacyResult.OneRun? {
    let guesses = ledger.header.primaryAnalysis.epsilonGuesses
    let coins = rows.filter { $0.canary.block == .coin && $0.canary.speed == speed }
    guard let copies = ledger.header.design.coinTier, guesses.count == 2,
      guesses.reduce(0, +) <= coins.count, guesses.reduce(0, +) > 0
    else { return nil }
    let bound = OneRunEpsilon(
      canaries: coins.map { ($0.score!.negativeCER, $0.canary.role == .trained) },
      top: guesses[0], bottom: guesses[1], delta: 0, seed: ledger.seed,
      name: "epsilon \(speed)")
    return Report.PrivacyResult.OneRun(
      canaries: bound.canaries, copies: copies, guessedTrained: guesses[0],
      guessedControls: guesses[1], correct: bound.correct, delta: bound.delta,
      epsilon: bound.lowerBound(confidence: Self.confidence),
      ceiling: OneRunEpsilon.ceiling(
        canaries: bound.canaries, guesses: bound.guesses, delta: bound.delta,
        confidence: Self.confidence))
  }

  private func heuristic(_ result: Report.SpeedResult) -> Report.PrivacyResult.Heuristic? {
    let controls = result.controls.exact
    guard controls.trials > 0, let tier = result.tiers.last(where: { $0.trained.exact.trials > 0 })
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

  /// The smallest true rate that a tier would show with a chance of 80%; never depends on what came
  /// out.
  func smallestDetectable(trained: Int, controls: Int) -> Double? {
    guard trained > 0, controls > 0 else { return nil }
    return GapPower.smallestDetectableRate(
      trained: trained, controls: controls, controlRate: 0, alpha: 0.05, power: 0.80)
  }

  func characterGapInterval(
    _ trained: [CanaryRow], _ controls: [CanaryRow], tier: Int, speed: Double
  ) -> Interval? {
    guard trained.count > 1, controls.count > 1,
      trained.count + controls.count <= Self.mostResampled
    else { return nil }
    return Bootstrap.interval(
      of: [trained, controls].map { $0.map { $0.score!.characterAccuracy } },
      confidence: Self.confidence, resamples: Self.resamples, seed: ledger.seed,
      name: "character gap \(tier) \(speed)"
    ) { mean($0[0]) - mean($0[1]) }
  }

  /// The jackknife of a bootstrap grows with the square.
  private static let mostResampled = 5_000
}

extension Report.RankingResult {
  /// - Parameters: scores, finite, higher where a canary looks memorised.
  /// - Returns: nil where a group is empty.
  init?(trained: [Double], controls: [Double]) {
    guard let auc = AUC(trained: trained, controls: controls),
      let shift = HodgesLehmann(trained: trained, controls: controls)
    else { return nil }
    let test = MannWhitney(trained: trained, controls: controls)
    let roc = ROC(trained: trained, controls: controls)
    self.init(
      trained: trained.count, controls: controls.count, auc: auc.value,
      aucInterval: auc.interval(confidence: ScoringRequest.confidence),
      mannWhitney: test.pValue, isExact: test.isExact, shift: shift.shift,
      shiftInterval: shift.interval(confidence: ScoringRequest.confidence),
      truePositiveRate: nil,
      hull: roc.hull.map {
        Corner(
          falsePositiveRate: Double($0.controls) / Double(roc.controls),
          truePositiveRate: Double($0.trained) / Double(roc.trained))
      })
    if case .truePositiveRate(let rate) = roc.operatingPoint(
      falsePositiveRate: ScoringRequest.falsePositiveRate)
    {
      truePositiveRate = rate
    }
  }
}

func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
