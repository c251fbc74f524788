import Files
import Reports
import Scoring
import Statistics

/// One expected result of the demonstration, and what one seed measured.
package struct DemoClaim: Codable, Hashable, Sendable {
  package var seed: Int
  package var claim: String
  package var measured: String
  package var holds: Bool

  /// Returns the claims that the seed's variants can confirm or refute.
  package static func all(_ seed: SeedResults) -> [DemoClaim] {
    (plain(seed) + noCanaries(seed) + perExample(seed) + perCore(seed)).map { claim in
      DemoClaim(
        seed: seed.number, claim: claim.0, measured: claim.measured, holds: claim.holds)
    }
  }

  private typealias Finding = (String, measured: String, holds: Bool)

  private static func plain(_ seed: SeedResults) -> [Finding] {
    guard let report = seed[.plain]?.report else { return [] }
    let top = report.speed(2)?.tiers.last
    let controls = report.speeds.map(\.controls.exact).pooled
    let p = report.smallerP ?? 1
    return [
      (
        "no clipping: at least 80% of the most repeated canaries at 2x are transcribed exactly",
        rateText(top?.trained.exact), (top?.trained.exact.rate ?? 0) >= 0.8
      ),
      ("no clipping: no control is transcribed exactly", rateText(controls), controls.hits == 0),
      ("no clipping: primary analysis with p < 0.001", pValueText(p), p < 0.001),
      (
        "no clipping: accuracy increases with repetitions, p < 0.05",
        report.trend.map { pValueText($0.pValue) } ?? "–", (report.trend?.pValue ?? 1) < 0.05
      ),
    ] + utterances(report)
  }

  /// Reports of early versions have no recombined controls.
  private static func utterances(_ report: Report) -> [Finding] {
    guard let attribution = report.attribution else { return [] }
    let p = attribution.utterances.pValue
    return [
      (
        "no clipping: canaries are transcribed better than the same words in another order, p < 0.05",
        pValueText(p), p < 0.05
      )
    ]
  }

  private static func noCanaries(_ seed: SeedResults) -> [Finding] {
    guard let report = seed[.noCanaries]?.report else { return [] }
    return [
      (
        "training without canaries: memorization is not detected", report.verdict.title,
        report.verdict.code == .notDetected
      )
    ]
  }

  private static func perExample(_ seed: SeedResults) -> [Finding] {
    guard let clipped = seed[.perExample] else { return [] }
    let exact = clipped.report.speeds.map(\.allTrained).pooled
    let upper = clipped.report.speeds.map(\.allTrainedGap.upper).max() ?? 1
    var findings: [Finding] = [
      (
        "per-example clipping: no trained canary is transcribed exactly", rateText(exact),
        exact.hits == 0
      ),
      (
        "per-example clipping: the 95% upper bound of the memorization gap of all tiers is at most "
          + "10% at each speed", percent(upper), upper <= 0.10
      ),
    ]
    if let plain = seed[.plain] {
      let (own, other) = (clipped.quality.cer, plain.quality.cer)
      findings.append(
        (
          "per-example clipping: the dev CER is no higher than without clipping",
          "\(percent(own)), without clipping \(percent(other))", own <= other
        ))
    }
    return findings
  }

  private static func perCore(_ seed: SeedResults) -> [Finding] {
    guard let clipped = seed[.perCore], let plain = seed[.plain] else { return [] }
    let (own, other) = (clipped.quality.cer, plain.quality.cer)
    let shares = sharesLeft(plain.report, clipped.report)
    return [
      (
        "per-core clipping: the dev CER is at most 5% higher, relatively, than without clipping",
        "\(percent(own)), without clipping \(percent(other))", own <= 1.05 * other
      ),
      (
        "per-core clipping: the accuracy gap is at most half of that without clipping in every tier "
          + "up to 8 repetitions whose gap was significant",
        shares.isEmpty
          ? "no significant gap"
          : "\(shares.count { $0 <= 0.5 }) of \(shares.count) tiers, largest "
            + percent(shares.max()),
        !shares.isEmpty && shares.allSatisfy { $0 <= 0.5 }
      ),
    ]
  }

  /// The share of each significant accuracy gap that clipping leaves.
  private static func sharesLeft(_ plain: Report, _ clipped: Report) -> [Double] {
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

  /// The smaller of the two adjusted p-values of the primary analysis.
  var smallerP: Double? { primaryAnalysis.map { min($0.verbatim.holm, $0.partial.holm) } }
}

extension Report.SpeedResult {
  /// The exact matches of all trained canaries.
  var allTrained: Proportion { tiers.map(\.trained.exact).pooled }

  /// The memorization gap of all trained canaries (Newcombe, 95%).
  var allTrainedGap: Interval {
    Newcombe.difference(of: allTrained, minus: controls.exact, confidence: 0.95)
  }
}

extension SpeechQuality {
  /// The character error rate; the initializer guarantees that there is reference text.
  var cer: Double { characters.rate ?? 1 }
  var wer: Double { words.rate ?? 1 }
}
