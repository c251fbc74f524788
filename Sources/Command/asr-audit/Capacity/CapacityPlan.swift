import ArgumentParser
import Capacity
import Files
import Recognizer
import RecognizerRuns

struct CapacityPlan: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract:
      "Prints the runs of a capacity experiment with their cost, and writes their manifests.",
    discussion: """
      Trains nothing. The cost of a run is the number of utterances in an epoch, as a multiple of the \
      training without canaries; with --recipe also the utterances in all epochs. \
      Writes a manifest of JSON Lines with the canaries of each size, OUTPUT/measure.jsonl with the \
      utterances to transcribe after training, and OUTPUT/README.md with the steps for another toolkit.

      Example:
        asr-audit capacity plan --ledger audited/ledger.json \\
          --common train.json --sizes 16..512 --output planned
      """)

  @OptionGroup var options: CapacityOptions

  @Option(
    help: ArgumentHelp(
      "The recipe of the embedded recogniser whose epochs are counted, a YAML file.",
      valueName: "file"))
  var recipe: String?

  @Option(help: ArgumentHelp("The directory to write.", valueName: "dir"))
  var output: String

  @Flag(help: "Move an existing output aside.")
  var force = false

  func validate() throws {
    guard !output.isEmpty else {
      throw ValidationError("'--output' takes the name of a directory.")
    }
  }

  func run() throws {
    try refuseOverlap(
      outputs: [NamedPath("--output", output)],
      inputs: options.inputs + [NamedPath("--recipe", recipe)])
    let epochs = try recipe.map { file throws(Problem) in
      try namedRecipes([file], startingFrom: nil)[0].recipe.training.epochCount
    }
    let experiment = try CapacityExperiment(options)
    let ladder = try options.ladder(of: experiment)
    let inputs = try CapacityInputs(experiment, options, ladder, start: nil, recipes: nil)
    let files = CapacityPlanFiles(experiment: experiment, options: options, ladder: ladder)
    let staged = try StagedDirectory(target: output, force: force)
    try writeFile("\(staged.path)/capacity.json", inputs.bytes)
    try writeFile("\(staged.path)/utterances.jsonl", experiment.lines)
    try files.write(in: staged.path)
    try staged.commit()
    print(table(experiment, ladder, epochs: epochs))
    let more = ladder.bisections
    if more > 0 {
      print(
        "\nUp to \(counted(more, "further run", "further runs")) narrow the range after the first "
          + "size that is not memorised; larger sizes are then not needed.")
    }
    print("\n\(output): \(counted(ladder.sizes.count, "manifest", "manifests")), README.md")
  }

  /// The runs with their cost.
  private func table(
    _ experiment: CapacityExperiment, _ ladder: CapacityLadder, epochs: Int?
  ) -> String {
    let common = experiment.common.count
    return textTable(
      ["canaries", "copies", "utterances in an epoch", "in all epochs", "cost"],
      ([0] + ladder.sizes).map { size in
        let copies = size * options.repetitions
        let all = common + copies
        return [
          "\(size)", "\(copies)", "\(all)", epochs.map { "\($0 * all)" } ?? "–",
          common > 0 ? "\(rounded(Double(all) / Double(common), places: 2))x" : "–",
        ]
      })
  }
}

extension TrainingConfiguration {
  /// The number of epochs of a recipe without a number of steps.
  fileprivate var epochCount: Int {
    if case .epochs(let epochs) = length { return epochs }
    return 0
  }
}
