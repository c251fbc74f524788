import Analyses
import ArgumentParser
import Capacity
import Files
import Kernels

struct CapacityRun: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract:
      "Trains the embedded recogniser on more and more canaries (the default of 'capacity').",
    discussion: """
      The runs of a recipe differ in the number of canaries only: the first 16 of a random order, the \
      first 32, and so on, each repeated --repetitions times in an epoch beside the utterances of \
      --common. Passes over each utterance are therefore fixed, and the steps and the schedule grow \
      with the size; recipes state epochs. After the first size that is not memorised, --bisections \
      runs narrow the range. The model of size 0 sees no canary; losses are compared with its losses.

      Writes OUTPUT/analysis.json and analysis.html, and for each recipe OUTPUT/NAME/size-00016 with \
      the run and size-00016.jsonl with losses and transcripts. OUTPUT/utterances.jsonl states the \
      role of every canary: it is as secret as the ledger. Ctrl-C saves the run, and --resume \
      continues it with the same result.

      Examples:
        asr-audit capacity run --ledger audited/ledger.json \\
          --common train.json --recipe recipe.yml --output capacity
        asr-audit capacity run --ledger audited/ledger.json --common train.json \\
          --recipe recipe.yml --vary d_model=64,96 --texts shuffled --output out
      """)

  @OptionGroup var options: CapacityOptions

  @Option(
    help: ArgumentHelp(
      "The recipe to train with, a YAML file; repeat the option to compare recipes.",
      valueName: "file"))
  var recipe: [String] = []

  @Option(
    help: ArgumentHelp(
      "A key of the recipe and its values: every recipe is trained with each of them.",
      discussion:
        "For example d_model=64,96,144 or max_grad_norm=1,4,16. The result has a chart of the memorised "
        + "sizes by the number of parameters.", valueName: "key=value,…"))
  var vary: RecipeVariation?

  @Option(
    name: .customLong("init"),
    help: ArgumentHelp("A model.safetensors to start training from.", valueName: "file"))
  var start: String?

  @Option(help: ArgumentHelp("The directory to write.", valueName: "dir"))
  var output: String

  @Flag(help: "Continue in OUTPUT, with the same options as before.")
  var resume = false

  @Flag(help: "Move an existing output aside.")
  var force = false

  @Flag(help: "Print analysis.json instead of the table.")
  var json = false

  @OptionGroup(title: "Engine") var engine: EngineOptions

  func validate() throws {
    guard !output.isEmpty else {
      throw ValidationError("'--output' takes the name of a directory.")
    }
    guard !resume || !force else {
      throw ValidationError("'--resume' continues an output and '--force' replaces it.")
    }
    guard options.common != nil || start != nil else {
      throw ValidationError(
        "Name '--common' or '--init': without both there is no model without canaries.")
    }
  }

  func run() throws {
    try refuseOverlap(
      outputs: [NamedPath("--output", output)],
      inputs: options.inputs + recipe.map { NamedPath("--recipe", $0) }
        + [NamedPath("--init", start)])
    let stated = try namedRecipes(recipe, startingFrom: start)
    let recipes = try vary?.recipes(of: stated, startingFrom: start) ?? stated
    let experiment = try CapacityExperiment(options)
    let ladder = try options.ladder(of: experiment)
    let inputs = try CapacityInputs(
      experiment, options, ladder, start: start, recipes: recipes)
    try begin(inputs, experiment, recipes.map(\.name))
    var series: [CapacityResult.Series] = []
    for (name, recipe) in recipes {
      let runs = CapacityRuns(
        experiment: experiment, options: options, ladder: ladder, name: name, recipe: recipe,
        start: start, directory: "\(output)/\(name)", threads: engine.threadCount,
        isa: try engine.isa())
      guard let found = try runs.run() else {
        print("saved; continue with --resume")
        throw ExitStatus.interrupted
      }
      series.append(found)
    }
    let result = CapacityOutput(inputs, utterances: experiment.utterances, series)
    try result.write(to: output)
    result.show(output: output, asJSON: json)
  }

  /// Creates the output, or checks that it is that of the same experiment.
  private func begin(
    _ inputs: CapacityInputs, _ experiment: CapacityExperiment, _ names: [String]
  ) throws(Problem) {
    guard !resume else { return try inputs.requireSame(as: "\(output)/capacity.json") }
    let staged = try StagedDirectory(target: output, force: force)
    try writeFile("\(staged.path)/capacity.json", inputs.bytes)
    try writeFile("\(staged.path)/utterances.jsonl", experiment.lines)
    for name in names { try staged.makeDirectory(name) }
    try staged.commit()
  }
}
