import ArgumentParser
import AuditModel
import Files
import Gating
import Injection
import Manifests
import Randomness
import Scoring
import Speech

struct Inject: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Injects canaries in a copy of a training manifest.",
    discussion: """
      Writes OUTPUT/train (give it to the trainer), OUTPUT/probe (transcribe it after training), \
      OUTPUT/ledger.json (secret) and OUTPUT/commitment.json (may be published before training). \
      Your own lines stay as they are, byte for byte; nothing is edited in place.

      Examples:
        asr-audit inject --manifest train.json --output audited
        asr-audit inject --manifest data/train --speeds 2,3 --dry-run
        asr-audit inject --manifest train.json --output audited \\
          --frame-rate 25 --tokens tokens.txt
        asr-audit inject --manifest train.json --output audited \\
          --voice-command 'espeak-ng -w {output} {text}'
      """)

  @Option(help: "The training manifest: a NeMo file, or a Kaldi data directory.")
  var manifest: String

  @Option(
    help: ArgumentHelp(
      "The directory to write; it appears whole or not at all. Not needed for --dry-run.",
      valueName: "dir"))
  var output: String?

  @Option(help: "The manifest's format, where detection should not decide.")
  var format: ManifestFormat?

  @Option(
    help: ArgumentHelp(
      "A whole number from 0, or the 64 hexadecimal digits of a ledger, for repeating a run.",
      discussion: "Without it the seed is secret: 256 bits from the system, kept in the ledger.",
      valueName: "number"))
  var seed: SeedArgument?

  @OptionGroup(title: "Design") var design: DesignOptions
  @OptionGroup(title: "Voices") var voices: VoiceOptions
  @OptionGroup(title: "Recipe") var recipe: RecipeOptions

  @Option(
    help: ArgumentHelp(
      "Where words come from: common (built in), manifest (the corpus), or a file, one a line.",
      valueName: "source"))
  var vocabulary = "common"

  @Option(help: "Whether the use of the canaries is assumed, or must be proven.")
  var trainingEvidence = PrimaryAnalysis.TrainingEvidence.assumed

  @Option(help: "How texts are made comparable; fixed here, before training.")
  var normalizer = Normalizer.basic

  @Option(
    help: ArgumentHelp(
      "A gate file whose limits are fixed before training (default: asr-audit.yml here, if any).",
      valueName: "file"))
  var gate: String?

  @Option(help: "The largest share of canaries in all training audio.")
  var maxShare = 0.05

  @Option(help: "Hours of the corpus, where nothing in it tells.")
  var corpusHours: Double?

  @Option(help: "Sample rate of the canaries in Hz (default: the corpus's).")
  var sampleRate: Int?

  @Option(help: "Channels of the canaries (default: the corpus's).")
  var channels: Int?

  @Option(help: "Container of the canaries (default: the corpus's).")
  var container: AudioFormat.Container?

  @Flag(help: "Write the user's relative paths out in full instead of linking what they lead to.")
  var absolutePaths = false

  @Flag(help: "Give canaries paths relative to the manifest.")
  var relative = false

  @Option(
    help: ArgumentHelp(
      "Ledgers of earlier audits, whose canaries must not be in the manifest.", valueName: "file"))
  var ledger: [String] = []

  @Option(
    help: ArgumentHelp(
      "An Ed25519 private key (PEM) that signs the commitment.", valueName: "key"))
  var sign: String?

  @Flag(help: "Move an existing output aside.")
  var force = false

  @Flag(help: "Print the plan and write nothing.")
  var dryRun = false

  @Flag(help: "Print the plan or the result as JSON.")
  var json = false

  func validate() throws {
    guard output != nil || dryRun else {
      throw ValidationError("Missing expected argument '--output <dir>' (or --dry-run).")
    }
    guard output != "" else {
      throw ValidationError("'--output' takes the name of a directory.")
    }
    guard manifest != "-" else {
      throw ValidationError(
        "'--manifest' takes a file or a directory: a manifest is read more than once.")
    }
    guard maxShare > 0, maxShare < 1 else {
      throw ValidationError("'--max-share' takes a share above 0 and below 1, such as 0.05.")
    }
    guard corpusHours.map({ $0 > 0 && $0.isFinite }) ?? true else {
      throw ValidationError("'--corpus-hours' takes a number of hours above 0.")
    }
    guard sampleRate.map((4_000...192_000).contains) ?? true else {
      throw ValidationError("'--sample-rate' takes a rate from 4000 to 192000 Hz.")
    }
    guard channels.map((1...8).contains) ?? true else {
      throw ValidationError("'--channels' takes 1 to 8.")
    }
  }

  func run() throws {
    let request = try request()
    if !dryRun { try refuseOutputAroundCorpus() }
    if !dryRun, fileExists(request.output), !force {
      throw Problem(
        .cannotWrite, "already exists", file: request.output,
        hint: "choose another --output, or pass --force to move the old one aside")
    }
    if !dryRun, !isDirectory(parentDirectory(of: request.output)) {
      throw Problem(
        .cannotWrite, "cannot be written: \(parentDirectory(of: request.output)) is no directory",
        file: request.output, hint: "create it first, or choose another --output")
    }
    let line = ProgressLine()
    defer { line.finish() }
    let plan = try request.plan { line.show($0.rawValue, $1, $2) }
    line.finish()
    let evidence = DesignPlan(
      request.design, gate: request.gate, primaryAnalysis: request.primaryAnalysis,
      assumptions: DesignPlan.Assumptions(voices: request.synthesizer.voices.count))
    for warning in plan.traits.warnings + warnings(plan) + evidence.warnings {
      diagnose("warning: \(warning)")
    }
    if dryRun {
      print(DryRunPrint(request, plan).text(asJSON: json))
      return
    }
    let summary = try request.execute(plan) { line.show($0.rawValue, $1, $2) }
    line.finish()
    let result = ResultPrint(summary)
    for warning in result.warnings { diagnose("warning: \(warning)") }
    print(result.text(asJSON: json))
  }

  private func warnings(_ plan: InjectionPlan) -> [String] {
    var warnings: [String] = []
    if plan.checkUtteranceCount < design.checkUtterances {
      warnings.append(
        "the corpus has \(plan.checkUtteranceCount) utterances with a text for check utterances")
    }
    if plan.isInAnotherAlphabet {
      warnings.append(
        "the corpus is in another alphabet than the canaries; take --vocabulary manifest with a "
          + "--voice-command or --word-bank of its language")
    }
    if trainingEvidence == .required, design.tracers == 0 {
      warnings.append(
        "without --tracers nothing but a detection can prove that training used the canaries")
    }
    return warnings
  }

  /// Moving an old output aside must not move the corpus.
  private func refuseOutputAroundCorpus() throws(Problem) {
    let target = absolutePath(output ?? "")
    for inside in [absolutePath(manifest), absolutePath(".")]
    where inside == target || inside.hasPrefix(target + "/") {
      throw Problem(
        .usage, "the output would take the place of \(inside)", file: output, field: "--output",
        hint: "name a new directory")
    }
  }

  // MARK: - From options to a request

  private func request() throws(Problem) -> InjectionRequest {
    let corpus = try openCorpus()
    if relative, corpus.format == .kaldi {
      throw Problem(
        .usage, "Kaldi's paths start at the working directory, not at the data directory",
        field: "--relative")
    }
    if corpus.format == .kaldi, absolutePath(output ?? ".").contains(where: \.isNewline) {
      throw Problem(
        .usage, "Kaldi's files have one entry a line; this path has a line break", file: output,
        field: "--output", hint: "name another directory")
    }
    let (voice, bankWords) = try voices.synthesizer()
    let secret = seed == nil
    var request = InjectionRequest(
      corpus: corpus, output: output ?? "",
      primaryAnalysis: PrimaryAnalysis(
        normalizer: normalizer.label, trainingEvidence: trainingEvidence),
      seed: seed?.seed ?? .fromSystem(), seedIsSecret: secret, synthesizer: voice,
      tool: toolVersion)
    request.force = force
    request.design = try design.design()
    request.gate = try gateLimits(gate) { limit throws(Problem) in
      try DesignCheck.check(limit, request.design)
    }
    request.asciiWordsOnly = voices.voiceCommand == nil && voices.wordBank == nil
    request.words = try words(bankWords)
    request.ctc = try recipe.ctc()
    request.sampleRate = sampleRate
    request.channels = channels
    request.container = container
    request.corpusHours = corpusHours
    request.maxShare = maxShare
    request.absolutePaths = absolutePaths
    request.relativeCanaryPaths = relative
    request.knownLedgers = try knownLedgers()
    if let sign { request.signingKeyPEM = try readFile(sign)[...].text ?? "" }
    return request
  }

  private func openCorpus() throws(Problem) -> any TrainingCorpus {
    if let format { return try format.open(manifest) }
    return try ManifestFormat.detect(manifest).open(manifest)
  }

  private func words(_ bankWords: [String]?) throws(Problem) -> InjectionRequest.Words {
    if let bankWords {
      try requireUnits(in: Set(bankWords))
      return .list(bankWords, name: "\(bankWords.count) recorded words")
    }
    switch vocabulary {
    case "common": return .common
    case "manifest": return .corpus
    default:
      let list = try Vocabulary.read(vocabulary, asciiOnly: voices.voiceCommand == nil)
      return .list(list, name: "\(list.count) words of \(baseName(of: vocabulary))")
    }
  }

  private func requireUnits(in bank: Set<String>) throws(Problem) {
    let needed: [String] =
      switch design.units {
      case .words: []
      case .letters: PhraseSource.letters
      case .digits: PhraseSource.digits
      }
    let lacking = needed.filter { !bank.contains($0) }
    guard lacking.isEmpty else {
      throw Problem(
        .badData, "the word bank does not say: \(lacking.joined(separator: ", "))",
        file: voices.wordBank, hint: "--units \(design.units.rawValue) needs them all")
    }
  }

  /// Those named, and the one that lies where an injected manifest has it.
  private func knownLedgers() throws(Problem) -> [(path: String, ledger: Ledger)] {
    var known: [(path: String, ledger: Ledger)] = []
    for path in ledger { known.append((path, try LedgerFile.read(path).ledger)) }
    let train = isDirectory(manifest) ? manifest : parentDirectory(of: manifest)
    let beside = "\(parentDirectory(of: absolutePath(train)))/ledger.json"
    if baseName(of: absolutePath(train)) == "train", fileExists(beside),
      let found = try? LedgerFile.read(beside).ledger
    {
      known.append((beside, found))
    }
    return known
  }
}

/// Looked up in the working directory where no gate file is named.
let defaultGateFile = "asr-audit.yml"

/// Limits for an audit that is still to come: those of a file, else of the default one, else the
/// standard ones.
/// - Parameter check: what it throws about a limit gets the limit's place in the file.
func gateLimits(
  _ path: String?, _ check: (GateLimit) throws(Problem) -> Void
) throws(Problem) -> [GateLimit] {
  guard let file = path ?? (fileExists(defaultGateFile) ? defaultGateFile : nil) else {
    return GateLimit.standard
  }
  let gate = try GateFile.read(file)
  try gate.eachLimit(check)
  return gate.limits
}
