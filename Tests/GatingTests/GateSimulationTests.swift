import AuditModel
import Dispatch
import Gating
import Randomness
import Scoring
import Statistics
import Synchronization
import Testing

/// The frequencies of the default gate's outcomes at the default sizes, compared with the plan.
@Suite struct GateSimulationTests {
  private static let runs = 2_000
  /// The simulation draws exact matches only, so other standard limits do not apply.
  private static let limits = GateLimit.standard.filter { $0.metric == .memorization }

  /// A report of the default design with random coins and these true rates for tiers and controls.
  private func report(
    _ rates: [Double], controls rate: Double, from template: Report, _ random: inout RandomStream
  ) -> Report {
    func hits(_ trials: Int, _ rate: Double) -> Proportion {
      Proportion(hits: (0..<trials).count { _ in random.unit() < rate }, trials: trials)
    }
    var report = template
    let heads = (0..<report.design.coins).count { _ in random.coin() }
    report.speeds[0].tiers = zip(report.design.repetitions, rates).map { copies, rate in
      var tier = template.speeds[0].tiers[0]
      tier.repetitions = copies
      tier.trained.exact = hits(copies == 1 ? heads : report.design.assigned(to: copies), rate)
      return tier
    }
    report.speeds[0].controls.exact = hits(report.design.coins - heads + 100, rate)
    return report
  }

  /// The shares of overall outcomes.
  private func judged(_ rates: [Double], controls: Double = 0) throws -> [GateResult.Outcome:
    Double]
  {
    var template = try Report.counted(exact: Counted(tiers: [0, 0])) { report in
      report.design = Design()
      report.conditions.verbatimRejected = rates.contains { $0 > 0 }
    }
    template.gate = Self.limits
    let gate = Gate(file: nil, report: template)
    var random = Seed(short: 9).stream("gate")
    var counts: [GateResult.Outcome: Double] = [:]
    for _ in 0..<Self.runs {
      let report = report(rates, controls: controls, from: template, &random)
      counts[try gate.judge(report).overall, default: 0] += 1 / Double(Self.runs)
    }
    return counts
  }

  private func plan(controlRate: Double = 0) -> DesignPlan {
    var assumptions = DesignPlan.Assumptions(voices: 4)
    assumptions.controlRate = controlRate
    return DesignPlan(
      Design(), gate: Self.limits, primaryAnalysis: PrimaryAnalysis(normalizer: "basic-1"),
      assumptions: assumptions)
  }

  @Test func `a clean model passes in 99% of audits, as planned`() throws {
    let passed = try judged([0, 0, 0, 0, 0])[.pass, default: 0]
    #expect(passed >= 0.99)
    #expect(abs(passed - plan().cleanPass) <= 0.01)
  }

  @Test func `recognised controls cost passes as often as planned`() throws {
    let passed = try judged(Array(repeating: 0.02, count: 5), controls: 0.02)[.pass, default: 0]
    #expect(abs(passed - plan(controlRate: 0.02).cleanPass) <= 0.05)
  }

  /// The true rates from which the default sizes were derived, and one in between.
  @Test(arguments: [0.05, 0.2, 0.3, 0.4, 1])
  func `memorization fails as often as planned`(rate: Double) throws {
    let failed = try judged([0, 0, 0, rate, rate])[.fail, default: 0]
    let plan = plan()
    let planned = GapPower(trained: 40, controls: 200, rate: rate, controlRate: 0)
      .exceeding(limit: 0.1, confidence: plan.confidence)
    #expect(abs(failed - planned) <= 0.05, "\(failed), planned \(planned)")
    // From the planned rate on, at least 80% of the gates fail; below it, fewer do.
    let threshold = try #require(plan.limits[1].failsFrom)
    #expect((failed >= 0.80 - 0.05) == (rate >= threshold - 0.02), "\(failed) from \(threshold)")
  }
}
