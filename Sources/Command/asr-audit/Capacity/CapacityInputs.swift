import Capacity
import Files
import Integrity
import Recognizer
import RecognizerRuns
import Scoring

/// The inputs of a capacity experiment, in OUTPUT/capacity.json. An output is resumed only with equal
/// inputs.
struct CapacityInputs: Codable, Hashable {
  var format = Self.name
  var version = 1
  let ledgerRoot: String
  let texts: CapacityDeck.Texts
  let repetitions: Int
  let ladder: CapacityLadder
  let tolerance: Double
  let seed: UInt64
  let normalizer: Normalizer
  /// The label of the canary form; nil for words.
  let form: String?
  /// The digest of the ids, roles and texts of the utterances in order.
  let utterances: String
  /// The digest of the names and texts of those that every model is trained on; nil without any.
  let common: String?
  /// The digest of the model that training starts from; nil without one.
  let initialModel: String?
  /// Nil if another toolkit trains.
  let recipes: [NamedRecipe]?

  static let name = "asr-audit capacity"

  struct NamedRecipe: Codable, Hashable {
    let name: String
    let recipe: RecognizerConfiguration
  }

  init(
    _ experiment: CapacityExperiment, _ options: CapacityOptions, _ ladder: CapacityLadder,
    start: String?, recipes: [(name: String, recipe: RecognizerConfiguration)]?
  ) throws(Problem) {
    ledgerRoot = experiment.root
    texts = options.texts
    repetitions = options.repetitions
    self.ladder = ladder
    tolerance = options.tolerance.value
    seed = options.seed
    normalizer = experiment.normalizer.normalizer
    form = experiment.normalizer.form.label
    utterances = Digest(of: experiment.lines).hex
    common = options.common == nil ? nil : SubsetInputs.digest(of: experiment.common)
    initialModel = try start.map { path throws(Problem) in try Digest(ofFile: path).hex }
    self.recipes = recipes?.map {
      NamedRecipe(name: $0.name, recipe: $0.recipe.withFiniteNumbers)
    }
  }

  var bytes: [UInt8] { JSONCoding.encoded(self, pretty: true) + [0x0A] }

  var canaryNormalizer: CanaryNormalizer { CanaryNormalizer(normalizer, CanaryForm(label: form)) }

  /// Reads the inputs of an experiment.
  static func read(_ path: String) throws(Problem) -> CapacityInputs {
    do throws(Problem) {
      let inputs = try JSONCoding.decoded(CapacityInputs.self, from: readFile(path))
      guard inputs.format == name, inputs.version == 1 else {
        throw Problem(.badData, "is not the record of a capacity experiment", field: "format")
      }
      guard 0 < inputs.tolerance, inputs.tolerance < 1 else {
        throw Problem(.badData, "expected a share between 0 and 1", field: "tolerance")
      }
      return inputs
    } catch {
      throw error.located(in: path)
    }
  }

  /// Refuses utterances that are not those of the experiment.
  func checkUtterances(_ lines: [UInt8], file: String) throws(Problem) {
    guard Digest(of: lines).hex == utterances else {
      throw Problem(
        .badData, "does not have the utterances of capacity.json: the file was changed", file: file,
        hint: "write the plan again with the same options")
    }
  }

  /// Refuses an output that was begun with other inputs.
  func requireSame(as path: String) throws(Problem) {
    guard fileExists(path) else {
      throw Problem(
        .missingInput, "no capacity experiment was begun here", file: path,
        hint: "check the directory, or leave \(RunSetting.resume) out to start")
    }
    let begun = try Self.read(path)
    let changed: [(String, Bool)] = [
      ("ledger_root", ledgerRoot != begun.ledgerRoot), ("texts", texts != begun.texts),
      ("repetitions", repetitions != begun.repetitions), ("ladder", ladder != begun.ladder),
      ("tolerance", tolerance != begun.tolerance), ("seed", seed != begun.seed),
      ("normalizer", normalizer != begun.normalizer), ("form", form != begun.form),
      ("utterances", utterances != begun.utterances), ("common", common != begun.common),
      ("initial_model", initialModel != begun.initialModel), ("recipes", recipes != begun.recipes),
    ]
    guard let field = changed.first(where: \.1)?.0 else { return }
    throw Problem(
      .usage, "this experiment was begun with another value", file: path, field: field,
      hint: "resume with the same inputs, or choose another \(OutputSetting.output)")
  }
}
