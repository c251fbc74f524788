import Files
import Scoring
import Statistics

extension ReportPage {
  /// How single canaries stand out among the controls of their speed.
  var singleSection: Section? {
    let figures = report.speeds.compactMap(exposureFigure)
    let found = report.speeds.compactMap { speed in
      speed.discoveries.map { Text(sentence($0, speed.speed)) }
    }
    let rows = exposureRows
    guard !figures.isEmpty || !found.isEmpty || !rows.isEmpty else { return nil }
    var blocks: [Block] = []
    if !figures.isEmpty { blocks.append(.figures(figures)) }
    if !rows.isEmpty {
      blocks.append(
        .table(
          Table(
            [
              .numbers("speed"), .numbers("copies"), .numbers("mean exposure, bits"),
              .numbers("without memory"), .numbers("at most"), .numbers("extrapolated"),
              .numbers("misfit"), .numbers("AUC"),
            ], rows)))
      blocks.append(
        .paragraph(
          "Exposure among so many controls can be no more than log2 of their number. Extrapolated "
            + "exposure has no such end: it reads the rank off a skew-normal fitted to the controls, "
            + "and is worth as much as the fit (misfit: 0 is perfect, 1 is none)."))
    }
    return Section("Which canaries stand out?", blocks + (found.isEmpty ? [] : [.list(found)]))
  }

  private var exposureRows: [[Text]] {
    report.speeds.flatMap { speed in
      speed.tiers.compactMap { tier in
        tier.exposure.map { exposure in
          [
            speedName(speed.speed), String(tier.repetitions), number(exposure.mean),
            number(exposure.nullMean), number(exposure.ceiling),
            exposure.extrapolated.map { $0 > 64 ? "> 64" : number($0) } ?? "–",
            number(exposure.misfit), number(tier.auc),
          ]
          .map { Text($0) }
        }
      }
    }
  }

  private func sentence(_ found: Report.DiscoveryResult, _ speed: Double) -> String {
    let needed =
      found.discoveries > 0
      ? ""
      : " For any to count, "
        + counted(
          found.topRanksNeeded, "canary would have to come", "canaries would have to come")
        + " before all \(found.controls) controls at once."
    return "At \(speedName(speed)), \(found.discoveries) of "
      + "\(counted(found.canaries, "trained canary", "trained canaries")) can be told from controls "
      + "singly (Benjamini-Hochberg, false discovery rate \(percent(found.level))).\(needed)"
  }

  private func exposureFigure(_ speed: Report.SpeedResult) -> Figure? {
    let controls = speed.controls.exact.trials
    guard controls > 0, let counts = canaries?.exposures[speed.speed] else { return nil }
    let total = Double(counts.values.reduce(0, +))
    // Exposures end at log2 of the controls, and none can be more than 64 bits.
    let top = max(1, (counts.keys.max() ?? 0) + 1, Exposure.wholeBits(controls: controls) + 1)
    let bits = 0..<top
    let observed = bits.map { bit in
      Series.Point(
        Double(bit), Double(counts[bit] ?? 0) / total, low: Double(bit), high: Double(bit + 1))
    }
    let expected = bits.map { bit in
      Series.Point(
        Double(bit), Exposure.nullShare(bit: bit, controls: controls), low: Double(bit),
        high: Double(bit + 1))
    }
    let highest = (observed + expected).map(\.y).max() ?? 1
    let step = top > 12 ? 2 : 1
    return Figure(
      Plot(
        title: "Exposure of single canaries at \(speedName(speed.speed))",
        summary: bits.map { bit in
          "\(bit) to \(bit + 1) bits: \(percent(observed[bit].y)), without memory "
            + percent(expected[bit].y)
        }
        .joined(separator: "; "),
        x: Axis(
          "exposure, bits", from: 0, to: Double(top),
          ticks: stride(from: 0, through: top, by: step).map { Axis.Tick(Double($0), "\($0)") }),
        y: .shares("trained canaries", highest: highest),
        series: [
          Series("all tiers", .hue(0), .bars, observed),
          Series("without memory", .expected, .steps, expected),
        ]),
      caption: "log2 of \(counted(controls, "control", "controls")) less log2 of the canary's rank "
        + "among them; ties go to the control. Without memory every rank is as likely as another.")
  }

  /// The canaries themselves, without their texts unless these were revealed.
  var canarySection: Section? {
    guard let canaries, canaries.total > 0 else { return nil }
    let rows = canaries.rows
    let columns = CanaryColumn.all.filter { column in rows.contains { column.value($0) != nil } }
    let table = Table(
      columns.map(\.head), rows.map { row in columns.map { $0.value(row) ?? "–" } },
      isSortable: true)
    let shown =
      rows.count < canaries.total
      ? "The \(rows.count) best recognised of \(canaries.total); report.json has all."
      : "The best recognised first."
    let isRevealed = rows.contains { $0.text != nil }
    return Section(
      "The canaries", isAppendix: true,
      [.paragraph("\(shown)\(isRevealed ? "" : " Texts are redacted.")"), .table(table)])
  }
}

/// A column of the canaries' table.
private struct CanaryColumn: Sendable {
  let head: Table.Column
  let value: @Sendable (ReportRow) -> Text?

  static let all: [CanaryColumn] = [
    CanaryColumn(head: .words("id")) { "\(code: $0.id)" },
    CanaryColumn(head: .words("role")) { Text($0.role.rawValue) },
    CanaryColumn(head: .numbers("copies")) { Text(String($0.repetitions)) },
    CanaryColumn(head: .numbers("speed")) { Text(speedName($0.speed)) },
    CanaryColumn(head: .words("voice")) { "\(name: $0.voice)" },
    CanaryColumn(head: .words("exact")) { $0.exact.map { $0 ? "yes" : "no" } },
    CanaryColumn(head: .words("near")) { $0.near.map { $0 ? "yes" : "no" } },
    CanaryColumn(head: .numbers("edits")) { $0.characterEdits.map { Text(String($0)) } },
    CanaryColumn(head: .numbers("CER")) { $0.cer.map { Text(percent($0)) } },
    CanaryColumn(head: .numbers("WER")) { $0.wer.map { Text(percent($0)) } },
    CanaryColumn(head: .numbers("nearest other")) { $0.nearestOther.map { Text(number($0)) } },
    CanaryColumn(head: .numbers("exposure")) { $0.exposure.map { Text(number($0)) } },
    CanaryColumn(head: .numbers("p (BH)")) { $0.adjustedP.map { Text(pValueText($0)) } },
    CanaryColumn(head: .numbers("loss")) { $0.loss.map { Text(number($0)) } },
    CanaryColumn(head: .numbers("reference loss")) { $0.referenceLoss.map { Text(number($0)) } },
    CanaryColumn(head: .numbers("reference 1−CER")) {
      $0.referenceAccuracy.map { Text(percent($0)) }
    },
    CanaryColumn(head: .words("text")) { $0.text.map { "\(name: $0)" } },
    CanaryColumn(head: .words("heard")) { $0.heard.map { "\(name: $0)" } },
  ]
}
