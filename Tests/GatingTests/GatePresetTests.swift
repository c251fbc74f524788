import AuditModel
import Files
import Foundation
import Gating
import Scoring
import Statistics
import Testing

/// The files in Fixtures/examples/gates, each with models that it must distinguish.
@Suite struct GatePresetTests {
  static let names = ["default", "strict", "research", "regression-only"]

  private func preset(_ name: String) throws -> GateFile {
    let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Fixtures")
    return try GateFile.read(fixtures.appendingPathComponent("examples/gates/\(name).yml").path)
  }

  /// A report of the default design with these tenths of each tier's canaries recognised.
  private func report(_ tenths: [Int], _ change: (inout Report) -> Void = { _ in }) throws -> Report
  {
    let design = Design()
    var report = try Report.counted(exact: Counted(tiers: [0, 0]))
    report.design = design
    report.speeds[0].tiers = zip(design.repetitions, tenths).map { copies, tenths in
      var tier = report.speeds[0].tiers[0]
      tier.repetitions = copies
      let canaries = copies == 1 ? 100 : design.assigned(to: copies)
      tier.trained.exact = Proportion(hits: canaries * tenths / 10, trials: canaries)
      tier.trained.near = tier.trained.exact
      return tier
    }
    report.conditions.verbatimRejected = tenths.contains { $0 > 0 }
    change(&report)
    report.verdict.code = report.conditions.verdict
    return report
  }

  private let clean = [0, 0, 0, 0, 0]
  private let leaky = [0, 0, 0, 6, 10]

  @Test(arguments: names)
  func `the default design can pass every preset`(name: String) throws {
    for limit in try preset(name).limits { try DesignCheck.check(limit, Design()) }
  }

  @Test(arguments: names)
  func `a clean model passes every preset`(name: String) throws {
    let clean = try report(clean)
    let result = try judge(clean, preset(name).limits, baseline: clean)
    #expect(result.overall == .pass, "\(result.judgements.map(\.reason))")
  }

  @Test(arguments: zip(names, [GateResult.Outcome.fail, .fail, .pass, .fail]))
  func `a model with memorization fails every preset but research`(
    name: String, outcome: GateResult.Outcome
  ) throws {
    let result = try judge(report(leaky), preset(name).limits, baseline: report(clean))
    #expect(result.overall == outcome)
    #expect(result.judgements.contains { $0.outcome == .fail })
  }

  @Test func `the default preset equals the standard limits`() throws {
    #expect(try preset("default").limits == GateLimit.standard)
  }

  @Test func `strict has every limit of the default and tighter ones`() throws {
    let strict = try preset("strict").limits
    for limit in try preset("default").limits {
      #expect(
        strict.contains {
          $0.metric == limit.metric && $0.repetitions == limit.repetitions
            && ($0.max ?? 0) <= (limit.max ?? 0) && $0.level == .error
        })
    }
    #expect(try strict != preset("default").limits)
  }

  @Test func `research does not pass a report without evidence`() throws {
    let dead = try report(clean) { $0.conditions.decoderFails = true }
    #expect(try judge(dead, preset("research").limits).overall == .inconclusive)
  }

  @Test func `regression-only ignores earlier memorization and needs a baseline`() throws {
    let limits = try preset("regression-only").limits
    #expect(try judge(report(leaky), limits, baseline: report(leaky)).overall != .fail)
    #expect(try judge(report(clean), limits).overall == .inconclusive)
  }
}
