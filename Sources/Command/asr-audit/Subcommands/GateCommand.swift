import ArgumentParser
import Files
import Gating
import Reports
import Scoring

struct GateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gate",
    abstract: "Compares a report with limits and sets the exit status of a CI job.",
    discussion: """
      Exits 0 if every limit passes, 1 if one fails, 2 if the evidence decides nothing. Without \
      --gate the limits of asr-audit.yml in the current directory apply, or else those that the \
      ledger declared before training. If gate file and ledger differ, the stricter limit applies.

      The judgements are printed. --junit and --sarif also write them to files; --output writes \
      report.json, report.html and report.md with the judgements, as 'score --gate' does.

      Example of a gate file:
        gate:
          - memorization: {max: 0.10, repetitions: [1, 2]}
          - memorization: {max: 0.10, repetitions: [8, 16]}
          - near-memorization: {max: 0.10, repetitions: [8, 16]}
          - regression: {max-increase: 0.10, repetitions: [8, 16], level: warn}
          - detection: {level: error}
          - conflicts: {max: 0}
          - suspects: {max-share: 0.01}
          - membership: {max-auc: 0.6}
        waivers:
          - metric: memorization
            repetitions: [1, 2]
            until: 2026-12-31
            reason: "known duplicates, removed in the next release"

      memorization and near-memorization limit the gap between trained canaries and controls. \
      regression limits the growth of the gap since --baseline. detection fails if the primary \
      analysis detects memorization. conflicts and suspects limit the ranking of a corpus, and \
      membership an attack on the model (max-auc, max-tpr-at-1%); without their --analysis file they \
      are inconclusive, which --allow-inconclusive does not cover. A waiver names them by metric alone, \
      without repetitions. A waived failure is listed but does not fail the gate, up to \
      and including the day 'until' (UTC); after that day the waiver itself fails the gate. \
      'training-evidence: assumed' lets an audit pass without evidence that training used the \
      canaries.

      Examples:
        asr-audit gate report/report.json --gate asr-audit.yml
        asr-audit gate report/report.json --junit junit.xml --sarif report.sarif
        asr-audit gate report/report.json --gate asr-audit.yml \\
          --analysis ranked/ranked.json --analysis membership/analysis.json
        asr-audit gate report/report.json --output gated \\
          --baseline accepted/report.json
      """)

  @Argument(help: "The report.json that 'score' wrote; - for standard input.")
  var report: String

  @OptionGroup var gating: GateOptions

  @Option(
    help: ArgumentHelp(
      "A JUnit file to write, with a test case for each judgement.", valueName: "file"))
  var junit: String?

  @Option(
    help: ArgumentHelp(
      "A SARIF file to write, with a result for each judgement that did not pass.",
      valueName: "file"))
  var sarif: String?

  @Option(
    help: ArgumentHelp(
      "A directory to write the report with the judgements to.", valueName: "directory"))
  var output: String?

  @OptionGroup var options: RenderingOptions

  @Flag(help: "Move existing outputs aside.")
  var force = false

  @Flag(help: "Print the judgements as JSON.")
  var json = false

  func validate() throws {
    for (option, path) in [("junit", junit), ("sarif", sarif)] where path == "" || path == "-" {
      throw ValidationError("'--\(option)' takes the name of a file.")
    }
    guard output != "" else { throw ValidationError("'--output' takes the name of a directory.") }
  }

  func run() throws {
    try refuseOverlap(
      outputs: [
        NamedPath("--output", output), NamedPath("--junit", junit), NamedPath("--sarif", sarif),
        options.summaryOutput,
      ],
      inputs: [NamedPath("REPORT", report)] + gating.inputs(otherwise: defaultGateFile))
    // Outputs come first, so that an existing one is reported before any work.
    let directory = try output.map { try ReportDirectory($0, force: force) }
    let files = try [(ReportFormat.junit, junit), (.sarif, sarif)].compactMap { format, path in
      try path.map { (format, try WholeFile($0, force: force)) }
    }
    var rows: [ReportRow] = []
    let keepRow: ((ReportRow) -> Void)? = directory == nil ? nil : { rows.append($0) }
    let scored = try JSONReport.read(report, eachRow: keepRow)
    let (judged, result) = try gating.judge(scored, otherwise: defaultGateFile)

    let rendering = options.rendering(allowsInconclusive: gating.allowInconclusive)
    for (format, file) in files {
      try rendering.render(judged, rows, as: format) { bytes throws(Problem) in
        try file.write(bytes)
      }
      try file.commit()
    }
    let written =
      try directory?.write(judged, rows, as: [.json, .html, .markdown], rendering) ?? []
    try options.appendSummary(of: judged)

    if json {
      print(String(decoding: JSONCoding.encoded(result, pretty: true), as: UTF8.self))
    } else {
      print(VerdictPrint(judged).heading)
      print("\n" + GatePrint(result).text)
      if !written.isEmpty { print("\nreport: \(written.joined(separator: ", "))") }
    }
    try gating.exit(result)
  }
}
