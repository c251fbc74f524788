import ArgumentParser
import Capacity
import Files
import Manifests
import Recognizer

extension CapacityDeck.Texts: ExpressibleByArgument {}

/// The sizes of a ladder: `16..512` doubles from 16 to 512, `16,40,100` is a list.
struct SizeLadder: ExpressibleByArgument {
  let sizes: [Int]

  /// The largest size that an option may state.
  static let most = 99_999

  init?(argument: String) {
    if let dots = argument.range(of: "..") {
      guard let first = Int(argument[..<dots.lowerBound]),
        let last = Int(argument[dots.upperBound...]), 1 <= first, first <= last, last <= Self.most
      else { return nil }
      sizes = CapacityLadder.doubling(from: first, through: last)
      return
    }
    guard let list = IntegerList(argument: argument)?.values,
      list.allSatisfy((1...Self.most).contains), zip(list, list.dropFirst()).allSatisfy({ $0 < $1 })
    else { return nil }
    sizes = list
  }
}

/// The options of `capacity run` and `capacity plan` that state the experiment.
struct CapacityOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The ledger of the audit that has the canaries, beside its probe set.", valueName: "file"))
  var ledger: String

  @Option(
    help: ArgumentHelp(
      "The manifest that every model is trained on, without canaries.", valueName: "path"))
  var common: String?

  @Option(
    help: ArgumentHelp(
      "The manifest of ordinary speech to measure (default: the check utterances of the audit).",
      valueName: "path"))
  var dev: String?

  @Option(
    help: ArgumentHelp(
      "How often a canary occurs in the training data of its run.", valueName: "n"))
  var repetitions = 40

  @Option(
    help: ArgumentHelp(
      "The numbers of canaries, doubling as in 16..512 or listed as in 16,40,100 (default: from 16 to "
        + "all trained canaries of the ledger).", valueName: "sizes"))
  var sizes: SizeLadder?

  @Option(help: "The texts that canaries are trained with: their own, or those of others.")
  var texts = CapacityDeck.Texts.own

  @Option(
    help: ArgumentHelp("The speed of the canaries (default: all speeds).", valueName: "speed"))
  var speed: Double?

  @Option(
    help: ArgumentHelp(
      "A size is memorised if the gap to the controls is at least 1 minus this share.",
      valueName: "share"))
  var tolerance = Share(0.1)

  @Option(
    help: ArgumentHelp(
      "The number of runs between the last size that is memorised and the first that is not.",
      valueName: "n"))
  var bisections = 2

  @Flag(help: "Train every size, also above the first that is not memorised.")
  var everySize = false

  @Option(
    help: ArgumentHelp("The seed of the order and of the shuffled texts.", valueName: "n"))
  var seed: UInt64 = 1

  @OptionGroup(title: "Manifest") var manifest: ManifestOptions

  func validate() throws {
    guard (1...1_000).contains(repetitions) else {
      throw ValidationError("'--repetitions' takes a number from 1 to 1000.")
    }
    guard 0 < tolerance.value, tolerance.value < 1 else {
      throw ValidationError("'--tolerance' takes a share between 0 and 1, such as 0.1.")
    }
    guard (0...20).contains(bisections) else {
      throw ValidationError("'--bisections' takes a number from 0 to 20.")
    }
  }

  /// The files and directories that no output may replace.
  var inputs: [NamedPath?] {
    [
      NamedPath("--ledger", ledger),
      NamedPath("--ledger", "\(parentDirectory(of: ledger))/probe"),
    ]
      + (common.map { manifestFiles($0).map { NamedPath("--common", $0) } } ?? [])
      + (dev.map { manifestFiles($0).map { NamedPath("--dev", $0) } } ?? [])
  }

  /// The ladder of an experiment.
  /// - Throws: `.usage` if the ledger has fewer canaries than the largest size.
  func ladder(of experiment: CapacityExperiment) throws(Problem) -> CapacityLadder {
    let most = experiment.utterances.count { $0.role == .trained }
    let sizes = self.sizes?.sizes ?? CapacityLadder.doubling(from: 16, through: most)
    if let largest = sizes.last, largest > most {
      throw Problem(
        .usage,
        "goes to \(largest), and the ledger has "
          + counted(most, "trained canary", "trained canaries"), field: "--sizes",
        hint: "stop at \(most), or make an audit with more canaries by inject --repetitions 1")
    }
    return CapacityLadder(sizes: sizes, bisections: bisections, trainsEverySize: everySize)
  }
}

/// A value of `--vary`: `d_model=64,96,144`.
struct RecipeVariation: ExpressibleByArgument {
  let key: String
  let values: [String]

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty else { return nil }
    key = String(parts[0])
    values = parts[1].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard values.allSatisfy({ !$0.isEmpty }), Set(values).count == values.count else { return nil }
  }

  /// Each recipe with each of the values. The name of a recipe gains the key and the value.
  /// - Throws: `.usage` for a key or a value that recipes do not have, and for a dimension of the model
  ///   that training starts from.
  func recipes(
    of recipes: [(name: String, recipe: RecognizerConfiguration)], startingFrom start: String?
  ) throws(Problem) -> [(name: String, recipe: RecognizerConfiguration)] {
    var varied: [(name: String, recipe: RecognizerConfiguration)] = []
    do throws(Problem) {
      if let start, try ConfigurationFile.section(ofKey: key) == "model" {
        throw Problem(
          .usage, "the model that training starts from has its own \(key)", file: start,
          hint: "leave --init out, or vary a key of the training")
      }
      for (name, recipe) in recipes {
        for value in values {
          varied.append(
            ("\(name)-\(key)-\(value)", try ConfigurationFile.vary(recipe, key, to: value)))
        }
      }
    } catch {
      throw error.with(field: "--vary \(key)")
    }
    if let first = varied.first(where: { $0.recipe.training.steps != nil }) {
      throw Problem(
        .usage, "with a fixed number of steps, each canary is seen less often the more there are",
        field: "--vary \(key)", hint: "vary epochs in place of steps in '\(first.name)'")
    }
    return varied
  }
}

/// The recipes of `--recipe` with their names, which are those of the files.
func namedRecipes(
  _ files: [String], startingFrom start: String?
) throws(Problem) -> [(name: String, recipe: RecognizerConfiguration)] {
  guard !files.isEmpty else {
    return [("default", try capacityRecipe(nil, startingFrom: start))]
  }
  var recipes: [(name: String, recipe: RecognizerConfiguration)] = []
  for file in files {
    let name = stem(of: file)
    guard !recipes.contains(where: { $0.name == name }) else {
      throw Problem(
        .usage, "two recipes have the name '\(name.printable)'", field: "--recipe",
        hint: "the results of each recipe are in a directory with its name: rename one file")
    }
    recipes.append((name, try capacityRecipe(file, startingFrom: start)))
  }
  return recipes
}

private func capacityRecipe(
  _ file: String?, startingFrom start: String?
) throws(Problem) -> RecognizerConfiguration {
  let recipe = try trainingRecipe(file, startingFrom: start)
  guard recipe.training.steps == nil else {
    throw Problem(
      .usage, "with a fixed number of steps, each canary is seen less often the more there are",
      file: file, field: "training.steps", hint: "state epochs in place of steps")
  }
  return recipe
}
