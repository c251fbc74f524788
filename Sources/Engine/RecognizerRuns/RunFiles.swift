import Files
import Randomness
import Recognizer

/// The files of a training run.
///
///     OUTPUT/model.safetensors      the model, for `transcribe`, `--init` and PyTorch
///     OUTPUT/training.safetensors   the training state, for `--resume`
///     OUTPUT/log.jsonl              one line for each step
///     OUTPUT/traces.jsonl           one line for each example of each step, if traces are requested
///     OUTPUT/left-out.jsonl         the utterances that the run does not use, if there are any
///
/// The directory appears with the state before the first step, so that a run can be resumed at any
/// time. Each file is replaced atomically. A resumed run cuts the log and the traces to the
/// step of the saved state.
package struct RunFiles: Sendable {
  package let directory: String

  package init(_ directory: String) {
    var directory = directory
    while directory.utf8.count > 1, directory.hasSuffix("/") { directory.removeLast() }
    self.directory = directory
  }

  package var model: String { "\(directory)/model.safetensors" }
  package var state: String { "\(directory)/training.safetensors" }
  package var log: String { "\(directory)/log.jsonl" }
  package var traces: String { "\(directory)/traces.jsonl" }
  package var leftOut: String { "\(directory)/left-out.jsonl" }

  /// Opens the training state.
  package func openState() throws(Problem) -> ModelFile.Description {
    guard fileExists(state) else {
      throw Problem(
        .missingInput, "no training run was saved here", file: state,
        hint: "check the directory, or leave \(RunSetting.resume) out to start a run")
    }
    return try ModelFile.open(state)
  }

  /// Removes the files of a run that was killed while it saved. The caller holds the lock of the log.
  func removeLeftovers() throws(Problem) {
    let beginnings = [model, state].map { partialPath(of: baseName(of: $0), process: "") }
    for name in try directoryEntries(of: directory)
    where beginnings.contains(where: name.hasPrefix) {
      try removeTree("\(directory)/\(name)")
    }
  }

  /// Writes the names of utterances that a run does not use; no file if there are none.
  func save(_ utterances: [LeftOutUtterance]) throws(Problem) {
    guard !utterances.isEmpty else { return }
    try writeFile(leftOut, utterances.flatMap(\.line))
  }

  /// The names of the utterances that the run does not use.
  package func namesLeftOut() throws(Problem) -> Set<String> {
    guard fileExists(leftOut) else { return [] }
    let reader = try LineReader(leftOut)
    var names: Set<String> = []
    while let line = try reader.next() {
      names.insert(
        try JSONCoding.decoded(LeftOutUtterance.self, from: line.bytes).name)
    }
    return names
  }

  /// - Parameters:
  ///   - promise: the privacy of the steps so far; nil without noise.
  ///   - noiseSeed: a seed that the state has to keep for later steps.
  func save(
    _ trainer: Trainer, _ tokenizer: Tokenizer, _ identity: RunIdentity, _ promise: PrivacyPromise?,
    noiseSeed: Seed?
  ) throws(Problem) {
    try ModelFile.write(
      trainer.model, trainer.values, tokenizer: tokenizer, promise: promise, to: model)
    try TrainingStateFile.write(
      trainer, tokenizer: tokenizer, run: identity.text, promise: promise, noiseSeed: noiseSeed,
      to: state)
  }
}
