import ArgumentParser
import AuditModel
import Files
import Reports
import Scoring
import Transcripts

struct Score: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compares transcripts of trained canaries with those of controls.",
    discussion: """
      Reads what any decoder made of the probe set, and writes OUTPUT/report.json, report.html and \
      report.md. Exits 0 once a report with a verdict is written, 2 where probes are missing or the \
      ledger does not match; with --gate it exits as 'asr-audit gate' would.

      Examples:
        asr-audit score --ledger audited/ledger.json \\
          --transcripts hyp.json --output report
        asr-audit score --ledger audited/ledger.json \\
          --transcripts exp/decode/text --output report --gate asr-audit.yml
        asr-audit score --ledger audited/ledger.json --output report \\
          --transcripts hyps.csv --id-column file --text-column whisper
        asr-audit score --ledger audited/ledger.json --output report \\
          --transcripts hyp.json --loss-column ctc_loss
      """)

  @Option(help: "The ledger that inject wrote.")
  var ledger: String

  @Option(help: "What the decoder wrote for the probe set; - for standard input.")
  var transcripts: String

  @Option(help: "The directory for the report; it appears whole or not at all.")
  var output: String

  @Option(help: "The transcripts' format, where detection should not decide.")
  var transcriptsFormat: TranscriptFormat?

  @Option(help: "The column or key that holds ids, or audio paths.")
  var idColumn: String?

  @Option(help: "The column or key that holds transcripts.")
  var textColumn: String?

  @OptionGroup(title: "Further evidence, which never decides the verdict")
  var supplementary: SupplementaryOptions

  @Option(
    help: ArgumentHelp(
      "What a probe without transcript means: an error, an empty transcript, or leave it out.",
      discussion: "Leaving out makes the report exploratory."))
  var missing = MissingPolicy.error

  @Option(help: "How texts are made comparable; must be what the ledger fixed (the default).")
  var normalizer: Normalizer?

  @Option(
    help: ArgumentHelp(
      "The published commitment (default: commitment.json beside the ledger, if any).",
      valueName: "file"))
  var commitment: String?

  @OptionGroup var judging: GateOptions

  @Flag(help: "Write texts and transcripts of canaries into the report.")
  var reveal = false

  @Flag(help: "Write junit.xml too, a test case for each judgement of the gate.")
  var junit = false

  @Flag(help: "Write report.sarif too, a result for each judgement that did not pass.")
  var sarif = false

  @OptionGroup var options: RenderingOptions

  @Flag(help: "Move an existing output aside.")
  var force = false

  @Flag(help: "Print the report's head as JSON.")
  var json = false

  func validate() throws {
    guard !output.isEmpty else {
      throw ValidationError("'--output' takes the name of a directory.")
    }
    try supplementary.validate(beside: transcripts)
  }

  private var formats: [ReportFormat] {
    [.json, .html, .markdown] + (junit ? [.junit] : []) + (sarif ? [.sarif] : [])
  }

  func run() throws {
    let summary = try options.summaryFile()
    let staged = try StagedDirectory(target: output, force: force)
    let (ledger, root) = try LedgerFile.read(ledger)
    let reader = try TranscriptReader(
      path: transcripts, format: transcriptsFormat, idColumn: idColumn, textColumn: textColumn)
    diagnose("transcripts: \(reader.decision)")
    var request = ScoringRequest(
      ledger: ledger, root: root.hex,
      commitment: try commitmentState(Commitment(ledger: ledger, root: root)),
      normalizer: try normalizer ?? promised(ledger), tool: toolVersion)
    request.missing = missing
    let evidence = try supplementary.read(beside: transcripts, idColumn: idColumn)
    var (report, scored) = try request.run(reader, evidence)
    let judged = judging.isAsked ? try judging.judge(report) : nil
    report.gateResult = judged

    let rows = scored.lazy.map { ReportRow($0, revealing: reveal) }
    let rendering = options.rendering(allowsInconclusive: judging.allowInconclusive)
    for format in formats {
      let file = try OutputFile("\(staged.path)/\(format.fileName)")
      try rendering.render(report, rows, as: format) { bytes throws(Problem) in
        try file.write(bytes)
      }
      try file.close()
    }
    try staged.commit()
    if let summary { try options.appendSummary(of: report, to: summary) }

    tellNames(report)
    if json {
      print(String(decoding: JSONCoding.encoded(report, pretty: true), as: UTF8.self))
    } else {
      print(VerdictPrint(report).text)
      if let judged { print("\n" + GatePrint(judged).text) }
      let names = formats.map { "\(output)/\($0.fileName)" }
      print("\nreport: \(names.joined(separator: ", "))")
    }
    if let judged { try judging.leave(judged.overall) }
    if report.conditions.missingTranscripts || report.conditions.mismatch {
      throw ExitStatus.inconclusive
    }
  }

  private func promised(_ ledger: Ledger) throws(Problem) -> Normalizer {
    let label = ledger.header.primaryAnalysis.normalizer
    guard let normalizer = Normalizer.allCases.first(where: { $0.label == label }) else {
      throw Problem(
        .badData, "the ledger asks for the normaliser '\(label)', which this version does not have",
        file: self.ledger, field: "normalizer")
    }
    return normalizer
  }

  private func commitmentState(
    _ expected: Commitment
  ) throws(Problem) -> Report.LedgerRecord.CommitmentState {
    let beside = "\(parentDirectory(of: self.ledger))/commitment.json"
    guard commitment != nil || fileExists(beside) else { return .absent }
    return try Commitment.read(commitment ?? beside) == expected ? .matches : .differs
  }

  private func tellNames(_ report: Report) {
    let transcripts = report.transcripts
    for (what, names) in [
      ("probe(s) without a transcript", transcripts.missing),
      ("row(s) that belong to no probe", transcripts.unknown),
      ("probe(s) with the same transcript twice", transcripts.repeated),
    ] where names.count > 0 {
      let more = names.count > names.first.count ? ", …" : ""
      diagnose("\(names.count) \(what): \(names.first.joined(separator: ", "))\(more)")
    }
    for (what, names) in [
      ("canaries without a finite loss", report.whiteBox?.missing),
      ("canaries without a transcript of the reference model", report.calibration?.missing),
    ] {
      guard let names, names.count > 0 else { continue }
      let more = names.count > names.first.count ? ", …" : ""
      diagnose("\(names.count) \(what), left out: \(names.first.joined(separator: ", "))\(more)")
    }
    let probes = report.transcripts.rows - transcripts.unknown.count
    if probes == 0, transcripts.rows > 0 {
      diagnose("no row belongs to this ledger: is it the ledger of another run?")
    }
  }
}
