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
    if !gate.differences.isEmpty {
      blocks.append(.list(gate.differences.map { Text("Stricter limit: \($0).") }))
    }
    return Section("Gate: \(gate.overall.word)", tone: gate.overall.tone, blocks)
  }

  private func row(_ judgement: GateResult.Judgement) -> [Text] {
    [
      "\(strong: judgement.outcome.word)",
      Text(judgement.limit.summary + (judgement.limit.level == .warn ? " (warning only)" : "")),
      Text(speedName(judgement.speed)), Text(rateText(judgement.trained)),
      Text(rateText(judgement.controls)), Text(percent(judgement.gap)),
      Text(judgement.reason),
    ]
  }
}

extension GateResult.Outcome {
  var word: String {
    switch self {
    case .pass: "passed"
    case .fail: "failed"
    case .inconclusive: "inconclusive"
    }
  }

  fileprivate var tone: Page.Tone {
    switch self {
    case .pass: .calm
    case .fail: .alarm
    case .inconclusive: .unclear
    }
  }
}
