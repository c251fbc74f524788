import Files
import Reports
import Scoring
import Statistics

/// The page that tells what a demonstration found, in order: what was done, what was memorised and by
/// whom, what it cost in quality, why clipping works where it does, and where it ends.
package struct DemonstrationPage {
  let results: DemoResults

  package init(_ results: DemoResults) { self.results = results }

  package var page: Page {
    Page(
      kind: "asr-audit demo", title: title, tone: .plain, lead: lead,
      sections: [
        waysSection, ratesSection, qualitySection, costSection, normSection, boxSection,
        limitSection,
        claimSection, choiceSection, commandSection,
      ].compactMap { $0 },
      footer:
        "Written by asr-audit demo from what its commands left behind.")
  }

  private var title: String { "What this training memorises, and what clipping does about it" }

  /// Written from the numbers.
  private var lead: [Block] {
    var sentences: [String] = []
    for speed in DemoSize.speeds {
      guard let top = results.all(.plain).first?.report.speed(speed)?.tiers.last else { continue }
      let others = [DemoVariant.perExample, .perCore, .adaptivePerCore, .lowerRate].filter {
        !results.all($0).isEmpty
      }
      let rates = others.map { "\($0.title) \(rateText(pooled($0, speed, top.repetitions)))" }
      sentences.append(
        "At \(speedName(speed)) speed, after \(top.repetitions) copies, the model without clipping writes "
          + "out \(rateText(pooled(.plain, speed, top.repetitions))) of the canaries and "
          + "\(rateText(controls(.plain, speed))) of the controls"
          + (rates.isEmpty ? "." : "; \(rates.joined(separator: ", ")).")
      )
    }
    let silent = results.all(.perExample)
    let partial = silent.count { $0.report.verdict.code.isDetection }
    if !silent.isEmpty {
      sentences.append(
        partial == 0
          ? "With per-example clipping nothing is detected."
          : "With per-example clipping the test still detects something in \(partial) of "
            + "\(silent.count) runs: being closer to a text is a trace too.")
    }
    let clean = results.all(.noCanaries)
    if !clean.isEmpty {
      let found = clean.count { $0.report.verdict.code.isDetection }
      sentences.append(
        found == 0
          ? "Without canaries in training nothing is detected."
          : "Without canaries in training the same test detects something in \(found) of "
            + "\(clean.count) runs.")
    }
    return sentences.isEmpty ? [] : [.paragraph(Text(sentences.joined(separator: " ")))]
  }

  // MARK: - Ways of training

  private var waysSection: Section {
    var columns: [Table.Column] = [.words("training"), .numbers("seed"), .words("verdict")]
    columns += DemoSize.speeds.map { .numbers("most copies, \(speedName($0))") }
    columns += [.numbers("smaller p (Holm)"), .numbers("trend p")]
    let rows = results.variants.flatMap { variant in
      results.seeds.compactMap { seed in seed[variant].map { row($0, seed) } }
    }
    return Section(
      "Who remembers?",
      [
        .paragraph(
          "Every model starts from the same base model and takes one pass over the same sentences, "
            + "unless its name says otherwise. Canaries are random words, sped up; controls are made "
            + "alike and kept back."),
        .table(Table(columns, rows)),
        .paragraph("Each training has a report of its own, behind its verdict."),
      ])
  }

  private func row(_ result: DemoResults.Variant, _ seed: DemoResults.Seed) -> [Text] {
    let report = result.report
    var cells: [Text] = [
      "\(result.variant.title)", "\(seed.number)",
      "\(link: verdict(report), to: "seed-\(seed.number)/\(result.variant.rawValue)/report/report.html")",
    ]
    for speed in DemoSize.speeds {
      cells.append("\(rateText(report.speed(speed)?.tiers.last?.trained.exact))")
    }
    let p = report.primaryAnalysis.map { min($0.verbatim.holm, $0.partial.holm) }
    cells.append(Text(p.map(pValueText) ?? "–"))
    cells.append(Text(report.trend.map { pValueText($0.pValue) } ?? "–"))
    return cells
  }

  private func verdict(_ report: Report) -> String {
    switch report.verdict.code {
    case .detectedVerbatim: "detected, verbatim"
    case .detectedPartial: "detected, partial"
    case .notDetected: "not detected"
    default: report.verdict.title
    }
  }

  // MARK: - Quality

  private var qualitySection: Section {
    var rows: [[Text]] = []
    for seed in results.seeds {
      if let base = seed.base { rows.append(row("the base model, before the pass", seed, base)) }
      rows += seed.variants.map { row(Text($0.variant.title), seed, $0.quality) }
    }
    return Section(
      "What does it cost in quality?",
      [
        .paragraph(
          "Ordinary sentences that training did not have, with 95% intervals over the draw of the "
            + "sentences (BCa bootstrap). A new voice has sentences of its own."),
        .table(
          Table([.words("training"), .numbers("seed"), .numbers("CER"), .numbers("WER")], rows)),
      ])
  }

  private func row(
    _ name: Text, _ seed: DemoResults.Seed, _ quality: SpeechQuality
  ) -> [Text] {
    [
      name, "\(seed.number)",
      Text(percentText(quality.characters.rate, quality.characterInterval)),
      Text(percentText(quality.words.rate, quality.wordInterval)),
    ]
  }

  private var costSection: Section {
    Section(
      "What does it cost in time?",
      [
        .paragraph(
          "No two runs take the same time, and this page is the same whoever makes it: "
            + "\(link: "what a step of each training cost on this machine", to: CostPage.name) stands apart."
        )
      ])
  }

  // MARK: - Black box and white box

  private var boxSection: Section {
    var rows: [[Text]] = []
    for variant in results.variants {
      for seed in results.seeds {
        guard let report = seed[variant]?.report else { continue }
        for speed in report.speeds {
          let losses = report.whiteBox?.speeds.first { $0.speed == speed.speed }
          rows.append([
            Text(variant.title), "\(seed.number)", "\(speedName(speed.speed))",
            Text(number(speed.ranking?.auc)), Text(number(losses?.ranking.auc)),
            Text(losses.map { pValueText($0.pValue) } ?? "–"),
            "\(rateText(speed.pooled))",
          ])
        }
      }
    }
    return Section(
      "Silence is not forgetting",
      [
        .paragraph(
          "An AUC of 0.5 tells trained canaries and controls apart no better than a coin; by chance "
            + "one case in twenty tells them apart at p ≤ 0.05. What whoever computes losses knows:"
        ),
        .list(results.variants.compactMap(lossSentence)),
        .paragraph(Text(silenceSentence)),
        .table(
          Table(
            [
              .words("training"), .numbers("seed"), .numbers("speed"), .numbers("AUC, transcripts"),
              .numbers("AUC, losses"), .numbers("p, losses"), .numbers("written out, all copies"),
            ], rows)),
      ])
  }

  /// Nil where a variant has no losses.
  private func lossSentence(_ variant: DemoVariant) -> Text? {
    let cases = results.all(variant).flatMap { $0.report.whiteBox?.speeds ?? [] }
    guard let highest = cases.map(\.ranking.auc).max() else { return nil }
    let known = cases.count { $0.pValue <= Self.level }
    return
      "\(strong: variant.title): AUC \(number(highest)) at most, told apart in \(known) of \(cases.count) cases"
  }

  /// Models whose transcripts told nothing, and whose losses did.
  private var silenceSentence: String {
    let silent = results.variants.filter { variant in
      results.all(variant).contains { result in
        result.report.verdict.code == .notDetected
          && (result.report.whiteBox?.speeds ?? []).contains { $0.pValue <= Self.level }
      }
    }
    return silent.isEmpty
      ? "No model was silent in its transcripts and told by its losses."
      : "Silent in transcripts, and told by losses at one speed or more: "
        + silent.map(\.title).joined(separator: "; ") + "."
  }

  private static let level = 0.05

  // MARK: - Rules, claims, commands

  private var choiceSection: Section {
    let rows: [[Text]] = results.seeds.map { seed in
      [
        "\(seed.number)", "\(trimmed(seed.rules.norm))", "\(trimmed(seed.rules.coreNorm))",
        seed.rules.lowerRate.map { Text(trimmed($0)) } ?? "–",
      ]
    }
    return Section(
      "How the settings were chosen",
      [
        .list([
          "The clip norm is the median gradient norm of ordinary speech at the start of the pass, "
            + "measured while weights stand still: of examples where examples are clipped, of cores "
            + "where cores are.",
          "The lower rate moves the weights as far as per-example clipping does: \(trimmed(DemoRecipe.tuningRate)) "
            + "times the share of the gradients' length that clipping leaves over the first "
            + "\(DemoRules.firstSteps) steps.",
          "Nothing was chosen by what canaries' transcripts said.",
        ]),
        .table(
          Table(
            [
              .numbers("seed"), .numbers("clip norm, examples"), .numbers("clip norm, cores"),
              .numbers("lower rate"),
            ], rows)),
      ])
  }

  private var claimSection: Section {
    let rows = results.seeds.flatMap(DemoClaim.all).map { claim in
      [
        Text(claim.claim), "\(claim.seed)", Text(claim.measured),
        claim.holds ? Text("yes") : ("\(strong: "no")" as Text),
      ]
    }
    return Section(
      "What was to be shown, and was it?",
      [
        .table(
          Table([.words("claim"), .numbers("seed"), .words("measured"), .words("holds")], rows))
      ])
  }

  private var commandSection: Section {
    Section(
      "The same by hand", isAppendix: true,
      [
        .paragraph(
          "\(code: "sh commands.sh"), with what this run wrote moved away, does all of this again at the "
            + "same place and gives the same reports; \(code: "asr-audit demo page"), with commands.sh "
            + "copied there, makes this page of them."),
        .listing(results.commands.split(separator: "\n").map(String.init)),
      ])
  }

  // MARK: - Pooling over seeds

  func pooled(_ variant: DemoVariant, _ speed: Double, _ repetitions: Int) -> Proportion {
    results.all(variant).compactMap { result in
      result.report.speed(speed)?.tiers.first { $0.repetitions == repetitions }?.trained.exact
    }
    .pooled
  }

  func controls(_ variant: DemoVariant, _ speed: Double) -> Proportion {
    results.all(variant).compactMap { $0.report.speed(speed)?.controls.exact }.pooled
  }
}
