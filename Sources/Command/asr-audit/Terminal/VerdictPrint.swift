import Files
import Scoring
import Statistics

/// A report as text: verdict, main table and tests.
struct VerdictPrint {
  private let report: Report

  init(_ report: Report) { self.report = report }

  /// The verdict, on a line after the label and date of the report.
  var heading: String {
    let origin = report.origin.map(\.value).joined(separator: ", ")
    return (origin.isEmpty ? "" : legible(origin) + "\n") + report.title
  }

  var text: String {
    var parts = [heading]
    if report.isUnmeasured {
      let sentences = [report.verdict.explanation] + (report.mismatches ?? [])
      parts.append(sentences.joined(separator: " "))
    }
    if report.verdict.code == .missingTranscripts {
      parts.append(
        "To count missing transcripts as empty, pass --missing empty; to leave these probes out, "
          + "pass --missing skip.")
    }
    parts += report.warnings.map { "warning: \(legible($0))" }
    if report.transcripts.sharedTextIsRemoved == false {
      parts.append("To remove the shared text before scoring, pass --strip-markers.")
    }
    if report.design.hasShuffledTexts {
      parts.append(
        "texts are shuffled: no sound says the text of its canary, so every exact transcript is memorised"
      )
    }
    parts += report.exploratory.map { "exploratory: \($0)" }
    parts += [LookLimits(report).summary, report.looks.map { LooksPrint($0).text }].compactMap(
      \.self)
    if !report.speeds.isEmpty { parts.append(table) }
    let tests = [primaryAnalysis, attribution, trend, losses, promise, furtherProbes, decoderCheck]
      .compactMap { $0 }
    return (parts + tests).joined(separator: "\n\n")
  }

  /// The warnings state the comparison where nothing was detected.
  private var attribution: String? {
    report.verdict.code == .notDetected ? nil : report.attribution?.sentence
  }

  private var primaryAnalysis: String? {
    report.primaryAnalysis.map {
      "verbatim p \(pValueText($0.verbatim.holm)), partial p \(pValueText($0.partial.holm)) "
        + "(Holm; \($0.permutations) permutations)"
    }
  }

  private var trend: String? {
    report.trend.map {
      "trend with repetitions among trained canaries: p \(pValueText($0.pValue))"
    }
  }

  private var losses: String? {
    report.whiteBox.map { whiteBox in
      let speeds = whiteBox.speeds.map {
        "\(trimmed($0.speed))x AUC \(trimmed(($0.ranking.auc * 1000).rounded() / 1000)), "
          + "p \(pValueText($0.pValue))"
      }
      return "losses (not part of the verdict): \(speeds.joined(separator: "; "))"
    }
  }

  private var furtherProbes: String? {
    report.furtherProbes.map { probes in
      let rows = probes.kinds.map { kind in
        [
          kind.family.rawValue, kind.strength, kind.isDeclared ? "declared" : "exploratory",
          kind.test.map { pValueText($0.adjustedP) } ?? "–",
          kind.tiers.last.map { percent($0.characterGap) } ?? "–",
          accuracy(kind.controls), percent(kind.checkUtterances?.rate),
        ]
      }
      let repetitions = report.design.repetitions.last ?? 0
      return "further probes (not part of the verdict):\n"
        + textTable(
          [
            "family", "strength", "status", "p (maxT)",
            "gap of 1 − CER, \(repetitions) repetitions", "controls", "check WER",
          ], rows)
        + probes.unanswered.map { "\nno transcript: \(legible($0.name))" }.joined()
    }
  }

  private var promise: String? {
    report.promise.map { promise in
      let bounds = promise.bounds.map {
        "  \(trimmed($0.speed))x: epsilon at least \(rounded($0.lowerBound, places: 3)), promised "
          + "\(trimmed($0.epsilon)) for \(counted($0.copies, "copy", "copies")): "
          + ($0.isViolated ? "VIOLATED" : "consistent")
      }
      let groups = promise.groups.map {
        "\($0.copies): " + ($0.delta < 1 ? trimmed($0.epsilon) : "nothing")
      }
      return
        ([promise.sentence] + bounds
        + ["  promised epsilon by copies: \(groups.joined(separator: ", "))"])
        .joined(separator: "\n")
    }
  }

  private var decoderCheck: String? {
    report.decoderCheck.map { check in
      let errors = check.wordErrors.map {
        " (\($0.counts.insertions) insertions, \($0.counts.deletions) deletions, "
          + "\($0.counts.substitutions) substitutions in \($0.referenceLength) words)"
      }
      return "decoder check: WER \(percent(check.wordErrorRate)) on \(check.count) utterances"
        + (errors ?? "")
    }
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
      ["speed", "repetitions", "exact", "gap [95%]", "1 − CER", "minus controls"], rows)
  }

  private func accuracy(_ group: Report.GroupResult) -> String {
    percent(group.meanCharacterAccuracy)
  }
}
