import AuditModel
import Statistics

extension ScoringRequest {
  /// Memorization accuracy of every tier at every speed, beside the controls of that speed.
  func speedResults(_ rows: [CanaryRow], naturalSpeedProbes: [CanaryScore?]) -> [Report.SpeedResult]
  {
    var results = ledger.header.design.speeds.map { speed in
      speedResult(
        speed, rows.filter { $0.canary.speed == speed }, naturalSpeedProbes: naturalSpeedProbes)
    }
    // Holm over all tiers of all speeds together.
    let adjusted = Holm.adjusted(results.flatMap { $0.tiers.map(\.fisher) })
    var next = 0
    for speed in results.indices {
      for tier in results[speed].tiers.indices {
        results[speed].tiers[tier].fisherHolm = adjusted[next]
        next += 1
      }
    }
    return results
  }

  private func speedResult(
    _ speed: Double, _ rows: [CanaryRow], naturalSpeedProbes: [CanaryScore?]
  ) -> Report.SpeedResult {
    let controlRows = rows.filter { $0.canary.role == .control }
    let controls = group(controlRows.map { $0.score! })
    let tracers = rows.filter { $0.canary.role == .tracer }
    let trained = rows.filter { $0.canary.role == .trained }
    let extrapolated = ExtrapolatedExposure(references: controlRows.map { $0.score!.negativeCER })
    let tiers = ledger.header.design.repetitions.map { repetitions in
      let rows = trained.filter { $0.canary.repetitions == repetitions }
      var tier = tier(repetitions, rows, controls, extrapolated)
      tier.characterGapInterval = characterGapInterval(
        rows, controlRows, tier: repetitions, speed: speed)
      tier.auc = AUC(trained: accuracies(rows), controls: accuracies(controlRows))?.value
      return tier
    }
    var result = Report.SpeedResult(
      speed: speed, controls: controls,
      controlsUpperBound: controls.exact.trials == 0
        ? 1 : controls.exact.clopperPearsonUpperBound(confidence: 0.95),
      tiers: tiers, tracers: tracers.isEmpty ? nil : group(tracers.map { $0.score! }),
      naturalSpeedProbes: twinResult(speed, naturalSpeedProbes),
      ranking: Report.RankingResult(
        trained: accuracies(trained), controls: accuracies(controlRows)))
    result.privacy = privacy(rows, result)
    return result
  }

  private func accuracies(_ rows: [CanaryRow]) -> [Double] {
    rows.map { $0.score!.characterAccuracy }
  }

  private func tier(
    _ repetitions: Int, _ rows: [CanaryRow], _ controls: Report.GroupResult,
    _ extrapolated: ExtrapolatedExposure?
  ) -> Report.TierResult {
    let trained = group(rows.map { $0.score! })
    let exposures = rows.compactMap(\.exposure)
    let (hits, others) = (trained.exact, controls.exact)
    return Report.TierResult(
      repetitions: repetitions, trained: trained,
      exactInterval: hits.trials == 0
        ? Interval(lower: 0, upper: 1, confidence: 0.95) : hits.clopperPearson(confidence: 0.95),
      exactGap: gap(hits, others), nearGap: gap(trained.near, controls.near),
      characterGap: difference(trained.meanCharacterAccuracy, controls.meanCharacterAccuracy),
      wordGap: difference(trained.meanWordAccuracy, controls.meanWordAccuracy),
      fisher: FisherExact.oneSided(
        hits.hits, hits.trials - hits.hits, others.hits, others.trials - others.hits),
      fisherHolm: 1,
      exposure: exposureResult(exposures, rows, controls: others.trials, extrapolated),
      smallestDetectable: smallestDetectable(trained: hits.trials, controls: others.trials))
  }

  private func exposureResult(
    _ bits: [Double], _ rows: [CanaryRow], controls: Int, _ extrapolated: ExtrapolatedExposure?
  ) -> Report.ExposureResult? {
    guard !bits.isEmpty, controls > 0 else { return nil }
    return Report.ExposureResult(
      mean: mean(bits), nullMean: Exposure.nullMean(references: controls),
      ceiling: Exposure.ceiling(references: controls),
      extrapolated: extrapolated.map { fit in mean(rows.map { fit.bits(of: $0.score!.negativeCER) })
      },
      misfit: extrapolated?.misfit)
  }

  private func difference(_ a: Double?, _ b: Double?) -> Double? {
    guard let a, let b else { return nil }
    return a - b
  }

  private func gap(_ trained: Proportion, _ controls: Proportion) -> Report.Gap {
    Report.Gap(
      estimate: difference(trained.rate, controls.rate),
      interval: Newcombe.difference(of: trained, minus: controls, confidence: 0.95))
  }

  private func group(_ scores: [CanaryScore]) -> Report.GroupResult {
    func mean(_ accuracy: (CanaryScore) -> Double) -> Double? {
      scores.isEmpty ? nil : Scoring.mean(scores.map(accuracy))
    }
    return Report.GroupResult(
      exact: Proportion(hits: scores.count(where: \.isExact), trials: scores.count),
      near: Proportion(hits: scores.count(where: \.isNear), trials: scores.count),
      meanCharacterAccuracy: mean(\.characterAccuracy),
      meanWordAccuracy: mean(\.wordAccuracy))
  }

  private func twinResult(_ speed: Double, _ naturalSpeedProbes: [CanaryScore?]) -> Report
    .NaturalSpeedResult?
  {
    guard !naturalSpeedProbes.isEmpty else { return nil }
    func scores(_ role: Canary.Role) -> [CanaryScore] {
      zip(ledger.canaries, naturalSpeedProbes).compactMap { canary, score in
        canary.speed == speed && canary.role == role ? score : nil
      }
    }
    return Report.NaturalSpeedResult(
      trained: group(scores(.trained)), controls: group(scores(.control)))
  }
}
