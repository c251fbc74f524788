import Files
import Scoring
import Statistics

/// A report in plain sentences. Each is written from the numbers and left out where it would not be
/// true of them.
struct PlainLanguageSummary {
  private let report: Report
  private let trained: Proportion
  private let controls: Proportion
  private let tiers: [Report.TierResult]

  init(_ report: Report) {
    self.report = report
    tiers = report.speeds.flatMap(\.tiers).filter { $0.trained.exact.trials > 0 }
    let nothing = Proportion(hits: 0, trials: 0)
    trained = tiers.reduce(nothing) { $0 + $1.trained.exact }
    controls = report.speeds.reduce(nothing) { $0 + $1.controls.exact }
  }

  /// Empty where nothing was measured.
  var sentences: [String] {
    guard trained.trials > 0 || controls.trials > 0 else { return [] }
    return [setting, result, dose, closeness, chance, bound, openness, gate].compactMap { $0 }
  }

  private var setting: String {
    let speeds = listed(report.speeds.map { speedName($0.speed) })
    let kept =
      controls.trials == 0
      ? "nothing, for no control was scored"
      : "\(counted(controls.trials, "control", "controls")), made the same way and kept out of it"
    return "This report compares \(counted(trained.trials, "canary", "canaries")) "
      + "(random \(report.design.unit.rawValue) at \(speeds) speed\(copies)) that \(were) injected "
      + "in the training data with \(kept)."
  }

  private var were: String { trained.trials == 1 ? "was" : "were" }

  private var copies: String {
    let all = tiers.map(\.repetitions)
    guard let fewest = all.min(), let most = all.max() else { return "" }
    if fewest == most { return ", \(counted(most, "copy", "copies")) each" }
    return ", \(fewest) to \(most) copies each"
  }

  private var result: String {
    if trained.hits == 0, controls.hits == 0 {
      return "The model wrote out none of them word for word."
    }
    return "The model wrote out word for word: \(share(trained)) trained "
      + "\(trained.trials == 1 ? "canary" : "canaries"), \(share(controls)) "
      + "\(controls.trials == 1 ? "control" : "controls")."
  }

  private func share(_ group: Proportion) -> String { "\(group.hits) of \(group.trials)" }

  private var dose: String? {
    let heard = tiers.filter { $0.trained.exact.hits > 0 }.map(\.repetitions)
    guard let fewest = heard.min(), tiers.count > 1 else { return nil }
    return fewest == 1
      ? "A single copy in training was enough for one to come back."
      : "The fewest copies after which one came back were \(fewest)."
  }

  /// Only where detection rests on closeness alone.
  private var closeness: String? {
    guard report.verdict.code == .detectedPartial,
      let best = tiers.compactMap({ tier in tier.characterGap.map { (tier.repetitions, $0) } })
        .max(by: { $0.1 < $1.1 }), best.1 > 0
    else { return nil }
    return "The closest tier, with \(counted(best.0, "copy", "copies")), gets "
      + "\(percent(best.1)) more of its characters right than the controls."
  }

  private var chance: String? {
    guard let primaryAnalysis = report.primaryAnalysis else { return nil }
    let level = "level \(trimmed(primaryAnalysis.alpha))"
    let correction = "after correction for asking two questions"
    switch report.verdict.code {
    case .detectedVerbatim, .detectedPartial:
      let isVerbatim = report.verdict.code == .detectedVerbatim
      let statistic = isVerbatim ? primaryAnalysis.verbatim : primaryAnalysis.partial
      return "Had training left no trace, dealing the roles anew would give a "
        + "\(isVerbatim ? "verbatim" : "partial") statistic at least this high with a probability "
        + "of \(probability(statistic.pValue)); \(correction) p is "
        + "\(probability(statistic.holm)) (\(level))."
    case .notDetected:
      return "That is what dealing the roles anew gives by chance: \(correction), p is "
        + "\(probability(primaryAnalysis.verbatim.holm)) for verbatim and "
        + "\(probability(primaryAnalysis.partial.holm)) for partial memorization (\(level))."
    default: return nil
    }
  }

  private func probability(_ p: Double) -> String {
    p < 0.0001 ? "less than 0.0001" : pValueText(p)
  }

  private var bound: String? {
    guard report.verdict.code == .notDetected else { return nil }
    guard let most = tiers.map(\.exactGap.interval.upper).max() else { return nil }
    return "It is no proof of absence: up to \(percent(most)) of the canaries of a tier could be "
      + "memorised and would not show in a sample of this size."
  }

  private var openness: String? {
    report.verdict.code.isObstacle
      ? "So whether the model has memorised single utterances stays open." : nil
  }

  private var gate: String? {
    guard let gate = report.gateResult else { return nil }
    let binding = gate.judgements.filter { $0.limit.level == .error }
    func count(_ outcome: GateResult.Outcome, _ one: String, _ many: String) -> String? {
      let number = binding.count { $0.outcome == outcome }
      return number == 0 ? nil : counted(number, one, many)
    }
    var parts = [
      count(.fail, "fails", "fail"),
      count(.inconclusive, "is open", "are open"),
      count(.waived, "fails and is waived", "fail and are waived"),
    ]
    .compactMap { $0 }
    if !parts.isEmpty {
      parts[0] = "of \(counted(binding.count, "judgement", "judgements")) \(parts[0])"
    }
    if !gate.expiredWaivers.isEmpty {
      parts.append(counted(gate.expiredWaivers.count, "waiver has", "waivers have") + " expired")
    }
    let detail = parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))"
    switch gate.overall {
    case .pass, .waived:
      return gate.verdict.isDetection
        ? "The gate passes\(detail), although memorization was detected."
        : "The gate passes\(detail)."
    case .fail: return "The gate fails\(detail)."
    case .inconclusive: return "The gate is inconclusive\(detail)."
    }
  }
}
