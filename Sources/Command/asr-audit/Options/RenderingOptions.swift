import ArgumentParser
import Files
import Foundation
import Reports
import Scoring

/// The options of all renderings of a report.
struct RenderingOptions: ParsableArguments {
  @Flag(help: "Add a section on EDPB Opinion 28/2024 to report.html and report.md.")
  var edpbMapping = false

  @Option(
    help: ArgumentHelp(
      "The file that SARIF results refer to, relative to the repository's root.",
      valueName: "file"))
  var location = SARIFReport.standardLocation

  @Flag(help: "Append the report to the step summary of GitHub Actions (GITHUB_STEP_SUMMARY).")
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

  /// The file that the step summary is appended to, if it was requested.
  var summaryOutput: NamedPath? {
    guard githubSummary else { return nil }
    return NamedPath(
      "GITHUB_STEP_SUMMARY", ProcessInfo.processInfo.environment["GITHUB_STEP_SUMMARY"])
  }

  /// The file of the step summary; nil, with a warning, outside GitHub Actions.
  private var summaryFile: String? {
    let path = ProcessInfo.processInfo.environment["GITHUB_STEP_SUMMARY"]
    if let path, !path.isEmpty { return path }
    diagnose(
      "warning: there is no step summary, because GITHUB_STEP_SUMMARY is not set; GitHub Actions "
        + "sets it in each step of a workflow")
    return nil
  }

  /// Appends the report to the step summary if it was requested.
  func appendSummary(of report: Report) throws(Problem) {
    guard githubSummary, let path = summaryFile else { return }
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    let used = (attributes?[.size] as? Int) ?? 0
    guard let summary = StepSummary.render(report, room: StepSummary.limit - used) else {
      diagnose("warning: the step summary is full, so the report was not added to it")
      return
    }
    let file = try OutputFile(appendingTo: path)
    try file.write(summary)
    try file.close()
  }
}

extension ReportFormat: ExpressibleByArgument {}
