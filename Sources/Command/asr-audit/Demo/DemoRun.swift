import ArgumentParser
import Demonstration
import Files
import Speech

struct DemoRun: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Runs the experiment (what 'asr-audit demo' does).")

  @Option(help: ArgumentHelp("The directory to write.", valueName: "dir"))
  var output = "demo"

  @Flag(help: "The default design at each speed, three draws, where clipping ends: 40 minutes.")
  var full = false

  @Flag(help: "Half of it, one draw: three minutes (the default).")
  var quick = false

  @Option(help: "The first seed.")
  var seed = 1

  @Option(help: "How many seeds (default: 1, with --full 3).")
  var seeds: Int?

  @Option(
    help: ArgumentHelp(
      "Ways of training, such as plain,per-example (default: all of them).", valueName: "name,…"))
  var variants: DemoVariantList?

  @Option(
    help: ArgumentHelp(
      "A seed's directory of an earlier run, whose corpus and base model are taken.",
      valueName: "dir"))
  var start: String?

  @Option(
    help: ArgumentHelp(
      "Recorded digits, DIR/<digit>/<speaker>/<recording>, in place of a synthesiser.",
      valueName: "dir"))
  var wordBank: String?

  @OptionGroup(title: "Engine") var engine: EngineOptions

  @Flag(help: "Move an existing output aside.")
  var force = false

  @Flag(help: "Go on with a run of the same options that was broken off.")
  var resume = false

  func validate() throws {
    guard !(full && quick) else {
      throw ValidationError("'--full' and '--quick' exclude one another.")
    }
    guard !(force && resume) else {
      throw ValidationError("'--force' begins anew and '--resume' goes on: leave one of them out.")
    }
    guard !output.isEmpty else {
      throw ValidationError("'--output' takes the name of a directory.")
    }
    guard (0...1_000_000).contains(seed), (1...100).contains(seeds ?? 1) else {
      throw ValidationError("'--seed' takes a number from 0 to 1000000, '--seeds' 1 to 100.")
    }
    if variants?.values.contains(where: \.isNewVoice) == true, wordBank != nil {
      throw ValidationError("a word bank has no new voice to try.")
    }
  }

  func run() throws {
    try checkInputs()
    try makeRoom()
    let size = size
    let kind = full ? "full" : "quick"
    diagnose(
      "\(kind) demo: \(size.variants.count) way(s) of training, \(size.seeds) seed(s), about "
        + "\(size.seeds * size.minutesASeed) minutes on two cores and \(size.seeds * 450) MB in "
        + output)
    let runner = try DemoRunner(directory: output)
    do {
      for seed in seed..<(seed + size.seeds) {
        try run(seed, size, runner)
      }
    } catch {
      diagnose("what is finished is kept: the same command with --resume goes on from there")
      throw error
    }
    try DemoPage.write(output)
  }

  /// What is missing is told before anything is written.
  private func checkInputs() throws(Problem) {
    if let start {
      for name in ["base/model.safetensors", "corpus/train.json"]
      where !fileExists("\(start)/\(name)") {
        throw Problem(
          .missingInput, "there is no \(name) in it", file: start,
          hint: "--start takes a seed-… directory of an earlier demo")
      }
    }
    if let wordBank { _ = try WordBank(wordBank) }
  }

  /// Commands write into the directory by its name, so it cannot be built elsewhere and renamed: the
  /// page, which comes last, says that it is whole.
  private func makeRoom() throws(Problem) {
    if resume {
      guard fileExists("\(output)/commands.sh") else {
        throw Problem(
          .missingInput, "no run was begun in it", file: output, hint: "leave --resume out")
      }
      return
    }
    if fileExists(output) {
      guard force else {
        throw Problem(
          .cannotWrite, "already exists", file: output,
          hint:
            "choose another --output, pass --force to move the old one aside, or --resume to go "
            + "on with it")
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
    try runner.take(plan.opening)
    if size.variants.contains(.perExample) {
      try runner.take(plan.perExample(DemoRules(plan.directory)))
    }
    try runner.take(plan.others(DemoRules(plan.directory)))
  }
}

/// Names of ways of training, with commas between them.
struct DemoVariantList: ExpressibleByArgument {
  let values: [DemoVariant]

  init?(argument: String) {
    var values: [DemoVariant] = []
    for name in argument.split(separator: ",", omittingEmptySubsequences: false) {
      guard let value = DemoVariant(rawValue: String(name)), !values.contains(value) else {
        return nil
      }
      values.append(value)
    }
    guard !values.isEmpty,
      values.contains(.perExample) || !values.contains(.lowerRate)
    else { return nil }
    self.values = values
  }

  static var allValueStrings: [String] { DemoVariant.allCases.map(\.rawValue) }
}
