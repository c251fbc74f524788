import AuditModel
import AuditSamples
import Gating
import Scoring
import Statistics

/// The matches at one speed among the canaries with 2 and 4 repetitions, and among the controls.
struct Counted {
  var tiers: [Int]
  var controls = 0
  var canaries = 100
  var controlCanaries = 200

  func write(
    into speed: inout Report.SpeedResult, _ field: WritableKeyPath<Report.GroupResult, Proportion>
  ) {
    for (index, hits) in tiers.enumerated() {
      speed.tiers[index].trained[keyPath: field] = Proportion(hits: hits, trials: canaries)
    }
    speed.controls[keyPath: field] = Proportion(hits: controls, trials: controlCanaries)
  }
}

extension Report {
  /// A report with these counts and further changes.
  static func counted(
    exact: Counted, near: Counted? = nil, root: String = "00", gate: [GateLimit] = [],
    _ change: (inout Report) -> Void = { _ in }
  ) throws -> Report {
    var report = try Experiment().score().report
    exact.write(into: &report.speeds[0], \.exact)
    (near ?? exact).write(into: &report.speeds[0], \.near)
    report.ledger.root = root
    report.gate = gate
    change(&report)
    report.verdict.code = report.conditions.verdict
    report.verdict.title = report.verdict.code.title
    report.verdict.explanation = report.verdict.code.explanation
    return report
  }
}

func judge(
  _ report: Report, _ limits: [GateLimit], baseline: Report? = nil, waivers: DatedWaivers? = nil
) throws -> GateResult {
  try Gate(file: limits, report: report, baseline: baseline, waivers: waivers).judge(report)
}
