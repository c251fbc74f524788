import Audit
import Canaries
import Statistics

extension ReportPage {
  /// How single canaries stand out among the controls of their speed.
  var singleSection: Section? {
    let figures = report.speeds.compactMap(exposureFigure)
    var notes: [Text] = []
    for speed in report.speeds {
      if let found = speed.discoveries { notes.append(Text(sentence(found, speed.speed))) }
      notes += speed.tiers.compactMap { tier in
        tier.exposure.flatMap { exposure in
          exposure.extrapolated.map { bits in
            Text(
              "At \(speedName(speed.speed)), \(counted(tier.repetitions, "copy", "copies")): "
                + "\(number(bits)) bits on average beyond the ceiling of "
                + "\(number(exposure.ceiling)), by a skew-normal fitted to the controls"
                + (exposure.misfit.map { " (largest misfit \(number($0)))" } ?? "") + ".")
          }
        }
      }
    }
    guard !figures.isEmpty || !notes.isEmpty else { return nil }
    return Section(
      "Which canaries stand out?",
      (figures.isEmpty ? [] : [.figures(figures)]) + (notes.isEmpty ? [] : [.list(notes)]))
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
      + "\(counted(found.canaries, "trained canary stands", "trained canaries stand")) out by "
      + "itself (Benjamini-Hochberg, false discovery rate \(percent(found.level))).\(needed)"
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
    CanaryColumn(head: .numbers("reference 1 − CER")) {
      $0.referenceAccuracy.map { Text(percent($0)) }
    },
    CanaryColumn(head: .words("text")) { $0.text.map { "\(name: $0)" } },
    CanaryColumn(head: .words("heard")) { $0.heard.map { "\(name: $0)" } },
  ]
}

extension Exposure {
  /// Whole bits under the ceiling of log2 N.
  fileprivate static func wholeBits(controls: Int) -> Int {
    Int.bitWidth - 1 - max(1, controls).leadingZeroBitCount
  }

  /// The share of ranks 1...N + 1 whose exposure lies from `bit` to under `bit + 1`; the last rank,
  /// a little below 0, counts as 0.
  fileprivate static func nullShare(bit: Int, controls: Int) -> Double {
    // log2 N - log2 rank >= bit where rank <= N / 2^bit.
    let count = (controls >> bit) - (controls >> (bit + 1)) + (bit == 0 ? 1 : 0)
    return Double(count) / Double(controls + 1)
  }
}
