import ArgumentParser
import Files
import Reports

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Renders a report.json as a page, as text, or for a CI job.",
    discussion: """
      Every rendering derives from report.json alone, including the judgements of the gate, and is \
      byte for byte what 'score' writes with the same options, except for the recordings that \
      'score --reveal' embeds in report.html. JUnit has a test case for each \
      judgement of the gate (for the verdict if there was no gate), and SARIF has a result for \
      each judgement that did not pass. The judgements are in report.json if 'score --gate' or \
      'gate --output' wrote it.

      Examples:
        asr-audit report report/report.json --output page.html
        asr-audit report report/report.json --format junit --output junit.xml
        asr-audit report report/report.json --github-summary
      """)

  @Argument(help: "The report.json that 'score' wrote; - for standard input.")
  var report: String

  @Option(help: "The format to write (default: html).")
  var format: ReportFormat?

  @Option(
    help: ArgumentHelp(
      "The file to write (default: standard output).", valueName: "file"))
  var output: String?

  @Flag(help: "Move an existing file aside.")
  var force = false

  @OptionGroup var options: RenderingOptions

  @Flag(help: "Write an inconclusive judgement to JUnit as skipped instead of failed.")
  var allowInconclusive = false

  func validate() throws {
    guard output != "" else { throw ValidationError("'--output' takes the name of a file.") }
  }

  /// The format to write; nil if only a step summary was requested.
  private var wanted: ReportFormat? {
    format ?? (options.githubSummary && output == nil ? nil : .html)
  }

  func run() throws {
    try refuseOverlap(
      outputs: [NamedPath("--output", output), options.summaryOutput],
      inputs: [NamedPath("REPORT", report)])
    var rows: [ReportRow] = []
    let report = try JSONReport.read(report) { rows.append($0) }
    if let wanted {
      let file = try output.flatMap { $0 == "-" ? nil : try WholeFile($0, force: force) }
      try options.rendering(allowsInconclusive: allowInconclusive)
        .render(report, rows, as: wanted) { bytes throws(Problem) in
          if let file {
            try file.write(bytes)
          } else {
            try StandardOutput.write(bytes)
          }
        }
      try file?.commit()
    }
    try options.appendSummary(of: report)
  }
}
