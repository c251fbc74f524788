import Files
import Kernels
import Recognizer
import RecognizerRuns

/// A training run of the embedded recogniser whose model then measures utterances. An unfinished run is
/// resumed.
struct MeasuredTraining {
  /// The name of the manifest in messages.
  let manifest: String
  /// The name of the model in its rows.
  let name: String
  let recipe: RecognizerConfiguration
  /// A model.safetensors to start training from.
  var start: String?
  /// The directory of the run.
  let output: String
  /// The file of the rows, a part of a trace table, which appears whole.
  let rows: String
  /// The utterances to train on, each as often as it occurs. If there are none, the model to start from
  /// is measured.
  var utterances: [RunUtterance] = []
  /// The utterances to measure, with unique names.
  var measured: [RunUtterance] = []
  /// The names of those utterances to measure that are to be trained on.
  var members: Set<String> = []
  let threads: Int
  let isa: ISA

  /// Trains and measures.
  /// - Returns: false if training was interrupted. Everything so far is saved.
  func run() throws(Problem) -> Bool {
    if utterances.isEmpty, let start {
      try measure(with: start, leftOut: [])
      return true
    }
    guard try train() else { return false }
    let files = RunFiles(output)
    try measure(with: files.model, leftOut: files.namesLeftOut())
    return true
  }

  private func train() throws(Problem) -> Bool {
    var request = TrainingRequest(
      manifest: manifest, configuration: recipe, output: output, threads: threads)
    request.utterances = utterances
    request.unusable = .skip
    request.resumes = fileExists(output)
    if !request.resumes { request.start = start }
    let print = TrainingPrint()
    defer { print.finish() }
    let run = TrainingRun(request, isa: isa) { progress in
      if case .begins = progress { Interruption.listen() }
      print.show(progress)
    }
    return try run.run { Interruption.isRequested }.isComplete
  }

  private func measure(
    with checkpoint: String, leftOut: Set<String>
  ) throws(Problem) {
    var run = TraceRun(manifest: manifest, checkpoint: checkpoint, threads: threads)
    run.utterances = measured
    run.model = name
    run.trainedOn = members.subtracting(leftOut)
    let file = try WholeFile(rows, existing: .replaced)
    let line = ProgressLine()
    defer { line.finish() }
    _ = try run.run(
      isa: isa, progress: { line.show("measuring", $0, $1) },
      write: { bytes throws(Problem) in try file.write(bytes) })
    try file.commit()
  }
}
