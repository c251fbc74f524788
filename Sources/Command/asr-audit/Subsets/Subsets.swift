import ArgumentParser
import AuditModel
import Files
import Injection
import Integrity
import Manifests
import Memorization
import Randomness
import Recognizer
import RecognizerRuns

struct Subsets: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Trains reference models on random subsets of the utterances, for 'membership'.",
    discussion: """
      Deals the utterances of a manifest into random subsets, trains the embedded recogniser on each \
      subset, and measures every utterance with every model. Writes OUTPUT/references.jsonl, a trace \
      table with "in_training" that 'asr-audit membership --references' reads, and OUTPUT/members.jsonl, \
      which lists for each utterance the models that are trained on it.

      With --share 0.5 the models are complementary pairs: of each pair, one model is trained on an \
      utterance and one is not. With 1/n or 1 - 1/n, such as 0.25 or 0.75, groups of n models share the \
      utterances alike. Utterances with equal sound are in the same subsets.

      For an audit, --manifest is its probe set, of which --ledger deals only trained canaries and \
      controls, --common the training manifest without canaries, and --repetitions the number of copies. \
      Train the reference models like the target: with its recipe and its --init.

      Ctrl-C saves the run, and --resume continues it, with the same result. --plan trains nothing: it \
      writes a manifest for each subset and README.md for another toolkit.

      Examples:
        asr-audit subsets --manifest audited.json --init base/model.safetensors \\
          --recipe recipe.yml --models 8 --output refs
        asr-audit subsets --manifest audited/probe/probe.json \\
          --ledger audited/ledger.json --common train.json --repetitions 8 \\
          --recipe recipe.yml --output refs
        asr-audit subsets --manifest train.json --models 4 --plan --output refs
        asr-audit membership --ledger audited/ledger.json --target target.jsonl \\
          --references refs/references.jsonl --output membership
      """)

  @Option(
    help: ArgumentHelp(
      "The manifest to deal, in a format that 'asr-audit formats' lists.", valueName: "path"))
  var manifest: String

  @Option(
    help: ArgumentHelp(
      "The ledger of an audit: deal only its trained canaries and controls.", valueName: "file"))
  var ledger: String?

  @Option(
    help: ArgumentHelp(
      "A manifest that every model is trained on as well.", valueName: "path"))
  var common: String?

  @Option(help: ArgumentHelp("The directory to write.", valueName: "dir"))
  var output: String

  @Option(help: ArgumentHelp("The number of reference models.", valueName: "n"))
  var models = 8

  @Option(
    help: ArgumentHelp(
      "The share of the utterances that a model is trained on.", valueName: "share"))
  var share = Share(0.5)

  @Option(
    help: ArgumentHelp(
      "How often the utterances of a subset occur in its training data.", valueName: "n"))
  var repetitions = 1

  @Option(help: ArgumentHelp("The recipe to train with, a YAML file.", valueName: "file"))
  var recipe: String?

  @Option(
    name: .customLong("init"),
    help: ArgumentHelp("A model.safetensors to start training from.", valueName: "file"))
  var start: String?

  @Option(help: ArgumentHelp("The seed of the subsets.", valueName: "n"))
  var seed: UInt64 = 1

  @Flag(help: "Write manifests of the subsets for another toolkit, and train nothing.")
  var plan = false

  @Flag(help: "Continue in OUTPUT, with the same options as before.")
  var resume = false

  @Flag(help: "Move an existing output aside.")
  var force = false

  @OptionGroup(title: "Manifest") var manifestOptions: ManifestOptions
  @OptionGroup(title: "Engine") var engine: EngineOptions

  func validate() throws {
    guard !output.isEmpty else {
      throw ValidationError("'--output' takes the name of a directory.")
    }
    guard let share = SubsetDeal.Share(share.value) else {
      throw ValidationError("'--share' takes 1/n or 1 - 1/n, such as 0.5, 0.25 or 0.75.")
    }
    guard (2...1_000).contains(models), models % share.parts == 0 else {
      throw ValidationError(
        "'--models' takes a multiple of \(share.parts) up to 1000, because with this share each group of "
          + "\(share.parts) models shares the utterances alike.")
    }
    guard (1...1_000).contains(repetitions) else {
      throw ValidationError("'--repetitions' takes a number from 1 to 1000.")
    }
    guard !resume || !force else {
      throw ValidationError("'--resume' continues an output and '--force' replaces it.")
    }
    let trains: [(String, Bool)] = [
      ("--recipe", recipe != nil), ("--init", start != nil), ("--resume", resume),
    ]
    if plan, let option = trains.first(where: \.1)?.0 {
      throw ValidationError("'\(option)' is for training, and '--plan' trains nothing.")
    }
  }

  func run() throws {
    try refuseOverlap(
      outputs: [NamedPath("--output", output)],
      inputs: [
        NamedPath("--recipe", recipe), NamedPath("--init", start), NamedPath("--ledger", ledger),
      ]
        + manifestPaths(manifest)
        + (common.map { manifestFiles($0).map { NamedPath("--common", $0) } } ?? []))
    let format = try manifestOptions.format(of: manifest)
    let utterances = try dealtUtterances(format)
    let others = try readOthers(besides: utterances)
    let deal = try deal(utterances)
    let inputs = SubsetInputs(
      models: models, share: share.value, seed: seed, repetitions: repetitions,
      utterances: SubsetInputs.digest(of: utterances),
      others: common == nil ? nil : SubsetInputs.digest(of: others),
      initialModel: try start.map { path throws(Problem) in try Digest(ofFile: path).hex },
      recipe: plan ? nil : try configuration().withFiniteNumbers)
    let members = SubsetMembers(utterances: utterances, deal: deal)
    if plan {
      let plan = SubsetPlan(
        corpus: try RankCorpus(manifest, format: format, keys: manifestOptions.keys), deal: deal,
        common: common, repetitions: repetitions)
      return try plan.write(to: output, inputs, members, force: force)
    }
    try begin(inputs, members)
    let runs = SubsetRuns(
      manifest: manifest, utterances: utterances, others: others, deal: deal,
      repetitions: repetitions, recipe: try configuration(), start: start, directory: output,
      threads: engine.threadCount, isa: try engine.isa())
    guard try runs.run() else {
      print("saved; continue with --resume")
      throw ExitStatus.interrupted
    }
    try runs.writeTable(to: "\(output)/references.jsonl")
    print("\(output)/references.jsonl: \(models) models, \(utterances.count) utterances")
  }

  /// The utterances of the manifest, or those of them that are canaries of the ledger.
  private func dealtUtterances(_ format: ManifestFormat) throws(Problem) -> [RunUtterance] {
    let all = try readUtterances(manifest, format: format, keys: manifestOptions.keys).utterances
    guard let ledger else { return all }
    let canaries = try LedgerFile.read(ledger).ledger.canaries.filter {
      $0.role == .trained || $0.role == .control
    }
    let ids = Set(canaries.map(\.probeID))
    let utterances = all.filter { ids.contains($0.name) }
    guard !utterances.isEmpty else {
      throw Problem(
        .badData, "has none of the \(ids.count) canaries of \(ledger)", file: manifest,
        hint: "name the probe set of this audit, which has them")
    }
    return utterances
  }

  /// The utterances that every model is trained on.
  private func readOthers(besides utterances: [RunUtterance]) throws(Problem) -> [RunUtterance] {
    let numbers = try uniqueNames(of: utterances)
    guard let common else { return [] }
    let others = try readUtterances(
      common, format: manifestOptions.format, keys: manifestOptions.keys
    ).utterances
    let sounds = Set(utterances.map(\.audio))
    for other in others where sounds.contains(other.audio) || numbers[other.name] != nil {
      throw Problem(
        .badData,
        "utterance '\(other.name.printable)' is also in \(manifest), so every model would be trained on it",
        file: other.file, line: other.line, hint: "remove the utterance from one of the manifests")
    }
    return others
  }

  private func deal(_ utterances: [RunUtterance]) throws(Problem) -> SubsetDeal {
    let line = ProgressLine()
    defer { line.finish() }
    let sounds = try SoundSurvey(
      utterances, isa: try engine.isa(), threads: engine.threadCount
    ).run { line.show("reading audio", $0, $1) }
    let share = SubsetDeal.Share(share.value)!
    guard
      let deal = SubsetDeal(
        groups: SubsetDeal.groups(of: sounds.map(\.digest)), models: models, share: share,
        seed: Seed(short: seed))
    else {
      throw Problem(
        .badData, "has fewer different utterances than the \(share.parts) parts of a deal",
        file: manifest)
    }
    return deal
  }

  private func begin(_ inputs: SubsetInputs, _ members: SubsetMembers) throws(Problem) {
    guard !resume else { return try inputs.requireSame(as: "\(output)/subsets.json") }
    let staged = try StagedDirectory(target: output, force: force)
    try writeFile("\(staged.path)/subsets.json", inputs.bytes)
    try writeFile("\(staged.path)/members.jsonl", members.lines)
    try staged.commit()
  }

  private func configuration() throws(Problem) -> RecognizerConfiguration {
    try trainingRecipe(recipe, startingFrom: start)
  }
}
