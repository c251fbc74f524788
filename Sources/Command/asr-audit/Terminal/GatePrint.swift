import Files
import Scoring

/// A gate at a glance.
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
    var parts = [textTable(["expected", "speed", "found", "judgement"], rows), ""]
    for judgement in result.judgements where judgement.outcome != .pass {
      let place = judgement.speed.map { " at \(trimmed($0))x" } ?? ""
      parts.append(
        "\(judgement.outcome.rawValue): \(judgement.expected)\(place): \(judgement.reason)")
    }
    parts += result.differences.map { "gate file and ledger differ: \($0)" }
    parts += result.baseline?.notes ?? []
    parts += waivers
    if result.verdict.isDetection, result.overall == .pass {
      let exception = result.usedWaivers.isEmpty ? "" : ", or is waived"
      parts.append("memorization was detected, and stays within the limits\(exception)")
    }
    parts.append("gate: \(result.overall.rawValue)")
    return legible(parts.joined(separator: "\n"))
  }

  private var waivers: [String] {
    result.usedWaivers.map { "waived: \($0.summary): \($0.reason)" }
      + result.expiredWaivers.map { "waiver expired, which fails: \($0.summary): \($0.reason)" }
      + result.unusedWaivers.map { "waiver " + result.note(onUnused: $0) }
  }
}

extension GateResult.Baseline {
  fileprivate var notes: [String] {
    obstacles
      + (sharesCanaries
        ? ["baseline: the same canaries, so growth has wider bounds than it needs"] : [])
  }
}
