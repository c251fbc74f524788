import Files
import Membership
import Memorization
import Reports

/// The result of `asr-audit membership` as a page.
package struct MembershipPage {
  let result: MembershipResult
  private let tool: String

  package init(_ result: MembershipResult, tool: String) {
    self.result = result
    self.tool = tool
  }

  package var page: Page {
    Page(
      kind: "asr-audit membership: \(name: result.records.target.name)", title: title,
      tone: tone, state: result.outcome?.rawValue, lead: lead,
      sections: [
        attackSection, pointSection, groupSection, referenceSection, classifierSection,
        limitSection,
      ]
      .compactMap(\.self) + [dataSection, limitsOfEvidence],
      footer: "Written by asr-audit \(name: tool).")
  }

  private var analysis: MembershipAnalysis { result.analysis }
  /// The group of all utterances.
  private var whole: MembershipAnalysis.GroupResult { analysis.groups[0] }

  private var title: String {
    let auc = MembershipHeadline(analysis).result?.auc
    return auc.map { "Membership inference: AUC \(number($0.value))" } ?? "Membership inference"
  }

  private var tone: Tone {
    switch result.outcome {
    case .fail: .alarm
    case .pass: .good
    case .inconclusive: .unclear
    case nil: .plain
    }
  }

  private var lead: [Block] {
    let group = whole.all[0]
    let sentences =
      "An attacker with the losses of a model guesses which utterances it was trained on. "
      + "\(group.members + group.nonMembers) utterances with a loss are attacked. An AUC of 0.5 is "
      + "guessing, 1 is a perfect separation. " + MembershipHeadline(analysis).sentence
    return [.paragraph(Text(sentences)), .figures(figures)]
  }

  // MARK: - Sections

  private var attackSection: Section {
    Section(
      "Attacks",
      [
        .paragraph(
          "Loss alone needs no reference model. The other attacks compare the target with models that "
            + "were trained with and without an utterance. The most memorised "
            + "\(percent(analysis.keep)) are chosen by the reference models only."),
        .table(
          Table(
            [
              .words("attack"), .numbers("members"), .numbers("non-members"),
              .numbers("AUC of all [95%]"), .numbers("AUC of the most memorised [95%]"),
            ],
            whole.all.map { all in
              let kept = whole.kept.first { $0.attack == all.attack }
              return [
                all.attack.title, "\(all.members)", "\(all.nonMembers)", all.aucText,
                kept?.aucText ?? "–",
              ].map { Text($0) }
            })),
      ] + fit)
  }

  /// The section on how well the reference models resemble the target.
  private var fit: [Block] {
    guard let fit = analysis.fit else { return [] }
    let sentence = MembershipHeadline.fit(fit)
    return [fit.isPoor ? .notice("\(strong: "Warning:") \(sentence)") : .paragraph(Text(sentence))]
  }

  private var pointSection: Section {
    let rows = [("all", whole.all), ("most memorised", whole.kept)].flatMap { name, results in
      results.flatMap { result in
        result.operatingPoints.map { point in
          [
            name, result.attack.title, percent(point.falsePositiveRate), point.rateText,
            point.predictiveText,
          ].map { Text($0) }
        }
      }
    }
    return Section(
      "Few false positives",
      [
        .paragraph(
          "The share of members that an attack finds while it takes few non-members for members, and the "
            + "share of true findings if 50%, 10% or 1% of the attacked utterances are members."),
        .table(
          Table(
            [
              .words("utterances"), .words("attack"), .numbers("false positives"),
              .numbers("true positives [95%]"), .numbers("true findings at 50%, 10%, 1% members"),
            ], rows)),
      ])
  }

  private var groupSection: Section? {
    guard analysis.groups.count > 1 else { return nil }
    let rows = analysis.groups.dropFirst().compactMap { group in
      group.all.first { $0.attack == analysis.primaryAttack }.map { result in
        [
          group.name, "\(result.members)", "\(result.nonMembers)",
          group.all[0].aucText, result.aucText,
        ].map { Text($0) }
      }
    }
    return Section(
      "Tiers",
      [
        .paragraph("Each tier of trained canaries against the controls of its speed."),
        .table(
          Table(
            [
              .words("tier"), .numbers("members"), .numbers("controls"),
              .numbers("AUC of the loss [95%]"),
              .numbers("AUC of \(analysis.primaryAttack.title) [95%]"),
            ], Array(rows))),
      ])
  }

  private var referenceSection: Section? {
    guard !analysis.curves.isEmpty || !analysis.targets.isEmpty else { return nil }
    func row(_ attack: MembershipAttack, _ spread: ReferenceCurve.Spread) -> [Text] {
      [
        attack.title, "\(spread.references)", "\(spread.count)", number(spread.mean),
        "\(number(spread.lowest)) to \(number(spread.highest))",
      ].map { Text($0) }
    }
    func table(_ curves: [ReferenceCurve], _ what: Text) -> Block {
      .table(
        Table(
          [
            .words("attack"), .numbers("reference models"), .numbers(what), .numbers("mean AUC"),
            .numbers("range"),
          ], curves.flatMap { curve in curve.points.map { row(curve.attack, $0) } }))
    }
    return Section(
      "Reference models",
      [
        .paragraph("The AUC with some of the reference models, over choices of them."),
        table(analysis.curves, "choices"),
        .paragraph(
          "The AUC if each reference model in turn is the target and the others are its references. The "
            + "range shows how much other targets of the same kind would differ."),
        table(analysis.targets, "targets"),
      ])
  }

  private var limitSection: Section? {
    guard !result.judgements.isEmpty else { return nil }
    return Section(
      "Limits", tone: tone,
      [
        .table(
          Table(
            [
              .words("limit"), .numbers("maximum"), .numbers("found [95%]"), .words("outcome"),
              .words("reason"),
            ],
            result.judgements.map { judgement in
              [
                judgement.metric.rawValue, number(judgement.max),
                judgement.found.map {
                  "\(number($0.value)) [\(number($0.lower)), \(number($0.upper))]"
                } ?? "–", judgement.outcome.rawValue, judgement.reason,
              ].map { Text($0) }
            }))
      ])
  }
}
