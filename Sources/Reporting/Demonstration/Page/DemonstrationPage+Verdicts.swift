import Files
import Reports
import Scoring

extension DemonstrationPage {
  /// The statistics behind each verdict, with links to the reports.
  var verdictSection: Section {
    var columns: [Table.Column] = [.words("training variant")] + seedColumn
    columns += [.words("verdict"), .words("report")]
    columns += DemoSize.speeds.map { .numbers("exact, most repetitions, \(speedName($0))") }
    columns += [.numbers("p (Holm)"), .numbers("trend p")]
    let rows = results.variants.flatMap { variant in
      results.seeds.compactMap { seed in seed[variant].map { row($0, seed) } }
    }
    return Section(
      "Verdict by training variant",
      [
        .table(Table(columns, rows)),
        .paragraph(
          """
          “Exact, most repetitions” is the share of the most repeated canaries that the model \
          transcribes word for word, with a 95% interval. “p (Holm)” is the smaller adjusted p-value \
          of the two primary tests, which decide the verdict. “Trend p” tests whether accuracy \
          increases with the number of repetitions.
          """),
      ])
  }

  /// A column for the seed if there are several.
  var seedColumn: [Table.Column] { hasSeveralSeeds ? [.numbers("seed")] : [] }

  func seedCell(_ seed: SeedResults) -> [Text] { hasSeveralSeeds ? ["\(seed.number)"] : [] }

  private func row(_ result: VariantResults, _ seed: SeedResults) -> [Text] {
    let report = result.report
    let outcome = VerdictCounts.Outcome(report.verdict.code)
    let path = "seed-\(seed.number)/\(result.variant.rawValue)/report/report.html"
    let rates = DemoSize.speeds.map { speed -> Text in
      let tier = report.speed(speed)?.tiers.last
      return Text(percentText(tier?.trained.exact.rate, tier?.exactInterval))
    }
    return [Text(result.variant.title)] + seedCell(seed)
      + ["\(state: outcome.name, outcome.tone)", "\(link: "report", to: path)"] + rates
      + [
        Text(report.smallerP.map(pValueText) ?? "–"),
        Text(report.trend.map { pValueText($0.pValue) } ?? "–"),
      ]
  }
}
