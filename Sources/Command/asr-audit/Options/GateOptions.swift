import ArgumentParser
import AuditModel
import Files
import Foundation
import Gating
import Reports
import Scoring

/// What a report is judged by, and what then becomes of the command.
struct GateOptions: ParsableArguments {
  @Option(help: ArgumentHelp("A gate file: limits and waivers.", valueName: "file"))
  var gate: String?

  @Option(
    help: ArgumentHelp(
      "The report.json of an earlier audit: fails where memorization has grown.",
      valueName: "file"))
  var baseline: String?

  @Flag(help: "Let an inconclusive gate pass.")
  var allowInconclusive = false

  var isAsked: Bool { gate != nil || baseline != nil }

  /// - Parameter standard: a gate file that holds where none is named and it is there.
  func judge(_ report: Report, otherwise standard: String? = nil) throws -> GateResult {
    let path = gate ?? standard.flatMap { fileExists($0) ? $0 : nil }
    let file = try path.map { try GateFile.read($0) }
    try file?.eachLimit { limit throws(Problem) in
      if limit.level != .off { try DesignCheck.checkTerms(limit, report.design) }
    }
    let waivers = file.map { DatedWaivers($0.waivers, today: .today) }
    return try Gate(
      file: file?.limits, report: report, baseline: baseline.map { try JSONReport.read($0) },
      waivers: waivers
    ).judge(report)
  }

  /// Ends the command as the gate says.
  func leave(_ outcome: GateResult.Outcome) throws {
    switch outcome {
    case .pass, .waived: return
    case .fail: throw ExitStatus.gateFailed
    case .inconclusive: if !allowInconclusive { throw ExitStatus.inconclusive }
    }
  }
}

extension CalendarDate {
  /// In Greenwich, so that a job ends alike wherever it runs.
  fileprivate static var today: CalendarDate {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let parts = calendar.dateComponents([.year, .month, .day], from: Date())
    return CalendarDate(year: parts.year!, month: parts.month!, day: parts.day!)!
  }
}
