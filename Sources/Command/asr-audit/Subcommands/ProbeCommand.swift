import ArgumentParser
import AuditModel
import Files
import Probing
import Speech

struct ProbeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "probe",
    abstract: "Writes altered copies of the probe set, to ask the model differently.",
    discussion: """
      Writes OUTPUT with the sound of every canary and control and of some check utterances, altered in \
      several ways, a manifest in the format of the probe set, and OUTPUT/probes.json (secret). \
      Transcribe the manifest with your decoder and pass both to 'score': it compares trained \
      canaries with controls for each alteration. It never changes the verdict.

      Families: same (unchanged), speed (0.95x and 1.05x), level (-20 dB), noise (white, 20, 10 and \
      5 dB), band (up to 4 kHz), padding (0.3 s of silence around), masked (the last, the middle or the \
      last two words hidden), silence (sounds without speech).

      Examples:
        asr-audit probe --ledger audited/ledger.json --output asked
        asr-audit probe --ledger audited/ledger.json --output asked \\
          --families same,speed,noise
        asr-audit score --ledger audited/ledger.json --transcripts hyp.json \\
          --probes asked --probe-transcripts hyp2.json --output report
      """)

  @Option(
    help: ArgumentHelp(
      "The ledger that 'inject' wrote, beside its probe set.", valueName: "file"))
  var ledger: String

  @Option(help: "The directory to write. It appears whole or not at all.")
  var output: String

  @Option(
    help: ArgumentHelp(
      "The families to write (default: those that the ledger declares, otherwise same, speed, level, "
        + "noise, padding and silence).",
      valueName: "family,…"))
  var families: ProbeFamilyList?

  @Option(
    help: ArgumentHelp("The largest number of check utterances.", valueName: "number"))
  var checkUtterances = 40

  @Option(
    help: ArgumentHelp(
      "The places of the words in the probe set, as a CTM file, for the family masked.",
      discussion:
        "Without it, canaries of the built-in voices or of a word bank are rendered again to find them, "
        + "and check utterances are not masked.", valueName: "file"))
  var alignment: String?

  @Option(
    help: ArgumentHelp(
      "The word bank that the canaries come from, for the family masked.", valueName: "dir"))
  var wordBank: String?

  @Flag(help: "Move an existing output aside.")
  var force = false

  @Flag(help: "Print the result as JSON.")
  var json = false

  /// The families that apply to every corpus.
  private static let usualFamilies: Set<ProbeFamily> = [
    .same, .speed, .level, .noise, .padding, .silence,
  ]

  func validate() throws {
    guard !output.isEmpty else {
      throw ValidationError("'--output' takes the name of a directory.")
    }
    guard (0...100_000).contains(checkUtterances) else {
      throw ValidationError("'--check-utterances' takes a number from 0 to 100000.")
    }
  }

  func run() throws {
    let audit = parentDirectory(of: ledger)
    try refuseOverlap(
      outputs: [NamedPath("--output", output)],
      inputs: [
        NamedPath("--ledger", ledger), NamedPath("--ledger", "\(audit)/probe"),
        NamedPath("--alignment", alignment), NamedPath("--word-bank", wordBank),
      ])
    let (ledger, root) = try LedgerFile.read(ledger)
    guard !ledger.header.design.hasShuffledTexts else {
      throw Problem(
        .usage, "its texts are shuffled, so no sound has words of its text to alter or to hide",
        file: self.ledger, field: "--ledger", hint: "inject an audit with --texts own to probe it")
    }
    let declared = ledger.header.probeFamilies.map(Set.init)
    var request = ProbeRequest(
      ledger: ledger, root: root, audit: audit,
      families: families.map { Set($0.values) } ?? declared ?? Self.usualFamilies,
      output: output, tool: toolVersion)
    request.checkUtterances = checkUtterances
    request.alignment = alignment
    request.synthesizer = try synthesizer(of: ledger)
    request.force = force
    let line = ProgressLine()
    defer { line.finish() }
    let summary = try Prober(request).write { line.show("writing sounds", $0, $1) }
    line.finish()
    print(text(of: summary))
  }

  /// The synthesiser that the canaries come from; nil if it is not at hand.
  private func synthesizer(of ledger: Ledger) throws(Problem) -> (any Synthesizer)? {
    if let wordBank { return try WordBank(wordBank) }
    let flite = FliteSynthesizer()
    return ledger.header.synthesizer == flite.description ? flite : nil
  }

  private func text(of summary: ProbeSummary) -> String {
    if json { return String(decoding: JSONCoding.encoded(summary, pretty: true), as: UTF8.self) }
    if summary.leftOutCheckUtterances > 0 {
      diagnose(
        "\(counted(summary.leftOutCheckUtterances, "check utterance", "check utterances")) without a "
          + "readable audio file left out")
    }
    if summary.unmasked > 0 {
      diagnose(
        "\(counted(summary.unmasked, "canary or control", "canaries and controls")) not masked: the "
          + "places of the words are unknown, or the words are too short")
    }
    let rows = summary.families.map {
      [$0.family.rawValue, $0.strengths.joined(separator: "; "), "\($0.probes)"]
    }
    let total = summary.families.reduce(0) { $0 + $1.probes }
    return textTable(["family", "strengths", "sounds"], rows)
      + "\n\n\(total) sounds, \(trimmed((summary.seconds / 60 * 10).rounded() / 10)) minutes\n"
      + "transcribe: \(summary.manifest)"
  }
}

/// Families separated by commas.
struct ProbeFamilyList: ExpressibleByArgument {
  let values: [ProbeFamily]

  init?(argument: String) {
    let names = argument.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    let families = names.compactMap(ProbeFamily.init(rawValue:))
    guard families.count == names.count, Set(families).count == families.count else { return nil }
    values = families
  }

  static var allValueStrings: [String] { ProbeFamily.allCases.map(\.rawValue) }
}
