import Capacity
import Files
import Kernels
import Recognizer
import RecognizerRuns
import Traces

/// The training runs of a capacity experiment with one recipe, from the smallest size up.
///
///     DIRECTORY/size-00000/         the run without canaries, as `train` writes it
///     DIRECTORY/size-00000.jsonl    its rows of the trace table, which appear whole
///     DIRECTORY/size-00016/         the run with 16 canaries, and so on
///
/// A size whose rows are there is not trained again, and an unfinished run is resumed.
struct CapacityRuns {
  let experiment: CapacityExperiment
  let options: CapacityOptions
  let ladder: CapacityLadder
  let name: String
  let recipe: RecognizerConfiguration
  var start: String?
  let directory: String
  let threads: Int
  let isa: ISA

  /// Trains and measures as many sizes as the ladder needs.
  /// - Returns: nil if training was interrupted. Everything so far is saved.
  func run() throws(Problem) -> CapacityResult.Series? {
    guard try train(0) else { return nil }
    let baseline = try answers(0).answers
    let scorer = experiment.scorer(tolerance: options.tolerance.value, baseline: baseline)
    var points = [try scorer.point(size: 0, answers: baseline)]
    var outcomes: [Int: Bool] = [:]
    while let size = ladder.next(after: outcomes) {
      guard !Interruption.isRequested, try train(size) else { return nil }
      let (answers, untrained) = try answers(size)
      let point = try scorer.point(size: size, answers: answers, leftOut: untrained)
      guard let isMemorized = point.isMemorized else {
        throw Problem(
          .badData, "training left out all \(size) canaries, because the model cannot produce them",
          file: "\(directory)/\(CapacityTraces.model(ofSize: size))/left-out.jsonl",
          hint: "the recipe drops too many frames for these texts: read the reasons in the file")
      }
      diagnose(
        "\(name), \(size) canaries: \(percent(point.trained.rate)) exact, controls "
          + percent(point.controls.rate))
      points.append(point)
      outcomes[size] = isMemorized
    }
    return CapacityResult.Series(
      name: name, parameters: try parameters(), points: points,
      tolerance: options.tolerance.value)
  }

  private func rows(_ size: Int) -> String {
    "\(directory)/\(CapacityTraces.model(ofSize: size)).jsonl"
  }

  private func answers(
    _ size: Int
  ) throws(Problem) -> (answers: [String: CapacityAnswer], untrained: Set<String>) {
    CapacityTraces(try TraceReader.read(rows(size))).answers(ofSize: size)
  }

  /// - Returns: false if the run was interrupted.
  private func train(_ size: Int) throws(Problem) -> Bool {
    guard !fileExists(rows(size)) else { return true }
    let model = CapacityTraces.model(ofSize: size)
    diagnose("\(name): \(counted(size, "canary", "canaries"))")
    var training = MeasuredTraining(
      manifest: options.common ?? options.ledger, name: model, recipe: recipe,
      output: "\(directory)/\(model)", rows: rows(size), threads: threads, isa: isa)
    training.start = start
    let canaries = experiment.canaries(size)
    training.utterances =
      experiment.common + (0..<options.repetitions).flatMap { _ in canaries }
    // Canaries that this run is not trained on are not measured, except by the model without canaries:
    // the bits that the others memorise are measured from its losses.
    training.measured =
      size == 0
      ? experiment.recordings
      : canaries + experiment.recordings.dropFirst(experiment.scorerLadder)
    training.members = Set(canaries.map(\.name))
    return try training.run()
  }

  /// The number of parameters of the model.
  private func parameters() throws(Problem) -> Int {
    let trained = RunFiles("\(directory)/\(CapacityTraces.model(ofSize: 0))").model
    let checkpoint = if fileExists(trained) { trained } else { start ?? trained }
    let architecture = try ModelFile.open(checkpoint).architecture
    return Conformer(architecture, kernels: isa.kernels).layout.count
  }
}

extension CapacityExperiment {
  /// The number of canaries of the ladder.
  fileprivate var scorerLadder: Int { utterances.count { $0.role == .trained } }
}
