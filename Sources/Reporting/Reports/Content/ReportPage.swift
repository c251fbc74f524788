import Scoring
import Statistics

/// A report as a page: which sections, in which order. Each is nil, or empty, where the report has
/// nothing to say to it.
struct ReportPage {
  let report: Report
  /// Nil where the page shows no single canaries.
  let canaries: CanarySample?
  let hasAnnex: Bool

  var page: Page {
    Page(
      kind: "asr-audit report on \(name: report.ledger.corpus)", title: report.title,
      tone: tone,
      lead: lead, sections: sections,
      footer: "Written by asr-audit \(name: report.tool) from report.json alone.")
  }

  private var tone: Page.Tone {
    if report.verdict.code.isDetection { return .alarm }
    return report.verdict.code == .notDetected && report.exploratory.isEmpty ? .calm : .unclear
  }

  private var lead: [Block] {
    let isAssumed = report.verdict.code == .notDetected && report.trainingEvidence.isOnlyAssumed
    let assumption: Text =
      isAssumed ? "\(emphasis: "Assuming that training used the canaries.") " : ""
    var blocks = origin + [.paragraph(assumption + Text(report.verdict.explanation))]
    blocks += (report.mismatches ?? []).map { .notice(Text($0)) }
    for reason in report.exploratory {
      blocks.append(.notice("\(strong: "Exploratory:") \(reason)."))
    }
    if !report.ledger.seedIsSecret {
      blocks.append(.notice("\(strong: "Seed not secret.")"))
    }
    let story = PlainLanguageSummary(report).sentences
    if !story.isEmpty { blocks.append(.paragraph(Text(story.joined(separator: " ")))) }
    return blocks
  }

  private var sections: [Section] {
    var sections: [Section] = []
    if let gate = report.gateResult { sections.append(GateSection(gate).section) }
    if let primaryAnalysis = report.primaryAnalysis {
      sections.append(headlineSection(primaryAnalysis))
    }
    sections += [
      ratesSection, singleSection, rankingSection, privacySection, lossSection, calibrationSection,
      canarySection,
    ].compactMap { $0 }
    sections.append(Section("What this rests on", basis))
    sections.append(Section("What this does not show", [.list(report.limits.map { Text($0) })]))
    if hasAnnex { sections.append(EDPBMapping(report).section) }
    return sections
  }
}

extension Report.TrainingEvidenceRecord {
  /// Whether training used the canaries is taken for granted.
  var isOnlyAssumed: Bool { stance == .assumed && !isProven }
}
