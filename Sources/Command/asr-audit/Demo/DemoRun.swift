import ArgumentParser
import Demonstration
import Files
import Speech

struct DemoRun: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Runs the demonstration (the default of 'asr-audit demo').")

  @Option(help: ArgumentHelp("The output directory.", valueName: "dir"))
  var output = "demo"

  @Flag(
    help: ArgumentHelp(
      "Run all variants with the default design and three seeds, rank the corpus, and attack the model "
        + "without clipping: about an hour."))
  var full = false

  @Flag(help: "Run six variants with half the design and one seed: about 3 minutes (the default).")
  var quick = false

  @Option(help: "The first seed.")
  var seed = 1

  @Option(help: "The number of seeds (default: 1, with --full 3).")
  var seeds: Int?

  @Option(
    help: ArgumentHelp(
      "The training variants, such as plain,per-example (default: all that apply).",
      valueName: "name,…"))
  var variants: DemoVariantList?

  @Option(
    help: ArgumentHelp(
      "The seed-… directory of an earlier demonstration whose corpus and base model are used.",
      valueName: "dir"))
  var start: String?

  @Option(
    help: ArgumentHelp(
      "Recorded digits, DIR/<digit>/<speaker>/<recording>, to use instead of a synthesizer.",
      valueName: "dir"))
  var wordBank: String?

  @OptionGroup(title: "Engine") var engine: EngineOptions

  @Flag(help: "Move an existing output aside.")
  var force = false

  @Flag(help: "Continue an interrupted run with the same options.")
  var resume = false

  func validate() throws {
    guard !(full && quick) else {
      throw ValidationError("'--full' and '--quick' cannot be combined.")
    }
    guard !(force && resume) else {
      throw ValidationError(
        "'--force' starts a new run and '--resume' continues one: leave one of them out.")
    }
    guard !output.isEmpty else {
      throw ValidationError("'--output' expects the name of a directory.")
    }
    guard (0...1_000_000).contains(seed) else {
      throw ValidationError("'--seed' expects a number from 0 to 1000000.")
    }
    guard (1...100).contains(seeds ?? 1) else {
      throw ValidationError("'--seeds' expects a number from 1 to 100.")
    }
    if variants?.values.contains(where: \.isNewVoice) == true, wordBank != nil {
      throw ValidationError(
        "the variants 'new-voice' and 'new-voice-per-example' need a synthesizer: leave them or "
          + "'--word-bank' out.")
    }
  }

  func run() throws {
    try checkInputs()
    try prepareOutput()
    let size = size
    diagnose(
      "\(full ? "full" : "quick") demonstration: \(size.variants.count) training variant(s), "
        + "\(size.seeds) seed(s), about \(size.seeds * size.minutesPerSeed) minutes on two cores "
        + "and \(size.seeds * 450) MB in \(output)")
    let runner = try DemoRunner(directory: output)
    do {
      for seed in seed..<(seed + size.seeds) {
        try run(seed, size, runner)
      }
    } catch {
      diagnose("finished steps are kept: repeat the command with --resume to continue")
      throw error
    }
    try DemoPage.write(output)
  }

  /// Reports missing inputs before anything is written.
  private func checkInputs() throws(Problem) {
    try refuseOverlap(
      outputs: [resume ? nil : NamedPath("--output", output)],
      inputs: [NamedPath("--start", start), NamedPath("--word-bank", wordBank)])
    if let start {
      for name in ["base/model.safetensors", "corpus/train.json"]
      where !fileExists("\(start)/\(name)") {
        throw Problem(
          .missingInput, "does not contain \(name)", file: start,
          hint: "--start expects a seed-… directory of an earlier demonstration")
      }
    }
    if let wordBank { _ = try WordBank(wordBank) }
  }

  /// Creates the output directory. It is not staged: manifests contain absolute paths, so it cannot be
  /// written elsewhere and renamed. The page is written last and shows that the output is complete.
  private func prepareOutput() throws(Problem) {
    if resume {
      guard fileExists("\(output)/commands.sh") else {
        throw Problem(
          .missingInput, "contains no interrupted run", file: output, hint: "leave --resume out")
      }
      return
    }
    if fileExists(output) {
      guard force else {
        throw Problem(
          .cannotWrite, "already exists", file: output,
          hint: "choose another --output, pass --force to move the existing one aside, or "
            + "--resume to continue it")
      }
      try moveAside(output)
    }
    try makeDirectories(output)
  }

  private var size: DemoSize {
    var size = full ? DemoSize.full : .quick
    if let seeds { size.seeds = seeds }
    if let variants { size.variants = variants.values }
    if wordBank != nil { size.variants.removeAll(where: \.isNewVoice) }
    return size
  }

  private func run(_ seed: Int, _ size: DemoSize, _ runner: DemoRunner) throws {
    var plan = DemoPlan(size: size, seed: seed, directory: "\(output)/seed-\(seed)")
    plan.start = start
    plan.wordBank = wordBank
    plan.threads = engine.threads
    try runner.run(plan.opening)
    if size.variants.contains(.perExample) {
      try runner.run(plan.perExample(DemoRules(plan.directory)))
    }
    try runner.run(plan.others(DemoRules(plan.directory)))
    try runner.run(plan.analyses)
  }
}
