import Files
import Scoring
import Statistics

/// A report at a glance.
struct VerdictPrint {
  private let report: Report

  init(_ report: Report) { self.report = report }

  var text: String {
    var parts = [report.title]
    if report.verdict.code == .notDetected, report.trainingEvidence.stance == .assumed,
      !report.trainingEvidence.isProven
    {
      parts[0] += ", assuming that training used the canaries"
    }
    if report.conditions.mismatch { parts.append(report.verdict.explanation) }
    for reason in report.exploratory { parts.append("exploratory: \(reason)") }
    if !report.speeds.isEmpty { parts.append(table) }
    if let primaryAnalysis = report.primaryAnalysis {
      parts.append(
        "verbatim p \(pValueText(primaryAnalysis.verbatim.holm)), partial p \(pValueText(primaryAnalysis.partial.holm)) "
          + "(Holm; \(primaryAnalysis.permutations) permutations)")
    }
    if let trend = report.trend {
      parts.append("more copies, more memory among the trained: p \(pValueText(trend.pValue))")
    }
    if let whiteBox = report.whiteBox {
      let speeds = whiteBox.speeds.map {
        "\(trimmed($0.speed))x AUC \(trimmed(($0.ranking.auc * 1000).rounded() / 1000)), "
          + "p \(pValueText($0.pValue))"
      }
      parts.append("losses (no part of the verdict): \(speeds.joined(separator: "; "))")
    }
    return parts.joined(separator: "\n\n")
  }

  private var table: String {
    var rows: [[String]] = []
    for speed in report.speeds {
      let name = "\(trimmed(speed.speed))x"
      rows.append([
        name, "controls", rateText(speed.controls.exact), "–", accuracy(speed.controls), "–",
      ])
      for tier in speed.tiers {
        let interval = tier.exactGap.interval
        rows.append([
          name, "\(tier.repetitions)", rateText(tier.trained.exact),
          tier.exactGap.estimate == nil
            ? "–"
            : "\(percent(tier.exactGap.estimate)) [\(percent(interval.lower)), "
              + "\(percent(interval.upper))]",
          accuracy(tier.trained), percent(tier.characterGap),
        ])
      }
    }
    return textTable(
      ["speed", "copies", "exact", "memorization [95%]", "1 − CER", "over controls"], rows)
  }

  private func accuracy(_ group: Report.GroupResult) -> String {
    percent(group.meanCharacterAccuracy)
  }
}
