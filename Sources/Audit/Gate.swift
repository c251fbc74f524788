import Canaries
import Files
import Statistics

/// A report held against the limits that a team set itself.
package struct GateResult: Codable, Hashable, Sendable {
  package enum Outcome: String, Codable, CaseIterable, Sendable { case pass, fail, inconclusive }

  package struct Judgement: Codable, Hashable, Sendable {
    package let limit: GateLimit
    package let speed: Double
    package let outcome: Outcome
    package let trained: Proportion
    package let controls: Proportion
    /// Gap of the exact rates; nil where nothing was measured.
    package let gap: Double?
    /// At confidence 1 − 0.05 / K, K the number of error judgements: fails above the limit.
    package let lower: Double?
    /// At 95%: passes at or under the limit.
    package let upper: Double?
    package let reason: String
  }

  package let verdict: Verdict
  package let judgements: [Judgement]
  /// Where gate file and ledger differ, and which holds.
  package let differences: [String]
  package let overall: Outcome
}

/// Judges limits on a report. A gate never passes on missing evidence.
package struct Gate: Sendable {
  package let limits: [GateLimit]
  package let differences: [String]

  /// - Parameters:
  ///   - file: limits of a gate file; nil takes the ledger's.
  ///   - report: its own limits were fixed before training; where the two differ, the stricter holds.
  package init(file: [GateLimit]?, report: Report) {
    guard let file else {
      limits = report.gate
      differences = []
      return
    }
    var limits = file
    var differences: [String] = []
    for promised in report.gate {
      let tiers = Set(promised.repetitions)
      guard let place = limits.firstIndex(where: { Set($0.repetitions) == tiers }) else {
        limits.append(promised)
        differences.append("\(promised.summary): only the ledger has it; it holds")
        continue
      }
      let asked = limits[place]
      if asked.max != promised.max {
        limits[place].max = min(asked.max, promised.max)
        differences.append(
          "\(copies(asked)): the gate file says \(asked.max), the ledger \(promised.max); "
            + "\(limits[place].max) holds")
      }
      if asked.level != promised.level {
        limits[place].level = stricter(asked.level, promised.level)
        differences.append(
          "\(copies(asked)): the gate file says \(asked.level.rawValue), the ledger "
            + "\(promised.level.rawValue); \(limits[place].level.rawValue) holds")
      }
    }
    self.limits = limits
    self.differences = differences
  }

  /// - Throws: `.usage` where no model could pass a limit: a tier that the design does not have, or a
  ///   limit under what its canaries can show with no hit at all. Canaries that are missing from
  ///   *this* report make it inconclusive instead.
  package func judge(_ report: Report) throws(Problem) -> GateResult {
    let active = limits.filter { $0.level != .off }
    guard !active.isEmpty else {
      throw Problem(
        .usage, "there is no limit to judge by", field: "gate",
        hint: "name one in a gate file: asr-audit gate --help")
    }
    for limit in active { try check(limit, report) }
    let errors = max(
      1, active.count { $0.level == .error } * max(1, report.design.speeds.count))
    var judgements: [GateResult.Judgement] = []
    for limit in active {
      for speed in report.design.speeds {
        judgements.append(judge(limit, speed, report, errors: errors))
      }
    }
    let binding = judgements.filter { $0.limit.level == .error }.map(\.outcome)
    let overall: GateResult.Outcome =
      binding.contains(.fail)
      ? .fail
      : binding.contains(.inconclusive) || (binding.isEmpty && report.hasObstacle)
        ? .inconclusive : .pass
    return GateResult(
      verdict: report.verdict.code, judgements: judgements, differences: differences,
      overall: overall)
  }

  private func check(_ limit: GateLimit, _ report: Report) throws(Problem) {
    guard limit.max > 0, limit.max < 1 else {
      throw Problem(
        .usage, "a limit lies above 0 and below 1, not at \(limit.max)", field: "max")
    }
    let design = report.design
    if let unknown = limit.repetitions.first(where: { !design.repetitions.contains($0) }) {
      let tiers = design.repetitions.map(String.init).joined(separator: ", ")
      throw Problem(
        .usage, "\(limit.summary): no canary was trained \(unknown) times", field: "repetitions",
        hint: "this audit has tiers \(tiers)")
    }
    let scored = report.speeds.map { pooled(limit, $0).trials }
    let planned = max(scored.max() ?? 0, DesignCheck.pooledCanaries(limit, design))
    let needed = Newcombe.smallestCleanGroup(limit: limit.max, confidence: 0.95)
    guard planned >= needed else {
      throw Problem(
        .usage,
        "\(limit.summary): no model could pass, for that needs \(needed) trained canaries a speed "
          + "and there are \(planned)", field: "max",
        hint: "raise the limit, or pool more tiers")
    }
  }

  /// The first rule that holds: obstacles, failure, pass, else inconclusive.
  private func judge(
    _ limit: GateLimit, _ speed: Double, _ report: Report, errors: Int
  ) -> GateResult.Judgement {
    guard let result = report.speeds.first(where: { $0.speed == speed }) else {
      let nothing = Proportion(hits: 0, trials: 0)
      return GateResult.Judgement(
        limit: limit, speed: speed, outcome: .inconclusive, trained: nothing, controls: nothing,
        gap: nil, lower: nil, upper: nil, reason: report.verdict.title)
    }
    let trained = pooled(limit, result)
    let controls = result.controls.exact
    let lower = Newcombe.difference(
      of: trained, minus: controls, confidence: 1 - 0.05 / Double(errors)
    ).lower
    let upper = Newcombe.difference(of: trained, minus: controls, confidence: 0.95).upper
    let outcome: GateResult.Outcome
    let reason: String
    if report.hasObstacle, !(report.verdict.code.isDetection && lower > limit.max) {
      outcome = .inconclusive
      reason = obstacle(report)
    } else if lower > limit.max {
      outcome = .fail
      reason = "at least \(percent(lower)) memorised, over \(percent(limit.max))"
    } else if upper <= limit.max {
      outcome = .pass
      reason = "at most \(percent(upper)) memorised, within \(percent(limit.max))"
    } else {
      outcome = .inconclusive
      reason =
        "between \(percent(max(0, lower))) and \(percent(upper)): the limit of "
        + "\(percent(limit.max)) lies in between"
    }
    return GateResult.Judgement(
      limit: limit, speed: speed, outcome: outcome, trained: trained, controls: controls,
      gap: (trained.rate ?? 0) - (controls.rate ?? 0), lower: lower, upper: upper, reason: reason)
  }

  private func obstacle(_ report: Report) -> String {
    if report.verdict.code.isObstacle { return report.verdict.title }
    if report.conditions.decoderFails { return Verdict.decoder.title }
    if let reason = report.exploratory.first { return "exploratory: \(reason)" }
    return Verdict.controlsRecognised.title
  }

  private func pooled(_ limit: GateLimit, _ speed: Report.SpeedResult) -> Proportion {
    speed.tiers.filter { limit.repetitions.contains($0.repetitions) }
      .reduce(Proportion(hits: 0, trials: 0)) { $0 + $1.trained.exact }
  }

}

private func copies(_ limit: GateLimit) -> String {
  "memorization at \(limit.tiers)"
}

private func stricter(_ a: GateLimit.Level, _ b: GateLimit.Level) -> GateLimit.Level {
  let order = GateLimit.Level.allCases
  return order.firstIndex(of: a)! < order.firstIndex(of: b)! ? a : b
}

extension Report {
  /// Something stands in the way of a pass: a row of the verdict, or evidence that was left out.
  fileprivate var hasObstacle: Bool { conditions.hasObstacle || !exploratory.isEmpty }
}
