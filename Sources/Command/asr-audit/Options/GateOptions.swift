import Analyses
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

  @Option(
    help: ArgumentHelp(
      "An analysis that the gate file limits: the ranked.json of 'rank' or the analysis.json of "
        + "'membership'; repeat the option for several.", valueName: "file"))
  var analysis: [String] = []

  @Flag(
    help: ArgumentHelp(
      "Exit 0 if the gate is inconclusive.",
      discussion:
        "It has no effect where the evidence shows memorization that exact matches do not show, or "
        + "where the analysis of a limit is missing."))
  var allowInconclusive = false

  /// The files that `judge` reads.
  func inputs(otherwise standard: String? = nil) -> [NamedPath?] {
    [
      NamedPath("--gate", gate ?? standard.flatMap { fileExists($0) ? $0 : nil }),
      NamedPath("--baseline", baseline),
    ] + analysis.map { NamedPath("--analysis", $0) }
  }

  var isRequested: Bool { gate != nil || baseline != nil || !analysis.isEmpty }

  /// Returns the report with the judgements.
  /// - Parameter standard: the gate file to use if none is given and this one exists.
  func judge(
    _ scored: Report, otherwise standard: String? = nil
  ) throws -> (report: Report, result: GateResult) {
    let path = gate ?? standard.flatMap { fileExists($0) ? $0 : nil }
    let file = try path.map { try GateFile.read($0) }
    let report = scored.assumingTraining(file?.assumesTraining ?? false)
    try file?.eachLimit { limit throws(Problem) in
      if limit.level != .off { try DesignCheck.checkTerms(limit, report.design) }
    }
    let waivers = file.map { DatedWaivers($0.waivers, today: .today) }
    let limits = file?.analysisLimits ?? []
    let analyses = try analysis.map { try AnalysisFile.read($0) }
    for file in analyses where !limits.contains(where: { file.has($0.metric) }) {
      throw Problem(
        .usage, "the gate file has no limit for it", file: file.path, field: "--analysis",
        hint: "add a limit such as '- conflicts: {max: 0}', or leave the analysis out")
    }
    let judgements = AnalysisJudge(
      analyses, root: report.ledger.root, waivers: waivers?.inForce ?? []
    ).judgements(limits)
    let result = try Gate(
      file: file?.limits, report: report, baseline: baseline.map { try JSONReport.read($0) },
      waivers: waivers
    ).judge(report, needsLimit: judgements.isEmpty).adding(judgements)
    return (report.judged(result), result)
  }

  /// Ends the command with the exit status of a gate's outcome.
  func exit(_ result: GateResult) throws {
    switch result.overall {
    case .pass, .waived: return
    case .fail: throw ExitStatus.gateFailed
    case .inconclusive:
      if allowInconclusive, result.canBeAllowed { return }
      if allowInconclusive { diagnose("--allow-inconclusive does not apply: \(reason(result))") }
      throw ExitStatus.inconclusive
    }
  }
  /// Why an inconclusive result cannot be allowed.
  private func reason(_ result: GateResult) -> String {
    guard result.hidesMemorization != true else {
      return "the evidence shows memorization that exact matches do not show"
    }
    let names = result.missingAnalyses.map { "'\($0.metric.rawValue)'" }
    return "the limit\(names.count == 1 ? "" : "s") on \(listed(names)) "
      + "\(names.count == 1 ? "has" : "have") no analysis of these canaries or this corpus; name it "
      + "with --analysis"
  }
}
