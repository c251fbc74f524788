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
      guard try train(model) else { return false }
      try measure(model)
      if Interruption.isRequested { return model + 1 == deal.models }
    }
    return true
  }

  private func output(ofModel model: Int) -> String { "\(directory)/\(deal.name(ofModel: model))" }

  private func train(_ model: Int) throws(Problem) -> Bool {
    var recipe = recipe
    // Reference models differ from the target in the order of the data too.
    recipe.training.seed &+= UInt64(model) + 1
    let subset = utterances.indices.filter { deal.inTraining[model][$0] }.map { utterances[$0] }
    var request = TrainingRequest(
      manifest: manifest, configuration: recipe, output: output(ofModel: model), threads: threads)
    request.utterances = others + (0..<repetitions).flatMap { _ in subset }
    request.unusable = .skip
    request.resumes = fileExists(output(ofModel: model))
    if !request.resumes { request.start = start }
    let print = TrainingPrint()
    defer { print.finish() }
    let run = TrainingRun(request, isa: isa) { progress in
      if case .begins = progress { Interruption.listen() }
      print.show(progress)
    }
    return try run.run { Interruption.isRequested }.isComplete
  }

  private func measure(_ model: Int) throws(Problem) {
    let name = deal.name(ofModel: model)
    let files = RunFiles(output(ofModel: model))
    var run = TraceRun(manifest: manifest, checkpoint: files.model, threads: threads)
    run.utterances =
      measuresOnlyLeftOut
      ? utterances.indices.filter { !deal.inTraining[model][$0] }.map { utterances[$0] }
      : utterances
    run.model = name
    let leftOut = try files.namesLeftOut()
    run.trainedOn = Set(
      utterances.indices.filter { deal.inTraining[model][$0] }.map { utterances[$0].name }
    ).subtracting(leftOut)
    let file = try WholeFile(rows(ofModel: model), existing: .replaced)
    let line = ProgressLine()
    defer { line.finish() }
    _ = try run.run(
      isa: isa, progress: { line.show("measuring", $0, $1) },
      write: { bytes throws(Problem) in try file.write(bytes) })
    try file.commit()
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
