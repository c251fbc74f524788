import Files
import Recognizer

/// The files of a training run.
///
///     OUTPUT/model.safetensors      the model, for `transcribe`, `--init` and PyTorch
///     OUTPUT/training.safetensors   where the run stands, for `--resume`
///     OUTPUT/log.jsonl              a line for each step
///
/// The directory appears with the state before the first step, so that whatever was begun can be
/// gone on with. Each file is replaced in one piece; the log is cut to the step of the saved state
/// when a run goes on.
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

  /// Where the run stands.
  package func openState() throws(Problem) -> ModelFile.Description {
    guard fileExists(state) else {
      throw Problem(
        .missingInput, "no training run was saved here", file: state,
        hint: "is this its directory? leave --resume out to begin one")
    }
    return try ModelFile.open(state)
  }

  /// Removes what a run left that died while it saved. Only while no other run is at work here.
  func removeLeftovers() throws(Problem) {
    let beginnings = [model, state].map { WholeFile.partial(of: baseName(of: $0), process: "") }
    for name in try directoryEntries(of: directory)
    where beginnings.contains(where: name.hasPrefix) {
      try removeTree("\(directory)/\(name)")
    }
  }

  func save(
    _ trainer: Trainer, _ tokenizer: Tokenizer, _ identity: RunIdentity
  ) throws(Problem) {
    try ModelFile.write(trainer.model, trainer.values, tokenizer: tokenizer, to: model)
    try TrainingStateFile.write(trainer, tokenizer: tokenizer, run: identity.text, to: state)
  }
}
