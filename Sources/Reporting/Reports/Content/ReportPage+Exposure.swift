import Files
import Scoring
import Statistics

extension ReportPage {
  /// The section on how single canaries stand out among the controls of their speed.
  var exposureSection: Section? {
    let figures = report.speeds.compactMap(exposureFigure)
    let found = report.speeds.compactMap { speed in
      speed.discoveries.map { Text(sentence($0, speed.speed)) }
    }
    let rows = exposureRows
    guard !figures.isEmpty || !found.isEmpty || !rows.isEmpty else { return nil }
    var blocks: [Block] = []
    if !figures.isEmpty { blocks.append(.figures(figures)) }
    if !rows.isEmpty {
      blocks += [
        .table(
          Table(
            [
              .numbers("speed"), .numbers("repetitions"), .numbers("mean exposure, bits"),
              .numbers("expected without memorization"), .numbers("maximum"), .numbers("AUC"),
            ], rows)),
        .paragraph(
          "Exposure is log2 N − log2 rank, in bits, of a canary's CER among the N controls of its "
            + "speed. It cannot exceed log2 N, the column “maximum”. AUC is the probability that a "
            + "trained canary is transcribed more accurately than a control."),
      ]
    }
    if hasExtrapolation {
      blocks.append(
        .paragraph(
          "report.json also has the exposure under a skew-normal distribution fitted to the controls "
            + "(\(code: "extrapolated")), which has no maximum. The page leaves it out, because it "
            + "depends on a fit far outside the data."))
    }
    return Section("Exposure of single canaries", blocks + (found.isEmpty ? [] : [.list(found)]))
  }

  private var hasExtrapolation: Bool {
    report.speeds.contains { $0.tiers.contains { $0.exposure?.extrapolated != nil } }
  }

  private var exposureRows: [[Text]] {
    report.speeds.flatMap { speed in
      speed.tiers.compactMap { tier in
        tier.exposure.map { exposure in
          [
            speedName(speed.speed), String(tier.repetitions), number(exposure.mean),
            number(exposure.nullMean), number(exposure.ceiling), number(tier.auc),
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
      : " For any to be significant, "
        + counted(found.topRanksNeeded, "canary", "canaries")
        + " would have to be transcribed more accurately than all \(found.controls) controls."
    return "At \(speedName(speed)), \(found.discoveries) of "
      + "\(counted(found.canaries, "trained canary", "trained canaries")) "
      + "\(found.discoveries == 1 ? "is" : "are") individually significant (Benjamini-Hochberg, false "
      + "discovery rate \(percent(found.level))).\(needed)"
  }

  private func exposureFigure(_ speed: Report.SpeedResult) -> Figure? {
    let controls = speed.controls.exact.trials
    guard controls > 0, let counts = canaries?.exposures[speed.speed] else { return nil }
    let total = counts.values.reduce(0, +)
    // No exposure exceeds log2 of the number of controls, which is below 64.
    let top = max(1, (counts.keys.max() ?? 0) + 1, Exposure.wholeBits(controls: controls) + 1)
    let bits = 0..<top
    let observed = bits.map { bit in
      Series.Point(
        Double(bit), Double(counts[bit] ?? 0) / Double(total), low: Double(bit),
        high: Double(bit + 1))
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
        title: "Exposure of trained canaries at \(speedName(speed.speed))",
        summary: bits.map { bit in
          "\(bit) to \(bit + 1) bits: \(percent(observed[bit].y)), expected without memorization "
            + percent(expected[bit].y)
        }
        .joined(separator: "; "),
        x: Axis(
          "exposure, bits", from: 0, to: Double(top),
          ticks: stride(from: 0, through: top, by: step).map { Axis.Tick(Double($0), "\($0)") }),
        y: .shares("share of trained canaries", highest: highest),
        series: [
          Series(
            "\(counted(total, "trained canary", "trained canaries"))", .hue(0), .bars, observed),
          Series("expected without memorization", .expected, .steps, expected),
        ]),
      caption: "Rank among \(counted(controls, "control", "controls")); ties count as worse ranks. "
        + "Without memorization every rank is equally probable.")
  }
}
