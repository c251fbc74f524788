import AuditModel
import Statistics

/// The tables of canaries beside their recombined controls.
extension Scorer {
  func attributedSpeeds(_ pairs: [RecombinedPair]) -> [Report.AttributionResult.SpeedResult] {
    let design = ledger.header.design
    return design.speeds.map { speed in
      let own = pairs.filter { $0.canary.canary.speed == speed }
      return Report.AttributionResult.SpeedResult(
        speed: speed,
        groups: ([0] + design.repetitions).map { repetitions in
          pairedGroup(
            repetitions, own.filter { $0.canary.canary.repetitions == repetitions }, speed)
        })
    }
  }

  private func pairedGroup(
    _ repetitions: Int, _ pairs: [RecombinedPair], _ speed: Double
  ) -> Report.AttributionResult.PairedGroup {
    let scores = pairs.map { (own: $0.canary.score!, other: $0.recombined.score!) }
    let exact = PairedProportions(scores.map { ($0.own.isExact, $0.other.isExact) })
    let differences = scores.map { $0.own.characterAccuracy - $0.other.characterAccuracy }
    let normalizer = canaryNormalizer
    let transcribedAsCanary = pairs.count { pair in
      normalizer(pair.recombined.score!.transcript) == normalizer(pair.canary.canary.text)
    }
    return Report.AttributionResult.PairedGroup(
      repetitions: repetitions, canaries: Report.GroupResult(scores.map(\.own)),
      recombined: Report.GroupResult(scores.map(\.other)),
      exactGap: Report.Gap(
        estimate: exact.difference, interval: exact.interval(confidence: Self.confidence)),
      characterGap: differences.isEmpty ? nil : mean(differences),
      characterGapInterval: interval(
        of: differences, name: "recombined character gap \(repetitions) \(speed)"),
      transcribedAsCanary: transcribedAsCanary)
  }

  private func interval(of differences: [Double], name: String) -> Interval? {
    guard differences.count >= Self.fewestResampled else { return nil }
    // The interval of a mean is that of its difference to a constant.
    return Bootstrap.meanDifference(
      differences, [0, 0], confidence: Self.confidence, resamples: Self.resamples,
      seed: ledger.seed, name: name)
  }
}
