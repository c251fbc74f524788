import Foundation
import Gating
import Scoring
import Statistics

/// Reports with a gate result.
enum Judged {
  /// - Parameters:
  ///   - hits: the number of exact matches among 40 canaries in every tier.
  ///   - reason: the reason of a waiver for the first limit until 2027-01-01; nil for no waiver.
  ///   - day: the day on which the gate judges.
  static func report(
    hits: Int, max: Double = 0.4, waived reason: String? = nil, on day: String = "2026-12-01"
  ) throws -> Report {
    var report = try ScoredAudit().report
    report.conditions = Conditions()
    report.conditions.verbatimRejected = hits > 0
    report.verdict.code = report.conditions.verdict
    report.gate[0].max = max
    for tier in report.speeds[0].tiers.indices {
      report.speeds[0].tiers[tier].trained.exact = Proportion(hits: hits, trials: 40)
    }
    let waivers = reason.map {
      DatedWaivers(
        [
          Waiver(
            .memorization, repetitions: [1, 2], until: CalendarDate("2027-01-01")!, reason: $0)
        ],
        today: CalendarDate(day)!)
    }
    report.gateResult = try Gate(file: nil, report: report, waivers: waivers).judge(report)
    return report
  }
}
