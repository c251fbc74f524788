import Audit
import Canaries

/// What a gate decided, and on what.
struct GateSection {
  let gate: GateResult

  init(_ gate: GateResult) { self.gate = gate }

  var section: Section {
    var blocks: [Block] = []
    if gate.verdict.isDetection, gate.overall == .pass {
      blocks.append(.paragraph("Memorization was detected, and stays within the limits."))
    }
    blocks.append(
      .table(
        Table(
          [
            .words("judgement"), .words("limit"), .numbers("speed"), .numbers("trained"),
            .numbers("controls"), .numbers("gap"), .words("because"),
          ], gate.judgements.map(row))))
    let notes = gate.differences.map { Text("Gate file and ledger differ: \($0).") } + waivers
    if !notes.isEmpty { blocks.append(.list(notes)) }
    return Section("Gate: \(gate.overall.word)", tone: gate.overall.tone, blocks)
  }

  private func row(_ judgement: GateResult.Judgement) -> [Text] {
    [
      "\(strong: judgement.outcome.word)",
      Text(judgement.limit.summary + (judgement.limit.level == .warn ? " (warning only)" : "")),
      Text(judgement.speed.map(speedName) ?? "all"), Text(rateText(judgement.trained)),
      Text(rateText(judgement.controls)), Text(percent(judgement.gap)),
      Text(judgement.reason),
    ]
  }

  private var waivers: [Text] {
    gate.judgements.compactMap { judgement in
      judgement.waiver.map { Text("Waived: \($0.summary): \($0.reason)") }
    }
      + gate.expiredWaivers.map {
        Text("Waiver expired, which fails the gate: \($0.summary): \($0.reason)")
      }
      + gate.unusedWaivers.map { Text("Waiver without a failure to waive: \($0.summary)") }
  }
}

extension GateResult.Outcome {
  var word: String {
    switch self {
    case .pass: "passed"
    case .fail: "failed"
    case .inconclusive: "inconclusive"
    case .waived: "failed, waived"
    }
  }

  fileprivate var tone: Page.Tone {
    switch self {
    case .pass: .calm
    case .fail: .alarm
    case .inconclusive, .waived: .unclear
    }
  }
}
