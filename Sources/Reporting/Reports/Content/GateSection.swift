import AuditModel
import Files
import Scoring

/// The result of the gate: a forest plot and a table of its judgements, and its notes.
struct GateSection {
  let gate: GateResult

  init(_ gate: GateResult) { self.gate = gate }

  var section: Section {
    var blocks: [Block] = []
    if gate.verdict.isDetection, gate.overall == .pass {
      let exception =
        !gate.usedWaivers.isEmpty ? " or is permitted by a waiver" : ""
      blocks.append(
        .paragraph("Memorization was detected, but it stays within the limits\(exception)."))
    }
    if let figure { blocks.append(.figures([figure])) }
    blocks.append(
      .table(
        Table(
          [
            .words("outcome"), .words("limit"), .numbers("speed"), .words("measured"),
            .words("reason"),
          ], gate.judgements.map(row) + (gate.analyses ?? []).map(row))))
    blocks.append(.paragraph(Text(rule)))
    if !notes.isEmpty { blocks.append(.list(notes)) }
    return Section("Gate: \(gate.overall.word)", tone: gate.overall.tone, blocks)
  }

  /// The text on how a judgement follows from its interval.
  private var rule: String {
    let confidence =
      gate.promisedConfidence.map {
        "\(percent($0)) for limits that the ledger has too and \(percent(gate.confidence)) for the "
          + "others, so that the limits of each kind together fail by chance in at most one gate of "
          + "twenty"
      }
      ?? "\(percent(gate.confidence)), so that all limits together fail by chance in at most one "
      + "gate of twenty"
    return
      "A limit fails if the interval's lower end exceeds it (for growth: exceeds 0), and passes if "
      + "the upper end does not exceed it. Otherwise the judgement is inconclusive. Upper ends have 95% "
      + "confidence; lower ends have \(confidence)."
  }

  private func row(_ judgement: GateResult.Judgement) -> [Text] {
    [
      "\(state: judgement.outcome.word, judgement.outcome.tone)",
      Text(judgement.expected + (judgement.limit.level == .warn ? " (warning only)" : "")),
      Text(judgement.speed.map(speedName) ?? "all"), Text(judgement.found), Text(judgement.reason),
    ]
  }

  private func row(_ judgement: AnalysisJudgement) -> [Text] {
    [
      "\(state: judgement.outcome.word, judgement.outcome.tone)",
      "\(name: judgement.metric.rawValue): \(name: judgement.expected)\(judgement.isWarning ? " (warning only)" : "")",
      "all", "\(name: judgement.found)", "\(name: judgement.reason)",
    ]
  }

  // MARK: - Forest plot

  /// The forest plot of the judgements; nil if none has an interval.
  private var figure: Figure? {
    let rows = gate.judgements.compactMap(forestRow)
    guard !rows.isEmpty else { return nil }
    return Figure(
      ForestPlot(
        title: "Judgements and their limits",
        summary: rows.map { row in
          "\(row.name): \(row.outcome), \(percent(row.estimate)), between \(percent(row.lower)) and "
            + "\(percent(row.upper)), limit \(percent(row.limit))."
        }
        .joined(separator: " "),
        axis: .differences(
          "trained canaries minus controls, percentage points",
          lowest: rows.map(\.lower).min() ?? 0,
          highest: rows.flatMap { [$0.upper, $0.limit ?? 0] }.max() ?? 1),
        rows: rows),
      caption: "Circle: measured gap, or its growth since the baseline. Line: its interval. Dashed "
        + "mark: the limit.")
  }

  private func forestRow(_ judgement: GateResult.Judgement) -> ForestPlot.Row? {
    guard let lower = judgement.lower, let upper = judgement.upper else { return nil }
    let limit = judgement.limit
    let metric =
      switch limit.metric {
      case .memorization, .detection: "memorization"
      case .nearMemorization: "near memorization"
      case .regression: "growth"
      }
    let before = judgement.before.flatMap { counts -> Double? in
      guard let trained = counts.trained.rate, let controls = counts.controls.rate else {
        return nil
      }
      return trained - controls
    }
    return ForestPlot.Row(
      "\(metric) at \(limit.tiers)" + (judgement.speed.map { ", \(speedName($0))" } ?? "")
        + (limit.level == .warn ? " (warning)" : ""),
      outcome: judgement.outcome.word, tone: judgement.outcome.tone,
      estimate: judgement.gap.map { $0 - (before ?? 0) }, lower: lower, upper: upper,
      limit: limit.max)
  }

  // MARK: - Notes

  /// Facts that the table does not show: differences, the baseline and waivers.
  private var notes: [Text] {
    var notes = gate.differences.map { Text("The gate file and the ledger differ: \($0).") }
    if let baseline = gate.baseline {
      notes.append(
        "Baseline: the report of root \(code: baseline.root) by asr-audit \(name: baseline.tool), "
          + "verdict \(code: baseline.verdict.rawValue).")
      notes += baseline.obstacles.map { Text($0.prefix(1).uppercased() + $0.dropFirst() + ".") }
      if baseline.sharesCanaries {
        notes.append(
          "The baseline has the same canaries, so the interval of growth is wider than necessary.")
      }
    }
    notes += gate.usedWaivers.map { "Waived: \($0.summary): \(name: $0.reason)" }
    notes += gate.expiredWaivers.map {
      "A waiver has expired, which fails the gate: \($0.summary): \(name: $0.reason)"
    }
    notes += gate.unusedWaivers.map { "Waiver \(gate.note(onUnused: $0))" }
    if let today = gate.today { notes.append("Waivers were checked on \(today.description).") }
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

  var tone: Tone {
    switch self {
    case .pass: .good
    case .fail: .alarm
    case .inconclusive, .waived: .unclear
    }
  }
}
