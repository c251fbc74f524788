import ArgumentParser
import AuditModel
import Files
import Integrity
import Reports
import Scoring
import Transcripts

struct Score: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compares the transcripts of trained canaries with those of controls.",
    discussion: """
      Reads the transcripts of the probe set and writes OUTPUT/report.json, report.html and \
      report.md. Exits 0 once a report with a verdict is written, and 2 if probes have no \
      transcript or the ledger does not match; such a report has no results, and the next 'score' \
      replaces it without --force. With --gate it exits like 'asr-audit gate'.

      Examples:
        asr-audit score --ledger audited/ledger.json \\
          --transcripts hyp.json --output report --label conformer-l-40k
        asr-audit score --ledger audited/ledger.json \\
          --transcripts exp/decode/text --output report --gate asr-audit.yml
        asr-audit score --ledger audited/ledger.json --output report \\
          --transcripts hyps.csv --id-column file --text-column whisper
        asr-audit score --ledger audited/ledger.json --output report \\
          --transcripts hyp.json --loss-column ctc_loss
        asr-audit score --ledger audited/ledger.json --output report \\
          --transcripts hyp.json --evidence evidence.json
        asr-audit score --ledger audited/ledger.json --output report \\
          --transcripts hyp.json --probes asked --probe-transcripts hyp2.json
        asr-audit score --ledger audited/ledger.json --output report \\
          --transcripts hyp.json --promised-epsilon 8 --promised-delta 1e-6
        asr-audit score --ledger audited/ledger.json --output report \\
          --transcripts step1000=hyp1.json --transcripts step2000=hyp2.json \\
          --history audits.jsonl
      """)

  @Option(help: "The ledger that 'inject' wrote.")
  var ledger: String

  @Option(
    help: ArgumentHelp(
      "The decoder's output for the probe set: a file, a folder with a file for each utterance, or - "
        + "for standard input.",
      discussion: """
        Repeat it as LABEL=FILE for several checkpoints in the order of training: they are decided \
        together, and the report is that of the last one. It is exploratory unless 'inject --looks' \
        declared their number.
        """, valueName: "file"))
  var transcripts: [String]

  @OptionGroup var history: HistoryOption

  @Option(help: "The directory for the report. It appears whole or not at all.")
  var output: String

  @Option(help: "The format of the transcripts, if detection should not decide.")
  var transcriptsFormat: TranscriptFormat?

  @Option(help: "The column or key that holds ids or audio paths.")
  var idColumn: String?

  @Option(help: "The column or key that holds transcripts.")
  var textColumn: String?

  @OptionGroup var matching: MatchingOptions

  @Option(
    help: ArgumentHelp(
      "The model and checkpoint, as a text to appear in every report.", valueName: "text"))
  var label: String?

  @Flag(help: "Leave the date of the scoring (UTC) out of the report.")
  var noDate = false

  @OptionGroup(title: "Supplementary evidence, which never decides the verdict")
  var supplementary: SupplementaryOptions

  @OptionGroup(title: "Further probes, which never decide the verdict")
  var probing: ProbeAnswerOptions

  @Option(
    help: ArgumentHelp(
      "The treatment of a probe without a transcript: it is an error, counts as empty, or is skipped.",
      discussion: "With 'skip' the report is exploratory."))
  var missing = MissingPolicy.error

  @Flag(
    help: ArgumentHelp(
      "Remove text that most transcripts share and no reference contains.",
      discussion:
        "Markers of known decoders, such as </s>, are always removed. Other text that the decoder adds to "
        + "every transcript makes the result not measurable, unless this flag removes it."))
  var stripMarkers = false

  @Option(
    help: ArgumentHelp(
      "The text normaliser; it must be the one that the ledger declares (the default).",
      discussion: "'asr-audit inject --help' describes the normalisers."))
  var normalizer: Normalizer?

  @Option(
    help: ArgumentHelp(
      "The published commitment (default: commitment.json beside the ledger, if it exists).",
      valueName: "file"))
  var commitment: String?

  @Option(
    help: ArgumentHelp(
      "What training used of the canaries: a file that 'asr-audit check --seen' wrote.",
      discussion:
        "A canary that training is not known to have used cannot count as not memorised, and a control in "
        + "what training used makes the result not measurable.", valueName: "file"))
  var evidence: String?

  @OptionGroup(title: "Promised privacy") var promise: PromiseOptions

  @OptionGroup var gating: GateOptions

  @Flag(
    help: ArgumentHelp(
      "Write the canaries' texts and transcripts into the report.",
      discussion:
        "report.html also plays some canaries if the probe set is beside the ledger."))
  var reveal = false

  @Flag(help: "Also write OUTPUT/junit.xml, with a test case for each judgement of the gate.")
  var junit = false

  @Flag(help: "Also write OUTPUT/report.sarif, with a result for each judgement that did not pass.")
  var sarif = false

  @OptionGroup var options: RenderingOptions

  @Flag(help: "Move an existing output aside.")
  var force = false

  @Flag(help: "Print the report without the canaries' rows as JSON.")
  var json = false

  func validate() throws {
    guard !output.isEmpty else {
      throw ValidationError("'--output' takes the name of a directory.")
    }
    if let label, label.allSatisfy(\.isWhitespace) {
      throw ValidationError("'--label' takes a text, such as \"conformer-l, step 40000\".")
    }
    // Invalid labels are reported by 'run', because a problem has a hint.
    if let last = (try? LookArguments(transcripts))?.looks.last {
      try supplementary.validate(beside: last.path)
    }
  }

  private var formats: [ReportFormat] {
    [.json, .html, .markdown] + (junit ? [.junit] : []) + (sarif ? [.sarif] : [])
  }

  func run() throws {
    let looks = try LookArguments(transcripts).looks
    guard looks.count < 2 || missing != .skip else {
      throw Problem(
        .usage, "several checkpoints are decided together only if no probe is left out",
        field: "--missing", hint: "pass --missing empty, or score each checkpoint alone")
    }
    try refuseOverlap(
      outputs: [
        NamedPath("--output", output), NamedPath("--history", history.history),
        options.summaryOutput, NamedPath("--silence-list", probing.silenceList),
      ],
      inputs: inputs(looks))
    try history.check(looks, output: output)
    let directory = try ReportDirectory(output, force: force)
    var (scored, rows, root) = try score(looks)
    if let count = try history.append(scored, root: root, looks) { scored.record(count) }
    let judged = gating.isRequested ? try gating.judge(scored) : nil
    let (report, result) = (judged?.report ?? scored, judged?.result)

    var rendering = options.rendering(allowsInconclusive: gating.allowInconclusive)
    if reveal { rendering.audio = CanaryRecordings(ledger: ledger).samples(of: rows) }
    let files = try directory.write(
      report, rows.lazy.map { ReportRow($0, revealing: reveal) }, as: formats, rendering)
    try options.appendSummary(of: report)

    diagnoseNames(report)
    if json {
      print(String(decoding: JSONCoding.encoded(report, pretty: true), as: UTF8.self))
    } else {
      print(VerdictPrint(report).text)
      if let result { print("\n" + GatePrint(result).text) }
      print("\nreport: \(files.joined(separator: ", "))")
    }
    if let result { try gating.exit(result) }
    if report.isUnmeasured { throw ExitStatus.inconclusive }
  }

  private func inputs(_ looks: [LookArguments.Look]) -> [NamedPath?] {
    let directory = parentDirectory(of: ledger)
    let beside = "\(directory)/commitment.json"
    return looks.map { NamedPath("--transcripts", $0.path) } + supplementary.inputs
      + probing.inputs
      + gating.inputs() + [
        NamedPath("--ledger", ledger), NamedPath("--evidence", evidence),
        NamedPath("--probe", matching.probe),
        NamedPath("--commitment", commitment ?? (fileExists(beside) ? beside : nil)),
        reveal ? NamedPath("--reveal", "\(directory)/probe") : nil,
      ]
  }

  private func score(
    _ looks: [LookArguments.Look]
  ) throws -> (report: Report, rows: [CanaryRow], root: Digest) {
    let (ledger, root) = try LedgerFile.read(ledger)
    let readers = try looks.map { look in
      let reader = try TranscriptReader(
        path: look.path, format: transcriptsFormat, idColumn: idColumn, textColumn: textColumn,
        matchesByOrder: matching.isByOrder, alternatives: matching.bestOf > 1)
      diagnose("transcripts\(look.label.map { " of \($0)" } ?? ""): \(reader.decision)")
      return Look(label: look.label, transcripts: reader)
    }
    let last = looks[looks.count - 1]
    var request = ScoringRequest(
      ledger: ledger, root: root.hex,
      commitment: try commitmentState(Commitment(ledger: ledger, root: root)),
      normalizer: try normalizer ?? declaredNormalizer(ledger, file: self.ledger), tool: toolVersion
    )
    request.evidence = try evidence.map {
      try ConsumptionEvidence.read($0, of: ledger, root: root)
    }
    let recordings = CanaryRecordings(ledger: self.ledger)
    request.loudness = recordings.loudness(of: ledger)
    request.sounds = recordings.sounds(of: ledger)
    request.promise = promise.guarantee
    request.missing = missing
    request.matching = try matching.rules(ledger: self.ledger, ledger.header.corpus.probeName)
    request.removesSharedText = stripMarkers
    let labels = [label, last.label].compactMap(\.self)
    request.label = labels.isEmpty ? nil : labels.joined(separator: ", ")
    request.date = noDate ? nil : .today
    var evidence = try supplementary.read(
      beside: last.path, idColumn: idColumn, matchesByOrder: matching.isByOrder)
    if let (answers, silence) = try probing.read(
      request, root, ledger: self.ledger, force: force)
    {
      (evidence.probes, evidence.silence) = (answers, silence)
    }
    let (report, rows) = try Scorer(request).score(readers, evidence)
    return (report, rows, root)
  }

  private func commitmentState(
    _ expected: Commitment
  ) throws(Problem) -> Report.LedgerRecord.CommitmentState {
    let beside = "\(parentDirectory(of: self.ledger))/commitment.json"
    guard commitment != nil || fileExists(beside) else { return .absent }
    return try Commitment.read(commitment ?? beside) == expected ? .matches : .differs
  }
}
