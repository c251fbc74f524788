import Reports
import Scoring
import Statistics
import Testing

/// The first screen in plain sentences, for every kind of report.
@Suite struct PlainLanguageSummaryTests {
  /// The Markdown before the first section.
  ///
  /// - Parameters: exact matches and numbers of the canaries of each tier, and of the controls.
  private func firstScreen(
    _ verdict: Verdict, tiers: [(hits: Int, trials: Int)], controls: (hits: Int, trials: Int),
    _ change: (inout Report) -> Void = { _ in }
  ) throws -> String {
    var report = try ScoredAudit().report
    report.gateResult = nil
    report.verdict.code = verdict
    report.verdict.explanation = verdict.explanation
    report.speeds[0].controls.exact = Proportion(hits: controls.hits, trials: controls.trials)
    report.speeds[0].tiers = Array(report.speeds[0].tiers.prefix(tiers.count))
    for (index, tier) in tiers.enumerated() {
      report.speeds[0].tiers[index].trained.exact = Proportion(hits: tier.hits, trials: tier.trials)
    }
    change(&report)
    return firstScreen(report)
  }

  private func firstScreen(_ report: Report) -> String {
    MarkdownReport.render(report).components(separatedBy: "\n\n## ").first ?? ""
  }

  @Test func `a verbatim detection has both rates and the p-value`() throws {
    let text = try firstScreen(
      .detectedVerbatim, tiers: [(0, 10), (3, 8), (4, 4)], controls: (0, 26))
    #expect(
      text.hasPrefix("# The model has memorised training utterances or learnt their words.\n"))
    #expect(
      text.contains(
        "The model transcribed all of the canaries with the most repetitions word for word, but none of "
          + "the controls (permutation test over all trained canaries: p = 0.009)."))
    #expect(text.contains("### What it means") && text.contains("### What to do next"))
  }

  @Test func `without exact matches in the last tier all trained canaries are counted`() throws {
    let text = try firstScreen(
      .detectedVerbatim, tiers: [(3, 10), (2, 8), (0, 4)], controls: (0, 26))
    #expect(text.contains("The model transcribed 22.7% of the trained canaries word for word"))
  }

  @Test func `controls that were transcribed are mentioned`() throws {
    let few = try firstScreen(.detectedVerbatim, tiers: [(5, 10)], controls: (1, 26))
    #expect(
      few.contains("50% of the trained canaries word for word, but only 3.8% of the controls"))
    let many = try firstScreen(.detectedVerbatim, tiers: [(5, 10)], controls: (13, 26))
    #expect(many.contains("50% of the trained canaries word for word, and 50% of the controls"))
  }

  @Test func `a partial detection names the tier with the largest gap`() throws {
    let text = try firstScreen(.detectedPartial, tiers: [(0, 10), (0, 8)], controls: (0, 26))
    #expect(
      text.hasPrefix("# The model has memorised training utterances or learnt their words.\n"))
    #expect(
      text.contains(
        "The gap is largest for canaries with 2 repetitions: 77.6 percentage points more characters"
      ))
  }

  @Test func `a report without a detection says what it cannot exclude`() throws {
    let text = try firstScreen(.notDetected, tiers: [(0, 10), (0, 8)], controls: (0, 26))
    #expect(text.hasPrefix("# This audit did not detect memorization.\n"))
    #expect(text.contains("the audit cannot exclude that up to 69.4% of the canaries of a tier"))
    #expect(text.contains("It does not prove that nothing was memorised."))
  }

  @Test(arguments: Verdict.allCases.filter(\.isObstacle))
  func `an audit that could not measure says why and what to do`(_ verdict: Verdict) throws {
    let text = try firstScreen(verdict, tiers: [(2, 10)], controls: (9, 26))
    #expect(text.hasPrefix("# This audit cannot tell whether"))
    #expect(text.contains(verdict.explanation))
    #expect(text.contains("### What to do next\n\n- "))
    #expect(!text.contains("p ="))
  }

  @Test func `a report without any measurement has a first screen`() throws {
    let text = try firstScreen(.missingTranscripts, tiers: [], controls: (0, 0)) { $0.speeds = [] }
    #expect(text.contains(Verdict.missingTranscripts.explanation))
  }

  @Test func `the gate's result is a state and a sentence`() throws {
    func gate(_ report: Report) -> String {
      firstScreen(report).components(separatedBy: "### Gate\n\n").last?
        .components(separatedBy: "\n").first ?? ""
    }
    #expect(
      try gate(Judged.report(hits: 40)) == "**✗ gate failed** At least one limit is exceeded.")
    #expect(try gate(Judged.report(hits: 0)) == "**✓ gate passed** Every limit is kept.")
    #expect(
      try gate(ScoredAudit().report)
        == "**? gate inconclusive** For at least one limit the data are not conclusive.")
    #expect(
      try gate(Judged.report(hits: 40, waived: "later"))
        == "**✓ gate passed** A waiver permits that a limit is exceeded.")
    #expect(
      try gate(Judged.report(hits: 0, waived: "later", on: "2030-01-01"))
        == "**✗ gate failed** A waiver has expired.")
  }
}
