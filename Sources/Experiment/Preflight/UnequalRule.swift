import AuditModel
import Profiles
import Statistics

/// A rule that hits trained canaries and controls unequally. It would bias the comparison of the two
/// groups, whatever the model memorises.
package struct UnequalRule: Sendable {
  package let rule: SurvivalRule
  /// The canaries that the rule drops or puts at risk, and all canaries of the role.
  package let trained: (hits: Int, of: Int)
  package let controls: (hits: Int, of: Int)
  /// Fisher's exact test, two-sided as twice the smaller tail, with Holm's correction for the rules.
  package let pValue: Double

  /// The level of the test. Roles are random, so one audit in a hundred is hit by chance.
  package static let level = 0.01

  /// Tests every rule that hits some canary. Tracers are not randomised and take no part, nor do rules
  /// that depend on the number of copies.
  static func all(in rows: [SurvivalCheck.Row]) -> [UnequalRule] {
    let trained = rows.filter { $0.canary.role == .trained }
    let controls = rows.filter { $0.canary.role == .control }
    func hits(_ rows: [SurvivalCheck.Row], _ rule: SurvivalRule) -> Int {
      rows.count { row in
        row.survival.findings.contains { $0.rule == rule && $0.effect != .unknown }
      }
    }
    let tested = SurvivalRule.allCases.filter { rule in
      !rule.dependsOnRole && hits(trained, rule) + hits(controls, rule) > 0
    }
    let pValues = tested.map { rule in
      twoSided(hits(trained, rule), trained.count, hits(controls, rule), controls.count)
    }
    return zip(tested, Holm.adjusted(pValues)).compactMap { rule, pValue in
      guard pValue <= level else { return nil }
      return UnequalRule(
        rule: rule, trained: (hits(trained, rule), trained.count),
        controls: (hits(controls, rule), controls.count), pValue: pValue)
    }
  }

  private static func twoSided(_ hits: Int, _ trained: Int, _ others: Int, _ controls: Int)
    -> Double
  {
    let more = FisherExact.oneSided(hits, trained - hits, others, controls - others)
    let fewer = FisherExact.oneSided(others, controls - others, hits, trained - hits)
    return min(1, 2 * min(more, fewer))
  }
}
