import Files
import Foundation
import Kernels
import Memorization
import Recognizer
import RecognizerRuns

/// Training runs of the embedded recogniser on the subsets of a deal, one after another. Each model then
/// measures every utterance.
///
///     DIRECTORY/model-01/         the run, as `train` writes it
///     DIRECTORY/model-01.jsonl    its rows of the trace table, which appear whole
///
/// A model whose rows are there is not trained again, and an unfinished run is resumed.
struct SubsetRuns {
  /// The name of the manifest in messages.
  let manifest: String
  /// The utterances that were dealt, with unique names.
  let utterances: [RunUtterance]
  /// The utterances that every model is trained on.
  var others: [RunUtterance] = []
  let deal: SubsetDeal
  /// The number of times that a subset's utterances occur in its training data.
  var repetitions = 1
  /// Whether a model measures only the utterances that it is not trained on.
  var measuresOnlyLeftOut = false
  let recipe: RecognizerConfiguration
  var start: String?
  let directory: String
  let threads: Int
  let isa: ISA

  /// The rows of a model.
  func rows(ofModel model: Int) -> String { "\(directory)/\(deal.name(ofModel: model)).jsonl" }

  /// Trains and measures all models.
  /// - Returns: false if training was interrupted. Everything so far is saved.
  func run() throws(Problem) -> Bool {
    for model in 0..<deal.models where !fileExists(rows(ofModel: model)) {
      diagnose("\(deal.name(ofModel: model)) of \(deal.models)")
      guard try run(model) else { return false }
      if Interruption.isRequested { return model + 1 == deal.models }
    }
    return true
  }

  private func run(_ model: Int) throws(Problem) -> Bool {
    var recipe = recipe
    // Reference models differ from the target in the order of the data too.
    recipe.training.seed &+= UInt64(model) + 1
    let places = utterances.indices.filter { deal.inTraining[model][$0] }
    let subset = places.map { utterances[$0] }
    let name = deal.name(ofModel: model)
    var training = MeasuredTraining(
      manifest: manifest, name: name, recipe: recipe, output: "\(directory)/\(name)",
      rows: rows(ofModel: model), threads: threads, isa: isa)
    training.start = start
    training.utterances = others + (0..<repetitions).flatMap { _ in subset }
    training.measured =
      measuresOnlyLeftOut
      ? utterances.indices.filter { !deal.inTraining[model][$0] }.map { utterances[$0] }
      : utterances
    training.members = Set(subset.map(\.name))
    return try training.run()
  }

  /// Writes the trace table of all models.
  func writeTable(to path: String) throws(Problem) {
    let table = try WholeFile(path, existing: .replaced)
    for model in 0..<deal.models {
      let reader = try LineReader(rows(ofModel: model))
      while let run = try reader.nextRun(atMost: 1_000) { try table.write(run.bytes) }
    }
    try table.commit()
  }
}
