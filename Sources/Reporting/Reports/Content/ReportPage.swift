import Scoring
import Statistics

/// The content of a report as a page. A section is nil or empty if the report has no data for it.
struct ReportPage {
  let report: Report
  /// Nil for a page without a table of single canaries.
  let canaries: CanarySample?
  var audio: [AudioSample] = []
  let hasEDPBMapping: Bool

  var page: Page {
    Page(
      kind: kind, title: looksHeadline ?? summary.headline, tone: tone, state: report.title,
      lead: lead,
      sections: sections,
      footer: "Written by asr-audit \(name: report.tool) from report.json.")
  }

  private var summary: PlainLanguageSummary { PlainLanguageSummary(report) }

  /// The model, the corpus and the day of the scoring.
  private var kind: Text {
    let label: Text = report.label.map { "model \(name: $0), " } ?? ""
    let date: Text = report.date.map { ", scored on \($0.description)" } ?? ""
    return "asr-audit report: \(label)corpus \(name: report.ledger.corpus)\(date)"
  }

  private var tone: Tone {
    if report.verdict.code.isDetection { return .alarm }
    let isClear = report.exploratory.isEmpty && !report.conditions.hasObstacle
    return report.verdict.code == .notDetected && isClear ? .calm : .unclear
  }

  // MARK: - First screen

  private var lead: [Block] {
    var blocks = report.exploratory.map { reason in
      Block.notice(
        "\(strong: "Exploratory:") \(reason). An exploratory result needs to be confirmed by an audit "
          + "without such a deviation.")
    }
    blocks += report.warnings.map { .notice("\(strong: "Warning:") \($0)") }
    blocks += looksLead
    blocks.append(
      .paragraph(Text(([summary.setting] + summary.finding).joined(separator: " "))))
    let conclusion = conclusion
    if let figure = mainFigure {
      blocks.append(.beside(figure, conclusion))
    } else {
      blocks += conclusion
    }
    if !report.ledger.seedIsSecret {
      blocks.append(
        .notice(
          "\(strong: "The random seed was not secret.") Whoever trained the model could have known the "
            + "controls. Inject without a fixed seed for evidence that also convinces others."))
    }
    return blocks
  }

  private var conclusion: [Block] {
    var blocks: [Block] = [
      .heading("What it means"), .paragraph(Text(summary.meaning.joined(separator: " "))),
      .heading("What to do next"), .list(summary.nextSteps.map { Text($0) }),
    ]
    if let gate = summary.gate { blocks += [.heading("Gate"), .paragraph(gate)] }
    return blocks
  }

  /// The chart that shows the verdict: character accuracy if only the partial test detects, else
  /// exact matches.
  var mainFigure: Figure? {
    report.verdict.code == .detectedPartial
      ? characterFigures.first ?? exactFigures.first : exactFigures.first
  }

  // MARK: - Sections

  private var sections: [Section] {
    var sections: [Section] = []
    if let gate = report.gateResult { sections.append(GateSection(gate).section) }
    if let primaryAnalysis = report.primaryAnalysis {
      sections.append(primarySection(primaryAnalysis))
    }
    sections += [
      attributionSection, looksSection, accuracySection, exposureSection, rankingSection,
      privacySection, promiseSection, lossSection,
      calibrationSection, probesSection, audioSection, alignmentSection, canarySection,
    ].compactMap { $0 }
    if let blindBaselineSection { sections.append(blindBaselineSection) }
    sections.append(Section("Data and versions", basis))
    if let figures = figureStatusSection { sections.append(figures) }
    sections.append(
      Section("Limits of the evidence", [.list(report.limits.map { Text($0) })]))
    if hasEDPBMapping { sections.append(EDPBMapping(report).section) }
    return sections
  }

  private var audioSection: Section? {
    audio.isEmpty
      ? nil
      : Section(
        "Canaries to listen to", isAppendix: true,
        [
          .paragraph(
            "These recordings are part of the probe set. The captions have the synthesised text and "
              + "the model's transcript."),
          .audio(audio),
        ])
  }
}

extension Report.TrainingEvidenceRecord {
  /// Whether the audit assumes, without evidence, that training used the canaries.
  var isOnlyAssumed: Bool { stance == .assumed && !isProven }
}
