import Demonstration
import Reports
import Scoring
import TestSupport
import Testing

/// Recombined controls on the page of a demonstration.
@Suite struct AttributionPageTests {
  private func variant(_ variant: DemoVariant, _ attribution: Attribution?) -> SyntheticVariant {
    var synthetic = SyntheticVariant.detected.named(variant)
    synthetic.attribution = attribution
    return synthetic
  }

  private func section(_ variants: [SyntheticVariant]) throws -> Section? {
    try DemonstrationPage(syntheticResults(variants)).page.sections.first {
      $0.title == "Utterances or words"
    }
  }

  private func tables(_ section: Section) -> [Table] {
    section.blocks.compactMap { if case .table(let table) = $0 { table } else { nil } }
  }

  @Test func `each variant has its conclusion, and a row for each speed`() throws {
    let section = try #require(
      try section([
        variant(.plain, .utterances), variant(.perExample, .neither), variant(.perCore, .words),
        variant(.lowerRate, .utterancesAndWords),
      ]))
    let found = tables(section)
    #expect(found.count == 2)
    #expect(
      found[0].rows.map { $0.map(\.words) } == [
        ["no clipping", "✗ utterances", "0.002", "0.8"],
        ["per-example clipping", "○ neither", "0.8", "0.8"],
        ["per-core clipping", "? words", "0.8", "0.002"],
        ["lower learning rate without clipping", "✗ utterances and words", "0.002", "0.002"],
      ])
    #expect(found[1].rows.count == 8)
    #expect(
      found[1].rows[0].map(\.words) == [
        "no clipping", "2x", "90% (9/10)", "10% (1/10)", "0% (0/20)", "30%", "30%", "30%",
      ])
  }

  @Test func `variants without recombined controls are left out, without any there is no section`()
    throws
  {
    #expect(try section([variant(.plain, nil)]) == nil)
    let found = tables(
      try #require(try section([variant(.plain, nil), variant(.perCore, .words)])))
    #expect(found[0].rows.count == 1)
  }

  @Test func `the claim about utterances is checked if the report has recombined controls`() throws
  {
    func claims(_ attribution: Attribution?) throws -> [Bool] {
      DemoClaim.all(try syntheticResults([variant(.plain, attribution)]).seeds[0])
        .filter { $0.claim.contains("another order") }.map(\.holds)
    }
    #expect(try claims(nil) == [])
    #expect(try claims(.utterances) == [true])
    #expect(try claims(.words) == [false])
  }
}
