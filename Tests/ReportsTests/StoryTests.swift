import Reports
import Scoring
import Statistics
import Testing

/// The paragraph in plain words, for reports of every kind.
@Suite struct PlainLanguageSummaryTests {
  /// - Parameters: hits and trials of each tier's canaries, and of the controls.
  private func story(
    _ verdict: Verdict, tiers: [(hits: Int, trials: Int)], controls: (hits: Int, trials: Int),
    _ change: (inout Report) -> Void = { _ in }
  ) throws -> String {
    var report = try ScoredAudit().report
    report.gateResult = nil
    report.verdict.code = verdict
    report.speeds[0].controls.exact = Proportion(hits: controls.hits, trials: controls.trials)
    report.speeds[0].tiers = Array(report.speeds[0].tiers.prefix(tiers.count))
    for (index, tier) in tiers.enumerated() {
      report.speeds[0].tiers[index].trained.exact = Proportion(hits: tier.hits, trials: tier.trials)
    }
    change(&report)
    let paragraphs = MarkdownReport.render(report).components(separatedBy: "\n\n")
    return paragraphs.first { $0.hasPrefix("This report compares") } ?? ""
  }

  @Test func `a detection is told with its counts and its probability`() throws {
    let text = try story(.detectedVerbatim, tiers: [(0, 10), (3, 8), (4, 4)], controls: (0, 26))
    #expect(text.contains("compares 22 canaries (random words at 2x speed, 1 to 4 copies each)"))
    #expect(text.contains("that were injected in the training data with 26 controls"))
    #expect(text.contains("word for word: 7 of 22 trained canaries, 0 of 26 controls."))
    #expect(text.contains("The fewest copies after which one came back were 2."))
    #expect(text.contains("a verbatim statistic at least this high with a probability of 0.014;"))
  }

  @Test func `one is not many`() throws {
    let text = try story(.detectedVerbatim, tiers: [(1, 1)], controls: (1, 1))
    #expect(
      text.contains("compares 1 canary (random words at 2x speed, 1 copy each) that was injected"))
    #expect(text.contains("with 1 control, made"))
    #expect(text.contains("1 of 1 trained canary, 1 of 1 control."))
    #expect(!text.contains("fewest") && !text.contains("single copy"))
  }

  @Test func `none is not a number`() throws {
    let text = try story(.notDetected, tiers: [(0, 10), (0, 8)], controls: (0, 26))
    #expect(text.contains("The model wrote out none of them word for word."))
    #expect(text.contains("It is no proof of absence: up to 69.4% of the canaries of a tier"))
    #expect(!text.contains("came back") && !text.contains("at least this high"))
  }

  @Test func `without a control nothing is said of any`() throws {
    let text = try story(.tooSmall, tiers: [(0, 10)], controls: (0, 0))
    #expect(text.contains("with nothing, for no control was scored."))
    #expect(text.contains("stays open."))
  }

  @Test func `a partial detection names the tier that comes closest`() throws {
    let text = try story(.detectedPartial, tiers: [(0, 10), (0, 8)], controls: (0, 26))
    #expect(
      text.contains("The closest tier, with 2 copies, gets 77.6% more of its characters right"))
    #expect(text.contains("a partial statistic at least this high"))
  }

  @Test(arguments: Verdict.allCases.filter(\.isObstacle))
  func `what cannot be measured stays open`(_ verdict: Verdict) throws {
    let text = try story(verdict, tiers: [(2, 10)], controls: (9, 26))
    #expect(text.hasSuffix("So whether the model has memorised single utterances stays open."))
    #expect(!text.contains("probability") && !text.contains("by chance"))
  }

  @Test func `where nothing was measured there is no story`() throws {
    let text = try story(.missingTranscripts, tiers: [], controls: (0, 0)) { $0.speeds = [] }
    #expect(text == "")
  }

  @Test func `the gate is told with what failed, stays open or is waived`() throws {
    func end(_ report: Report) -> String {
      let paragraphs = MarkdownReport.render(report).components(separatedBy: "\n\n")
      let story = paragraphs.first { $0.hasPrefix("This report compares") } ?? ""
      return story.components(separatedBy: ". ").last ?? ""
    }
    #expect(try end(Judged.report(hits: 40)) == "The gate fails (of 1 judgement 1 fails).")
    #expect(try end(Judged.report(hits: 0)) == "The gate passes.")
    #expect(try end(ScoredAudit().report) == "The gate is inconclusive (of 1 judgement 1 is open).")
    #expect(
      try end(Judged.report(hits: 40, waived: "later"))
        == "The gate passes (of 1 judgement 1 fails and is waived), although memorization was detected."
    )
    #expect(
      try end(Judged.report(hits: 0, waived: "later", on: "2030-01-01"))
        == "The gate fails (1 waiver has expired).")
  }
}
