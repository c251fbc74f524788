import Files
import Scoring

/// What a gate decided, and on what.
struct GateSection {
  let gate: GateResult

  init(_ gate: GateResult) { self.gate = gate }

  var section: Section {
    var blocks: [Block] = []
    if gate.verdict.isDetection, gate.overall == .pass {
      let exception = gate.judgements.contains { $0.outcome == .waived } ? ", or is waived" : ""
      blocks.append(
        .paragraph("Memorization was detected, and stays within the limits\(exception)."))
    }
    blocks.append(
      .table(
        Table(
          [
            .words("judgement"), .words("expected"), .numbers("speed"), .words("found"),
            .words("because"),
          ], gate.judgements.map(row))))
    blocks.append(
      .paragraph(
        "A limit fails where the lower bound lies above it (confidence "
          + (gate.promisedConfidence.map {
            "\(percent($0)) where the ledger has the limit too, \(percent(gate.confidence)) elsewhere, "
              + "so that each kind raises no more than one false alarm in twenty"
          }
            ?? "\(percent(gate.confidence)), so that all limits together raise no more than one "
            + "false alarm in twenty")
          + "), and passes where the upper bound (95%) lies at or under it."))
    if !notes.isEmpty { blocks.append(.list(notes)) }
    return Section("Gate: \(gate.overall.word)", tone: gate.overall.tone, blocks)
  }

  private func row(_ judgement: GateResult.Judgement) -> [Text] {
    [
      "\(strong: judgement.outcome.word)",
      Text(judgement.expected + (judgement.limit.level == .warn ? " (warning only)" : "")),
      Text(judgement.speed.map(speedName) ?? "all"), Text(judgement.found), Text(judgement.reason),
    ]
  }

  /// Everything that a reader of the table alone would miss.
  private var notes: [Text] {
    var notes = gate.differences.map { Text("Gate file and ledger differ: \($0).") }
    if let baseline = gate.baseline {
      notes.append(
        "Baseline: report of root \(code: baseline.root) by asr-audit \(name: baseline.tool), "
          + "verdict \(code: baseline.verdict.rawValue).")
      notes += baseline.obstacles.map { Text($0.prefix(1).uppercased() + $0.dropFirst() + ".") }
      if baseline.sharesCanaries {
        notes.append(
          "The baseline has the same canaries, so growth has wider bounds than it needs.")
      }
    }
    notes += gate.usedWaivers.map { "Waived: \($0.summary): \(name: $0.reason)" }
    notes += gate.expiredWaivers.map {
      "Waiver expired, which fails the gate: \($0.summary): \(name: $0.reason)"
    }
    notes += gate.unusedWaivers.map { "Waiver \(gate.note(onUnused: $0))" }
    if let today = gate.today { notes.append("Waivers were held against \(today.description).") }
    return notes
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
    case .pass, .waived: .calm
    case .fail: .alarm
    case .inconclusive: .unclear
    }
  }
}
