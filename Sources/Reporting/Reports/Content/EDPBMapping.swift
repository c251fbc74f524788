import Files
import Scoring
import Statistics

/// What of this evidence bears on EDPB Opinion 28/2024 (17 December 2024), paragraph by paragraph, and
/// what it leaves open.
///
/// Paragraph 46: evaluation fit for how the model is released. 55: resistance to attacks, of which (i)
/// membership and (iii) regurgitation are tested here; attribute inference in (i), (ii) exfiltration,
/// (iv) inversion and (v) reconstruction are not. 58: documentation of the tests.
struct EDPBMapping {
  private let report: Report

  init(_ report: Report) { self.report = report }

  var section: Section {
    Section(
      "Annex: EDPB Opinion 28/2024",
      [
        .notice(
          "\(strong: "What this is not.") No certificate, no finding that a model is anonymous, no "
            + "legal advice, and nothing any authority has seen. It names the paragraphs that ask for "
            + "evidence of this kind and says what this audit measured for them."),
        .table(
          Table(
            [.words("paragraph asks for"), .words("this audit"), .words("figures")], rows)),
        .paragraph(
          "Canaries are made for the test and hold nobody's data. Their rates say what the training "
            + "can memorise, not whose speech it has; the likelihood of identifying a person is not "
            + "measured here."),
      ])
  }

  private var rows: [[Text]] {
    [
      [
        "46: testing in proportion to how the model is made available",
        "does not know to whom the model goes; that judgement is the controller's", "–",
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
        "this report, report.json and the ledger it was scored with",
        "root \(code: report.ledger.root), commitment \(report.ledger.commitment.rawValue)",
      ],
    ]
  }

  /// Only what can be said of any model under any test: what came out, and how large the sample was.
  private var regurgitation: (status: String, figures: String) {
    guard isMeasured else { return ("not measurable", report.verdict.title) }
    let figures = report.speeds.flatMap { speed in
      speed.tiers.filter { $0.trained.exact.trials > 0 }.map { tier in
        let interval = tier.exactInterval
        return "\(speedName(speed.speed)), \(counted(tier.repetitions, "copy", "copies")): "
          + "\(rateText(tier.trained.exact)) word for word, 95% interval "
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
        "verbatim p \(equals(primaryAnalysis.verbatim.holm)), partial p \(equals(primaryAnalysis.partial.holm)) "
          + "(Holm)")
    }
    figures += report.speeds.compactMap { speed in
      speed.ranking.map { "AUC at \(speedName(speed.speed)) \(numberText($0.auc, $0.aucInterval))" }
    }
    return ("tested on canaries, from transcripts alone", figures.joined(separator: "; "))
  }

  private var isMeasured: Bool { !report.verdict.code.isObstacle && !report.speeds.isEmpty }
}
