import Canaries
import RealModule
import Statistics

func log2Exact(_ count: Int) -> Double { .log2(Double(count)) }

extension ScoringRequest {
  /// Memorization accuracy of every tier at every speed, beside the controls of that speed.
  func speedResults(_ rows: [CanaryRow], twins: [CanaryScore?]) -> [Report.SpeedResult] {
    var results = ledger.header.design.speeds.map { speed in
      speedResult(speed, rows.filter { $0.canary.speed == speed }, twins: twins)
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
    _ speed: Double, _ rows: [CanaryRow], twins: [CanaryScore?]
  ) -> Report.SpeedResult {
    let controlRows = rows.filter { $0.canary.role == .control }
    let controls = group(controlRows.map { $0.score! })
    let tracers = rows.filter { $0.canary.role == .tracer }
    let tiers = ledger.header.design.repetitions.map { repetitions in
      tier(
        repetitions,
        rows.filter { $0.canary.role == .trained && $0.canary.repetitions == repetitions },
        controls)
    }
    return Report.SpeedResult(
      speed: speed, controls: controls,
      controlsUpperBound: controls.exact.trials == 0
        ? 1 : controls.exact.clopperPearsonUpperBound(confidence: 0.95),
      tiers: tiers, tracers: tracers.isEmpty ? nil : group(tracers.map { $0.score! }),
      twins: twinResult(speed, twins))
  }

  private func tier(
    _ repetitions: Int, _ rows: [CanaryRow], _ controls: Report.GroupResult
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
      exposure: exposureResult(exposures, controls: others.trials))
  }

  private func exposureResult(_ bits: [Double], controls: Int) -> Report.ExposureResult? {
    guard !bits.isEmpty, controls > 0 else { return nil }
    return Report.ExposureResult(
      mean: bits.reduce(0, +) / Double(bits.count),
      nullMean: Exposure.nullMean(references: controls), ceiling: log2Exact(controls))
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
      scores.isEmpty ? nil : scores.reduce(0) { $0 + accuracy($1) } / Double(scores.count)
    }
    return Report.GroupResult(
      exact: Proportion(hits: scores.count(where: \.isExact), trials: scores.count),
      near: Proportion(hits: scores.count(where: \.isNear), trials: scores.count),
      meanCharacterAccuracy: mean(\.characterAccuracy),
      meanWordAccuracy: mean(\.wordAccuracy))
  }

  private func twinResult(_ speed: Double, _ twins: [CanaryScore?]) -> Report.TwinResult? {
    guard !twins.isEmpty else { return nil }
    func scores(_ role: Canary.Role) -> [CanaryScore] {
      zip(ledger.canaries, twins).compactMap { canary, score in
        canary.speed == speed && canary.role == role ? score : nil
      }
    }
    return Report.TwinResult(trained: group(scores(.trained)), controls: group(scores(.control)))
  }

  /// Exposure of every trained canary among the controls of its speed, by CER.
  func addExposure(to rows: inout [CanaryRow]) {
    for speed in ledger.header.design.speeds {
      let references = rows.compactMap { row in
        row.canary.speed == speed && row.canary.role == .control
          ? row.score.map(Self.exposureScore) : nil
      }
      guard !references.isEmpty else { continue }
      let exposure = Exposure(references: references)
      for index in rows.indices
      where rows[index].canary.speed == speed && rows[index].canary.role == .trained {
        rows[index].exposure = rows[index].score.map { exposure.bits(of: Self.exposureScore($0)) }
      }
    }
  }

  /// Higher is better recognised.
  private static func exposureScore(_ score: CanaryScore) -> Double {
    -(score.characters.rate ?? 1)
  }
}
