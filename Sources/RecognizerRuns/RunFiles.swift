/// The files of a training run.
///
///     OUTPUT/model.safetensors      the model, for `transcribe`, `--init` and PyTorch
///     OUTPUT/training.safetensors   where the run stands, for `--resume`
///     OUTPUT/log.jsonl              a line for each step
///
/// Each file is replaced in one piece; the log is cut to the step of the saved state when a run
/// goes on.
package struct RunFiles: Sendable {
  package let directory: String

  package init(_ directory: String) { self.directory = directory }

  package var model: String { "\(directory)/model.safetensors" }
  package var state: String { "\(directory)/training.safetensors" }
  package var log: String { "\(directory)/log.jsonl" }
}
