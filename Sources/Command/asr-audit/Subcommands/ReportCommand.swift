import ArgumentParser
import Files
import Reports

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Renders a report.json again, as a page, as text, or for a CI job.",
    discussion: """
      Everything comes from report.json alone, gate and all, and is byte for byte what score wrote \
      with the same options. JUnit has a test case for each judgement of the gate (for the verdict \
      where no gate was asked), SARIF a result for each that did not pass.

      Examples:
        asr-audit report report/report.json --output page.html
        asr-audit report report/report.json --format junit --output junit.xml
        asr-audit report report/report.json --github-summary
      """)

  @Argument(help: "The report.json that score wrote; - for standard input.")
  var report: String

  @Option(help: "What to write.")
  var format: ReportFormat?

  @Option(
    help: ArgumentHelp(
      "The file to write (default: standard output).", valueName: "file"))
  var output: String?

  @Flag(help: "Replace an existing file.")
  var force = false

  @OptionGroup var options: RenderingOptions

  @Flag(help: "In JUnit, an inconclusive judgement is skipped and not a failure.")
  var allowInconclusive = false

  func validate() throws {
    guard output != "" else { throw ValidationError("'--output' takes the name of a file.") }
  }

  /// A summary alone writes nothing else.
  private var wanted: ReportFormat? {
    format ?? (options.githubSummary && output == nil ? nil : .html)
  }

  func run() throws {
    let summary = try options.summaryFile()
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
    if let summary { try options.appendSummary(of: report, to: summary) }
  }
}
