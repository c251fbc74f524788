import RealModule
import Scoring
import Statistics

/// Results of several seeds together.
extension DemoResults {
  /// The repetitions of all tiers, ascending.
  var tiers: [Int] {
    let tiers = seeds.flatMap(\.variants).flatMap(\.report.speeds).flatMap(\.tiers)
    return Set(tiers.map(\.repetitions)).sorted()
  }

  /// The exact matches of one tier.
  func exact(_ variant: DemoVariant, _ speed: Double, _ repetitions: Int) -> Proportion {
    all(variant).compactMap { $0.tier(speed, repetitions)?.trained.exact }.pooled
  }

  /// The exact matches among the controls.
  func controls(_ variant: DemoVariant, _ speed: Double) -> Proportion {
    all(variant).compactMap { $0.report.speed(speed)?.controls.exact }.pooled
  }

  /// The mean character accuracy of one tier minus that of the controls, 0...1.
  func accuracyGap(_ variant: DemoVariant, _ speed: Double, _ repetitions: Int) -> SeedMean? {
    SeedMean(
      all(variant).compactMap { result in
        guard let tier = result.tier(speed, repetitions), let gap = tier.characterGap else {
          return nil
        }
        return (gap, tier.characterGapInterval)
      })
  }

  /// The character error rate on the dev set.
  func cer(_ variant: DemoVariant) -> SeedMean? {
    SeedMean(all(variant).map { ($0.quality.cer, $0.quality.characterInterval) })
  }
}

extension VariantResults {
  fileprivate func tier(_ speed: Double, _ repetitions: Int) -> Report.TierResult? {
    report.speed(speed)?.tiers.first { $0.repetitions == repetitions }
  }
}

/// The mean of independent estimates, one for each seed.
struct SeedMean: Hashable, Sendable {
  let value: Double
  /// The interval by the method of variance estimates recovery (MOVER: Zou and Donner 2008): the
  /// distances from each estimate to its limit are squared and added. Nil if an estimate has no
  /// interval.
  let interval: Interval?

  /// Nil without estimates.
  init?(_ estimates: [(value: Double, interval: Interval?)]) {
    guard !estimates.isEmpty else { return nil }
    let count = Double(estimates.count)
    let mean = estimates.reduce(0) { $0 + $1.value } / count
    value = mean
    let intervals = estimates.compactMap(\.interval)
    guard intervals.count == estimates.count else {
      interval = nil
      return
    }
    // A bootstrap interval need not contain its estimate.
    let below = zip(estimates, intervals).map { max(0, $0.value - $1.lower) }
    let above = zip(estimates, intervals).map { max(0, $1.upper - $0.value) }
    interval = Interval(
      lower: mean - Self.length(below) / count, upper: mean + Self.length(above) / count,
      confidence: intervals[0].confidence)
  }

  private static func length(_ distances: [Double]) -> Double {
    .sqrt(distances.reduce(0) { $0 + $1 * $1 })
  }
}
