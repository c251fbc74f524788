import Files
import Reports
import Scoring
import Statistics

/// What the experiment is to show, held against what one seed measured. Nil figures are claims that
/// the run says nothing about.
package struct DemoClaim: Codable, Hashable, Sendable {
  package var seed: Int
  package var claim: String
  package var measured: String
  package var holds: Bool

  /// All claims that a seed says something about.
  package static func all(_ seed: DemoResults.Seed) -> [DemoClaim] {
    var claims: [DemoClaim] = []
    func add(_ claim: String, _ measured: String, _ holds: Bool) {
      claims.append(DemoClaim(seed: seed.number, claim: claim, measured: measured, holds: holds))
    }
    if let plain = seed[.plain] {
      let report = plain.report
      let top = report.speed(2)?.tiers.last
      add(
        "most copies at 2x: at least 80% written out", rateText(top?.trained.exact),
        (top?.trained.exact.rate ?? 0) >= 0.8)
      let controls = report.speeds.map(\.controls.exact).pooled
      add("no control written out", rateText(controls), controls.hits == 0)
      let p = report.primaryAnalysis.map { min($0.verbatim.holm, $0.partial.holm) } ?? 1
      add("primary analysis p < 0.001", pValueText(p), p < 0.001)
      add(
        "more copies, more memory among the trained: p < 0.05",
        report.trend.map { pValueText($0.pValue) } ?? "–", (report.trend?.pValue ?? 1) < 0.05)
    }
    if let clean = seed[.noCanaries] {
      add(
        "no canary in training, nothing detected", clean.report.verdict.title,
        clean.report.verdict.code == .notDetected)
    }
    if let clipped = seed[.perExample] {
      let hits = clipped.report.speeds.map(\.pooled).pooled.hits
      add("per-example: no trained canary written out", "\(hits)", hits == 0)
      let upper = clipped.report.speeds.map(\.pooledGap.upper).max() ?? 1
      add(
        "per-example: 95% upper bound of the gap, all copies pooled, at most 10% at each speed",
        percent(upper),
        upper <= 0.10)
      if let plain = seed[.plain] {
        add(
          "per-example: dev CER no worse than without clipping",
          "\(percent(clipped.quality.characters.rate)) against \(percent(plain.quality.characters.rate))",
          clipped.quality.characters.rate! <= plain.quality.characters.rate!)
      }
    }
    if let clipped = seed[.perCore], let plain = seed[.plain] {
      add(
        "per-core: dev CER at most 5% worse",
        "\(percent(clipped.quality.characters.rate)) against \(percent(plain.quality.characters.rate))",
        clipped.quality.characters.rate! <= 1.05 * plain.quality.characters.rate!)
      let shares = halved(plain.report, clipped.report)
      add(
        "per-core: CER gap at most half in every tier up to 8 where it was significant",
        shares.isEmpty
          ? "no significant gap"
          : "\(shares.count { $0 <= 0.5 }) of \(shares.count) tiers, largest "
            + percent(shares.max()),
        !shares.isEmpty && shares.allSatisfy { $0 <= 0.5 })
    }
    return claims
  }

  /// What is left of each significant gap.
  private static func halved(_ plain: Report, _ clipped: Report) -> [Double] {
    plain.speeds.flatMap { speed in
      speed.tiers.compactMap { tier -> Double? in
        guard tier.repetitions <= 8, let gap = tier.characterGap,
          let lower = tier.characterGapInterval?.lower, lower > 0,
          let left = clipped.speed(speed.speed)?.tiers.first(where: {
            $0.repetitions == tier.repetitions
          })?.characterGap
        else { return nil }
        return left / gap
      }
    }
  }
}

extension Report {
  func speed(_ speed: Double) -> SpeedResult? { speeds.first { $0.speed == speed } }
}

extension Report.SpeedResult {
  /// Exact matches of all trained canaries together.
  var pooled: Proportion {
    tiers.map(\.trained.exact).pooled
  }

  var pooledGap: Interval {
    Newcombe.difference(of: pooled, minus: controls.exact, confidence: 0.95)
  }
}
