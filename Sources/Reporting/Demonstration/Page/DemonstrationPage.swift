import Reports

/// The page of a demonstration. It opens with the verdict, one chart and a table of the training
/// variants; the sections after it show accuracy, quality, training, losses, examples and methods.
///
/// Every sentence is derived from the results.
package struct DemonstrationPage {
  let results: DemoResults

  package init(_ results: DemoResults) { self.results = results }

  package var page: Page {
    Page(
      kind: "asr-audit demonstration", title: title, tone: tone, state: state, lead: lead,
      sections: [
        verdictSection, attributionSection, accuracySection, qualitySection, leakageSection,
        exampleSection,
        lossCurveSection, normSection, inferenceSection, membershipSection, rankingSection,
        limitSection, claimSection,
        settingSection, timeSection, commandSection,
      ].compactMap { $0 },
      footer: "Written by asr-audit demo from the output of its commands.")
  }

  var hasSeveralSeeds: Bool { results.seeds.count > 1 }

  /// The standard variants that were run.
  var standard: [DemoVariant] {
    DemoVariant.standard.filter { !results.all($0).isEmpty }
  }

  /// The variants of the charts: the standard ones, or all if none of these was run.
  var charted: [DemoVariant] { standard.isEmpty ? results.variants : standard }
}
