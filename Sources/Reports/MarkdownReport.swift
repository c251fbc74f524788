import Audit
import Canaries
import Statistics

/// `report.md`: the verdict first, one table a speed, what the evidence does not show last.
package enum MarkdownReport {
  package static func render(_ report: Report, gate: GateResult?) -> String {
    var sections = [opening(report)]
    if let gate { sections.append(render(gate)) }
    if !report.speeds.isEmpty { sections.append(headline(report)) }
    sections += report.speeds.map { speed($0, report) }
    sections.append(basis(report))
    sections.append(limits(report))
    return sections.joined(separator: "\n\n") + "\n"
  }

  private static func opening(_ report: Report) -> String {
    var lines = ["# \(report.verdict.title)", ""]
    if report.verdict.code == .notDetected, report.consumption.stance == .assumed,
      !report.consumption.isProven
    {
      lines.append("*Assuming that training used the canaries.* \(report.verdict.explanation)")
    } else {
      lines.append(report.verdict.explanation)
    }
    for reason in report.exploratory { lines += ["", "**Exploratory:** \(reason)."] }
    if !report.ledger.seedIsSecret { lines += ["", "**Seed not secret.**"] }
    return lines.joined(separator: "\n")
  }

  /// The gate's table, also by itself.
  package static func render(_ gate: GateResult) -> String {
    var lines = ["## Gate: \(word(gate.overall))", ""]
    if gate.verdict.isDetection, gate.overall == .pass {
      lines += ["Memorization was detected, and stays within the limits.", ""]
    }
    lines += table(
      ["limit", "speed", "trained", "controls", "gap", "judgement"],
      gate.judgements.map { judgement in
        [
          judgement.limit.summary
            + (judgement.limit.level == .warn ? " (warning only)" : ""),
          judgement.speed.map { "\(trimmed($0))x" } ?? "all", rateText(judgement.trained),
          rateText(judgement.controls),
          percent(judgement.gap),
          "**\(word(judgement.outcome))**: \(judgement.reason)",
        ]
      })
    for difference in gate.differences { lines += ["", "Stricter limit: \(difference)."] }
    return lines.joined(separator: "\n")
  }

  private static func word(_ outcome: GateResult.Outcome) -> String {
    switch outcome {
    case .pass: "passed"
    case .fail: "failed"
    case .inconclusive: "inconclusive"
    case .waived: "failed, waived"
    }
  }

  private static func headline(_ report: Report) -> String {
    guard let headline = report.headline else { return "" }
    let rows = [("verbatim", headline.verbatim), ("partial", headline.partial)].map {
      name, result in
      [
        name, number(result.observed), number(result.expected), pValueText(result.pValue),
        pValueText(result.holm), result.rejected ? "**yes**" : "no",
      ]
    }
    return
      (["## Is there memorization?", ""]
      + table(
        ["statistic", "observed", "expected without memory", "p", "p (Holm)", "detected"], rows)
      + [
        "",
        "Permutation test, \(headline.permutations) deals of the roles, level \(headline.alpha) for "
          + "both together; smallest p-value this design can give: "
          + "\(pValueText(headline.smallestAttainable)).",
      ]).joined(separator: "\n")
  }

  private static func speed(_ speed: Report.SpeedResult, _ report: Report) -> String {
    var rows = [
      [
        "controls", "\(speed.controls.exact.trials)", rateText(speed.controls.exact), "–",
        rateText(speed.controls.near), percent(speed.controls.meanCharacterAccuracy),
        percent(speed.controls.meanWordAccuracy), "–", "–",
      ]
    ]
    for tier in speed.tiers {
      rows.append([
        "\(tier.repetitions)", "\(tier.trained.exact.trials)", rateText(tier.trained.exact),
        gap(tier.exactGap),
        rateText(tier.trained.near), percent(tier.trained.meanCharacterAccuracy),
        percent(tier.trained.meanWordAccuracy),
        tier.trained.exact.trials == 0 ? "–" : pValueText(tier.fisherHolm),
        tier.exposure.map { "\(number($0.mean)) (\(number($0.nullMean)))" } ?? "–",
      ])
    }
    if let tracers = speed.tracers {
      rows.append([
        "tracers (\(Design.tracerCopies))", "\(tracers.exact.trials)", rateText(tracers.exact), "–",
        rateText(tracers.near), percent(tracers.meanCharacterAccuracy),
        percent(tracers.meanWordAccuracy), "–", "–",
      ])
    }
    var lines = ["## At \(trimmed(speed.speed))x speed", ""]
    lines += table(
      [
        "copies in training", "canaries", "exact", "memorization (exact) [95%]", "near",
        "1 − CER", "1 − WER", "p (Fisher, Holm over all tiers and speeds)",
        "exposure, bits (without memory)",
      ], rows)
    if let twins = speed.twins {
      lines += [
        "",
        "The same texts at natural speed: trained \(rateText(twins.trained.exact)), controls "
          + "\(rateText(twins.controls.exact)) exact.",
      ]
    }
    return lines.joined(separator: "\n")
  }

  private static func basis(_ report: Report) -> String {
    let ledger = report.ledger
    let transcripts = report.transcripts
    var lines = ["## What this rests on", ""]
    lines += [
      "- corpus: \(plain(ledger.corpus)) (\(ledger.format.rawValue)), \(ledger.utterances) utterances, "
        + "\(duration(ledger.corpusSeconds)); canaries \(duration(ledger.plantedSeconds)), "
        + "\(percent(ledger.share)) of the training audio",
      "- voices: \(plain(ledger.synthesizer)); texts: \(plain(ledger.vocabulary))",
      "- transcripts: \(plain(transcripts.decision)); \(transcripts.rows) rows, "
        + "\(transcripts.missing.count) probes missing, \(transcripts.empty.count) empty, "
        + "\(transcripts.unknown.count) unknown",
      "- normaliser: \(plain(transcripts.normalizer))",
      "- commitment: \(ledger.commitment.rawValue); root `\(inline(ledger.root))`",
      "- use in training: \(report.consumption.stance.rawValue); \(report.consumption.evidence)",
    ]
    if let anchors = report.anchors {
      lines.append(
        "- anchors: \(anchors.count) utterances of the corpus come back with a WER of "
          + percent(anchors.wordErrorRate))
    }
    for (kind, names) in [
      ("missing", transcripts.missing), ("unknown", transcripts.unknown),
      ("repeated", transcripts.repeated),
    ] where names.count > 0 {
      let more = names.count > names.first.count ? ", …" : ""
      let shown = names.first.map { "`\(inline($0))`" }.joined(separator: ", ")
      lines.append("- \(kind): \(shown)\(more)")
    }
    return lines.joined(separator: "\n")
  }

  private static func limits(_ report: Report) -> String {
    (["## What this does not show", ""] + report.limits.map { "- \($0)" })
      .joined(separator: "\n")
  }

  // MARK: - Cells

  private static func table(_ head: [String], _ rows: [[String]]) -> [String] {
    let line = { (cells: [String]) in
      "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
    }
    return [line(head), "|" + String(repeating: " --- |", count: head.count)] + rows.map(line)
  }

  /// Names come from files: nothing in them may end the code span or the line.
  private static func inline(_ text: String) -> String {
    String(text.map { $0 == "`" || $0.isNewline ? "?" : $0 })
  }

  /// The same outside of a code span: nothing in a name may become markup.
  private static func plain(_ text: String) -> String {
    let markup: Set<Character> = ["\\", "`", "*", "_", "[", "]", "<", ">", "|", "&", "#", "~"]
    return text.reduce(into: "") { plain, character in
      if character.isNewline {
        plain += " "
      } else {
        if markup.contains(character) { plain += "\\" }
        plain.append(character)
      }
    }
  }

  private static func gap(_ gap: Report.Gap) -> String {
    gap.estimate == nil ? "–" : "\(percent(gap.estimate)) [\(interval(gap.interval))]"
  }

  private static func interval(_ interval: Interval) -> String {
    "\(percent(interval.lower)), \(percent(interval.upper))"
  }

  /// Three significant digits.
  private static func number(_ value: Double) -> String {
    guard value != 0 else { return "0" }
    let scale = exponent(value)
    return trimmed((value * scale).rounded() / scale)
  }

  private static func exponent(_ value: Double) -> Double {
    var scale = 1.0
    while abs(value) * scale < 100, scale < 1e6 { scale *= 10 }
    return scale
  }
}
