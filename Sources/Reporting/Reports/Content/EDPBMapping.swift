import Files
import Scoring
import Statistics

/// The evidence of a report that is relevant to EDPB Opinion 28/2024 (17 December 2024), by paragraph,
/// and what it leaves open.
///
/// Paragraph 46 asks for an evaluation that fits the way the model is released. Paragraph 55 asks for
/// resistance to attacks. Of those, an audit tests (i) membership inference and (iii) regurgitation;
/// it does not test attribute inference (i), (ii) exfiltration, (iv) inversion and (v) reconstruction.
/// Paragraph 58 asks for documentation of the tests.
struct EDPBMapping {
  private let report: Report

  init(_ report: Report) { self.report = report }

  var section: Section {
    Section(
      "EDPB Opinion 28/2024",
      [
        .notice(
          "\(strong: "This mapping is not") a certificate, a finding that a model is anonymous, legal "
            + "advice, or a document that an authority has reviewed. It lists the paragraphs that ask "
            + "for evidence of this kind and what this audit measured for them."),
        .table(
          Table(
            [.words("paragraph"), .words("this audit"), .words("figures")], rows)),
        .paragraph(
          "Canaries are synthetic and contain no personal data. Their rates show what this training "
            + "can memorise, not which real utterances it has memorised. The audit does not measure "
            + "the likelihood that a person is identified."),
      ])
  }

  private var rows: [[Text]] {
    [
      [
        "46: tests in proportion to how the model is made available",
        "not assessed; the controller decides who gets the model", "–",
      ],
      ["55: membership inference", Text(membership.status), Text(membership.figures)],
      [
        "55: regurgitation of training data", Text(regurgitation.status),
        Text(regurgitation.figures),
      ],
      [
        "55: attribute inference, exfiltration, model inversion, reconstruction", "not tested", "–",
      ],
      [
        "58: documentation of tests and their results",
        "this report, report.json and the ledger that it was scored with",
        "root \(code: report.ledger.root), commitment \(report.ledger.commitment.rawValue)",
      ],
    ]
  }

  private var regurgitation: (status: String, figures: String) {
    guard isMeasured else { return ("not measurable", report.verdict.title) }
    let figures = report.speeds.flatMap { speed in
      speed.tiers.filter { $0.trained.exact.trials > 0 }.map { tier in
        let interval = tier.exactInterval
        return "\(speedName(speed.speed)), "
          + "\(counted(tier.repetitions, "repetition", "repetitions")): "
          + "\(rateText(tier.trained.exact)) exact matches, 95% interval "
          + "\(percent(interval.lower)) to \(percent(interval.upper))"
      }
    }
    return ("tested on canaries", figures.joined(separator: "; "))
  }

  private var membership: (status: String, figures: String) {
    guard isMeasured else { return ("not measurable", report.verdict.title) }
    var figures: [String] = []
    if let primaryAnalysis = report.primaryAnalysis {
      figures.append(
        "verbatim p \(equals(primaryAnalysis.verbatim.holm)), partial p "
          + "\(equals(primaryAnalysis.partial.holm)) (Holm)")
    }
    figures += report.speeds.compactMap { speed in
      speed.ranking.map { "AUC at \(speedName(speed.speed)) \(numberText($0.auc, $0.aucInterval))" }
    }
    return ("tested on canaries, from transcripts alone", figures.joined(separator: "; "))
  }

  private var isMeasured: Bool { !report.verdict.code.isObstacle && !report.speeds.isEmpty }
}
