import AuditModel
import Statistics

extension Scorer {
  /// The tables of all speeds: every tier beside the controls of the same speed.
  func speedResults(
    _ rows: [CanaryRow], _ naturalSpeedScores: [CanaryScore?]
  ) -> [Report.SpeedResult] {
    let speeds = ledger.header.design.speeds.map { SpeedRows($0, rows) }
    let repetitions = ledger.header.design.repetitions
    // Fisher's tests of all tiers at all speeds are one family.
    let fisher = speeds.flatMap { speed in
      repetitions.map { Self.fisher(speed.tier($0), speed.controls) }
    }
    let holm = Holm.adjusted(fisher)
    return speeds.enumerated().map { place, speed in
      let controls = Report.GroupResult(speed.controls.map { $0.score! })
      let extrapolated = ExtrapolatedExposure(
        references: speed.controls.map { $0.score!.negativeCER })
      let tiers = repetitions.indices.map { number in
        let test = place * repetitions.count + number
        return tier(
          repetitions[number], speed, controls, extrapolated, fisher: fisher[test],
          holm: holm[test])
      }
      return Report.SpeedResult(
        speed: speed.speed, controls: controls,
        controlsUpperBound: controls.exact.clopperPearsonUpperBound(confidence: Self.confidence),
        tiers: tiers,
        tracers: speed.tracers.isEmpty ? nil : Report.GroupResult(speed.tracers.map { $0.score! }),
        naturalSpeedProbes: naturalSpeedResult(speed.speed, naturalSpeedScores),
        ranking: Report.RankingResult(
          trained: speed.trained.accuracies, controls: speed.controls.accuracies),
        discoveries: discoveries(speed.trained, controls: speed.controls.count),
        privacy: privacy(speed, controls, tiers))
    }
  }

  private func tier(
    _ repetitions: Int, _ speed: SpeedRows, _ controls: Report.GroupResult,
    _ extrapolated: ExtrapolatedExposure?, fisher: Double, holm: Double
  ) -> Report.TierResult {
    let rows = speed.tier(repetitions)
    let trained = Report.GroupResult(rows.map { $0.score! })
    let exact = trained.exact
    return Report.TierResult(
      repetitions: repetitions, trained: trained,
      exactInterval: exact.clopperPearson(confidence: Self.confidence),
      exactGap: gap(exact, controls.exact), nearGap: gap(trained.near, controls.near),
      characterGap: difference(trained.meanCharacterAccuracy, controls.meanCharacterAccuracy),
      characterGapInterval: characterGapInterval(
        rows, speed.controls, name: "character gap \(repetitions) \(speed.speed)"),
      wordGap: difference(trained.meanWordAccuracy, controls.meanWordAccuracy),
      fisher: fisher, fisherHolm: holm,
      exposure: exposureResult(rows, speed.controls, extrapolated),
      auc: AUC(trained: rows.accuracies, controls: speed.controls.accuracies)?.value,
      smallestDetectable: smallestDetectable(
        trained: exact.trials, controls: controls.exact.trials))
  }

  private static func fisher(_ trained: [CanaryRow], _ controls: [CanaryRow]) -> Double {
    let hits = trained.count { $0.score!.isExact }
    let falseHits = controls.count { $0.score!.isExact }
    return FisherExact.oneSided(
      hits, trained.count - hits, falseHits, controls.count - falseHits)
  }

  private func exposureResult(
    _ rows: [CanaryRow], _ controls: [CanaryRow], _ extrapolated: ExtrapolatedExposure?
  ) -> Report.ExposureResult? {
    let bits = rows.compactMap(\.exposure)
    guard !bits.isEmpty, !controls.isEmpty else { return nil }
    let exposure = Exposure(references: controls.map { $0.score!.negativeCER })
    return Report.ExposureResult(
      mean: mean(bits),
      nullMean: mean(rows.map { exposure.nullMean(besides: $0.score!.negativeCER) }),
      ceiling: exposure.ceiling,
      extrapolated: extrapolated.map { fit in mean(fit.bits(of: rows.map { $0.score!.negativeCER }))
      },
      misfit: extrapolated?.misfit)
  }

  func difference(_ a: Double?, _ b: Double?) -> Double? {
    guard let a, let b else { return nil }
    return a - b
  }

  func gap(_ trained: Proportion, _ controls: Proportion) -> Report.Gap {
    Report.Gap(
      estimate: difference(trained.rate, controls.rate),
      interval: Newcombe.difference(of: trained, minus: controls, confidence: Self.confidence))
  }

  private func naturalSpeedResult(
    _ speed: Double, _ scores: [CanaryScore?]
  ) -> Report.NaturalSpeedResult? {
    guard !scores.isEmpty else { return nil }
    func group(_ role: Canary.Role) -> Report.GroupResult {
      Report.GroupResult(
        zip(ledger.canaries, scores).compactMap { canary, score in
          canary.speed == speed && canary.role == role ? score : nil
        })
    }
    return Report.NaturalSpeedResult(trained: group(.trained), controls: group(.control))
  }
}

/// The scored canaries of one speed, by role.
struct SpeedRows {
  let speed: Double
  let all: [CanaryRow]
  let trained: [CanaryRow]
  let controls: [CanaryRow]
  let tracers: [CanaryRow]

  init(_ speed: Double, _ rows: [CanaryRow]) {
    self.speed = speed
    all = rows.filter { $0.canary.speed == speed }
    trained = all.filter { $0.canary.role == .trained }
    controls = all.filter { $0.canary.role == .control }
    tracers = all.filter { $0.canary.role == .tracer }
  }

  func tier(_ repetitions: Int) -> [CanaryRow] {
    trained.filter { $0.canary.repetitions == repetitions }
  }
}

extension [CanaryRow] {
  var accuracies: [Double] { map { $0.score!.characterAccuracy } }
}

extension Report.GroupResult {
  init(_ scores: [CanaryScore]) {
    self.init(
      exact: Proportion(hits: scores.count(where: \.isExact), trials: scores.count),
      near: Proportion(hits: scores.count(where: \.isNear), trials: scores.count),
      containing: scores.contains { $0.containsReference && !$0.isExact }
        ? Proportion(hits: scores.count(where: \.containsReference), trials: scores.count) : nil,
      approximate: Proportion(
        hits: scores.count { $0.bleu > BLEU.approximate }, trials: scores.count),
      meanCharacterAccuracy: scores.isEmpty ? nil : mean(scores.map(\.characterAccuracy)),
      meanWordAccuracy: scores.isEmpty ? nil : mean(scores.map(\.wordAccuracy)),
      characterErrors: scores.isEmpty ? nil : scores.map(\.characters).pooled,
      wordErrors: scores.isEmpty ? nil : scores.map(\.words).pooled)
  }
}
