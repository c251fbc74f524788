import AuditModel
import RealModule
import Statistics

extension Scorer {
  /// The extraction of canaries by sampling, for each speed; nil if a loss is negative, because it is
  /// then no negative log-likelihood.
  func extraction(_ rows: [CanaryRow]) -> [Report.WhiteBoxResult.SpeedExtraction]? {
    let known = rows.filter { $0.canary.role != .tracer && $0.loss != nil }
    guard known.allSatisfy({ $0.loss! >= 0 }) else { return nil }
    let tables = ledger.header.design.speeds.compactMap {
      speed -> Report.WhiteBoxResult.SpeedExtraction? in
      let groups = ([0] + ledger.header.design.repetitions).compactMap { repetitions in
        Report.WhiteBoxResult.GroupExtraction(
          repetitions,
          known.filter { $0.canary.speed == speed && $0.canary.repetitions == repetitions }
            .map { $0.loss! })
      }
      return groups.isEmpty
        ? nil : Report.WhiteBoxResult.SpeedExtraction(speed: speed, groups: groups)
    }
    return tables.isEmpty ? nil : tables
  }
}

extension Report.WhiteBoxResult.GroupExtraction {
  /// Returns nil for a group without a loss.
  init?(_ repetitions: Int, _ losses: [Double]) {
    guard !losses.isEmpty else { return nil }
    let samples = losses.map(samplesForEvenChance)
    func within(_ most: Double) -> Proportion {
      Proportion(hits: samples.count { $0 <= most }, trials: samples.count)
    }
    self.init(
      repetitions: repetitions, medianBits: median(losses)! / .log(2), within100: within(100),
      within10000: within(10_000), within1000000: within(1_000_000))
  }
}
