import ArgumentParser
import AuditModel
import Files
import Gating
import Reports
import Scoring

/// The limits to apply to a report, and the exit status that follows.
struct GateOptions: ParsableArguments {
  @Option(help: ArgumentHelp("A gate file with limits and waivers.", valueName: "file"))
  var gate: String?

  @Option(
    help: ArgumentHelp(
      "The report.json of an earlier audit: fail if memorization has grown.", valueName: "file"))
  var baseline: String?

  @Flag(help: "Exit 0 if the gate is inconclusive.")
  var allowInconclusive = false

  var isRequested: Bool { gate != nil || baseline != nil }

  /// - Parameter standard: the gate file to use if none is given and this one exists.
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

  /// Ends the command with the exit status of a gate's outcome.
  func exit(_ outcome: GateResult.Outcome) throws {
    switch outcome {
    case .pass, .waived: return
    case .fail: throw ExitStatus.gateFailed
    case .inconclusive: if !allowInconclusive { throw ExitStatus.inconclusive }
    }
  }
}
