import ArgumentParser
import Files
import Foundation
import Reports
import Scoring

/// How a report is shown.
struct RenderingOptions: ParsableArguments {
  @Flag(
    help: "Add an EDPB mapping to report.html and report.md: what bears on EDPB Opinion 28/2024.")
  var edpbMapping = false

  @Option(
    help: ArgumentHelp(
      "The file that findings of SARIF point at, as seen from the repository's root.",
      valueName: "file"))
  var location = SARIFReport.standardLocation

  @Flag(help: "Append the report to the summary of a GitHub step (GITHUB_STEP_SUMMARY).")
  var githubSummary = false

  func validate() throws {
    guard SARIFReport.isLocation(location) else {
      throw ValidationError(
        "'--location \(location)' is not a path within a repository. Write the path from the "
          + "repository's root, for example \(SARIFReport.standardLocation).")
    }
  }

  func rendering(allowsInconclusive: Bool) -> Rendering {
    var rendering = Rendering()
    rendering.hasEDPBMapping = edpbMapping
    rendering.location = location
    rendering.allowsInconclusive = allowsInconclusive
    return rendering
  }

  /// Nil where no summary is asked for.
  func summaryFile() throws(Problem) -> String? {
    guard githubSummary else { return nil }
    guard let path = ProcessInfo.processInfo.environment["GITHUB_STEP_SUMMARY"], !path.isEmpty
    else {
      throw Problem(
        .usage, "GITHUB_STEP_SUMMARY is not set", field: "--github-summary",
        hint: "it is set in a step of a GitHub workflow; elsewhere leave --github-summary away")
    }
    return path
  }

  func appendSummary(of report: Report, to path: String) throws(Problem) {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    let used = (attributes?[.size] as? Int) ?? 0
    guard let summary = StepSummary.render(report, room: StepSummary.limit - used) else {
      diagnose("warning: the step's summary is full, so the report is not in it")
      return
    }
    let file = try OutputFile(appendingTo: path)
    try file.write(summary)
    try file.close()
  }
}

extension ReportFormat: ExpressibleByArgument {}
