import ArgumentParser
import AuditModel
import Files
import Gating
import Injection
import Manifests
import Preflight
import Profiles
import Randomness
import Scoring
import Speech

struct Inject: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Injects canaries into a copy of a training manifest.",
    discussion: """
      Writes OUTPUT/train (the training data), OUTPUT/probe (the audio to transcribe after \
      training), OUTPUT/ledger.json (secret) and OUTPUT/commitment.json (to publish before \
      training). Your own lines are copied byte for byte; nothing is edited in place.

      Examples:
        asr-audit inject --manifest train.json --output audited
        asr-audit inject --manifest data/train --speeds 2,3 --dry-run
        asr-audit inject --manifest train.json --output audited \\
          --profile icefall-zipformer --tokenizer tokens.txt
        asr-audit inject --manifest train.json --output audited \\
          --frame-rate 25 --tokenizer tokens.txt
        asr-audit inject --manifest train.json --output audited \\
          --voice-command 'espeak-ng -w {output} {text}'
      """)

  @Option(
    help: ArgumentHelp(
      "The training manifest, in a format that 'asr-audit formats' lists.",
      discussion: """
        Several manifests are named as a.json,b.json or manifest__OP_0..7_CL_.json; the canaries are \
        spread over all of them.
        """))
  var manifest: String

  @Option(
    help: ArgumentHelp(
      "The directory to write; it appears completely or not at all. Not needed for --dry-run.",
      valueName: "dir"))
  var output: String?

  @Option(
    help: ArgumentHelp(
      "Seed that repeats a run: a whole number from 0, or the 64 hexadecimal digits of a ledger.",
      discussion: "Without it the seed is secret: 256 random bits, stored in the ledger.",
      valueName: "number"))
  var seed: SeedArgument?

  @OptionGroup(title: "Manifest") var manifestOptions: ManifestOptions
  @OptionGroup(title: "Design") var design: DesignOptions
  @OptionGroup(title: "Voices") var voices: VoiceOptions
  @OptionGroup(title: "Recipe") var recipe: RecipeOptions

  @Option(
    help: ArgumentHelp(
      "Source of the words: common (built in), manifest (the corpus), or a file with one per line.",
      valueName: "source"))
  var vocabulary = "common"

  @Option(
    help: ArgumentHelp(
      "Whether the audit assumes that training used the canaries, or requires evidence.",
      discussion:
        "Tracers, a detection or losses are evidence. Without it the gate is inconclusive. Default: as in "
        + "the gate file, otherwise required."))
  var trainingEvidence: PrimaryAnalysis.TrainingEvidence?

  @Option(
    help: ArgumentHelp(
      "Number of checkpoints that 'score' will decide together; declared before training.",
      valueName: "number"))
  var looks: Int?

  @Option(
    help: ArgumentHelp(
      "Families of further probes that 'probe' will write; declared before training.",
      discussion:
        "The report marks all other families as exploratory. 'asr-audit probe --help' describes them.",
      valueName: "family,…"))
  var families: ProbeFamilyList?

  @Option(
    help: ArgumentHelp(
      "The text normaliser, which is declared before training.",
      discussion: """
        basic ignores case, punctuation and spacing, in every language. whisper-en is Whisper's \
        English normaliser: choose it if transcripts and references of the corpus differ in numbers \
        ($25, twenty five dollars), contractions or British spellings. none compares texts \
        unchanged. Canaries of --units digits or letters are compared alike under all three: \
        "513" equals "five one three", and "A.B." equals "a b".
        """))
  var normalizer = Normalizer.basic

  @Option(
    help: ArgumentHelp(
      "A gate file whose limits are declared before training (default: asr-audit.yml, if any).",
      valueName: "file"))
  var gate: String?

  @Option(
    help: ArgumentHelp(
      "The largest share of canaries in all training audio, for example 0.05 or 5%.",
      valueName: "share"))
  var maxShare = Share(0.05)

  @Option(help: "Length of the corpus in hours, if the manifest does not state it.")
  var corpusHours: Double?

  @Option(help: "Sample rate of the canaries in Hz (default: as in the corpus).")
  var sampleRate: Int?

  @Option(help: "Channels of the canaries (default: as in the corpus).")
  var channels: Int?

  @Option(help: "Container of the canaries (default: as in the corpus).")
  var container: AudioFormat.Container?

  @OptionGroup var archives: ArchiveOptions

  @Flag(help: "Write the user's relative paths as absolute paths instead of linking their targets.")
  var absolutePaths = false

  @Flag(help: "Write paths of canaries relative to the manifest, so that the audit can be moved.")
  var relative = false

  @Option(
    help: ArgumentHelp(
      "The value of a field for the entries of canaries; repeatable.",
      discussion: """
        A field that all entries of the corpus have with one value is copied. A field whose values \
        vary, such as source_lang, needs a value, because loaders may drop entries without it. \
        Write {text} for the text of the canary. In a Kaldi directory a field is a file, such as \
        utt2category.
        """, valueName: "field=value"))
  var set: [String] = []

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
        "'--manifest' takes a file or a directory, because the manifest is read twice.")
    }
    for setting in set where !setting.dropFirst().contains("=") {
      throw ValidationError("'--set' takes field=value, such as source_lang=en, not '\(setting)'.")
    }
    guard maxShare.value > 0, maxShare.value < 1 else {
      throw ValidationError("'--max-share' takes a share above 0 and below 1, such as 0.05 or 5%.")
    }
    guard corpusHours.map({ $0 > 0 && $0.isFinite }) ?? true else {
      throw ValidationError("'--corpus-hours' takes a number of hours above 0.")
    }
    guard sampleRate.map((4_000...192_000).contains) ?? true else {
      throw ValidationError("'--sample-rate' takes a rate from 4000 to 192000 Hz.")
    }
    guard looks.map((1...PrimaryAnalysis.mostLooks).contains) ?? true else {
      throw ValidationError("'--looks' takes a number from 1 to \(PrimaryAnalysis.mostLooks).")
    }
    guard channels.map((1...8).contains) ?? true else {
      throw ValidationError("'--channels' takes 1 to 8.")
    }
  }

  func run() throws {
    try refuseOverlap(outputs: [NamedPath("--output", output)], inputs: inputs)
    if let output { try checkOutput(output) }
    let line = ProgressLine()
    defer { line.finish() }
    let (request, plan) = try planned { line.show($0.rawValue, $1, $2) }
    line.finish()
    try archives.check(plan, request)
    let experiment = request.experiment
    let evidence = DesignPlan(
      experiment.design, gate: experiment.gate, primaryAnalysis: experiment.primaryAnalysis,
      assumptions: DesignPlan.Assumptions(voices: request.voices.synthesizer.voices.count))
    if !plan.traits.addedFields.isEmpty {
      let fields = plan.traits.addedFields.map(\.description).joined(separator: ", ")
      diagnose("fields of the corpus that the canaries get: \(fields)")
    }
    for warning in plan.traits.warnings + plan.warnings + warnings(plan, request)
      + evidence.warnings.map(\.text)
    {
      diagnose("warning: \(warning)")
    }
    if dryRun {
      print(DryRunPrint(request, plan).text(asJSON: json))
      return
    }
    let summary = try Injector(request).inject(plan) { line.show($0.rawValue, $1, $2) }
    line.finish()
    let survival = request.recipe.map {
      SurvivalCheck(summary.ledger, $0.profile, tokens: $0.tokens, epochs: $0.epochs)
    }
    let result = InjectionPrint(summary, survival)
    for warning in result.warnings { diagnose("warning: \(warning)") }
    print(result.text(asJSON: json))
  }
}
