import Files
import Scoring

/// The judgements of a gate as text.
struct GatePrint {
  private let result: GateResult

  init(_ result: GateResult) { self.result = result }

  var text: String {
    let rows = result.judgements.map { judgement in
      [
        judgement.expected + (judgement.limit.level == .warn ? " (warn)" : ""),
        judgement.speed.map { "\(trimmed($0))x" } ?? "all", judgement.found,
        judgement.outcome.rawValue,
      ]
    }
    let analyses = (result.analyses ?? []).map { judgement in
      [
        "\(judgement.metric.rawValue): \(judgement.expected)"
          + (judgement.isWarning ? " (warn)" : ""), "all", judgement.found,
        judgement.outcome.rawValue,
      ]
    }
    var parts = [textTable(["expected", "speed", "found", "judgement"], rows + analyses), ""]
    for judgement in result.judgements where judgement.outcome != .pass {
      let place = judgement.speed.map { " at \(trimmed($0))x" } ?? ""
      parts.append(
        "\(judgement.outcome.rawValue): \(judgement.expected)\(place): \(judgement.reason)")
    }
    for judgement in result.analyses ?? [] where judgement.outcome != .pass {
      parts.append(
        "\(judgement.outcome.rawValue): \(judgement.metric.rawValue): \(judgement.reason)")
    }
    parts += result.differences.map { "gate file and ledger differ: \($0)" }
    parts += baselineNotes
    parts += waiverNotes
    if result.verdict.isDetection, result.overall == .pass {
      let exception = result.usedWaivers.isEmpty ? "" : " or is waived"
      parts.append("memorization was detected, but it is within the limits\(exception)")
    }
    parts.append("gate: \(result.overall.rawValue)")
    return legible(parts.joined(separator: "\n"))
  }

  private var baselineNotes: [String] {
    guard let baseline = result.baseline else {
      let needsBaseline = result.judgements.contains { $0.limit.metric == .regression }
      return needsBaseline ? ["pass --baseline report.json to judge growth"] : []
    }
    let note = "baseline: it has the same canaries, so bounds of growth are wider than necessary"
    return baseline.obstacles + (baseline.sharesCanaries ? [note] : [])
  }

  private var waiverNotes: [String] {
    result.usedWaivers.map { "waived: \($0.summary): \($0.reason)" }
      + result.expiredWaivers.map {
        "waiver expired, which fails the gate: \($0.summary): \($0.reason)"
      }
      + result.unusedWaivers.map { "waiver " + result.note(onUnused: $0) }
  }
}
