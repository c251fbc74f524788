import Files
import Kernels

/// Where a training run stands: the model, the optimizer's moments and the step, in one file, so
/// that a run can go on as if it had never stopped. Safetensors, with beside a model file's:
///
///     tensors "optimizer.<moment>", F32, one element for each parameter
///     "asr-audit.step": steps taken
///     "asr-audit.run": what the run was begun with, compared before it goes on
package enum TrainingStateFile {
  static let stepKey = "asr-audit.step"
  static let runKey = "asr-audit.run"

  private static func moments(_ trainer: Trainer) -> [TensorDescription] {
    trainer.optimizer.settings.moments.map {
      TensorDescription("optimizer.\($0)", .float32, shape: [trainer.model.layout.count])
    }
  }

  /// - Parameter run: a description of recipe and data; `read` asks for the same.
  package static func write(
    _ trainer: Trainer, tokenizer: Tokenizer, run: String, to path: String
  ) throws(Problem) {
    let layout = trainer.model.layout
    var metadata = ModelFile.metadata(trainer.model.architecture, tokenizer)
    metadata[stepKey] = String(trainer.step)
    metadata[runKey] = run
    let output = try SafetensorsOutput(
      path, metadata: metadata, tensors: layout.tensors + moments(trainer))
    try ModelFile.write(layout, trainer.values, to: output)
    for (tensor, moment) in zip(moments(trainer), trainer.optimizer.moments) {
      try output.write(tensor.name, UnsafePointer(moment.base))
    }
    try output.close()
  }

  /// - Returns: what the run was begun with.
  package static func run(of file: SafetensorsFile) throws(Problem) -> String {
    guard let run = file.metadata[runKey] else {
      throw Problem(
        .badData, "the metadata have no \"\(runKey)\"", file: file.path,
        hint: "is this the training.safetensors of a training run?")
    }
    return run
  }

  /// Takes the trainer to where the file's run stood.
  package static func read(_ file: SafetensorsFile, into trainer: Trainer) throws(Problem) {
    guard let step = file.metadata[stepKey].flatMap(Int.init), step >= 0 else {
      throw Problem(.badData, "expected a number of steps", file: file.path, field: stepKey)
    }
    let layout = trainer.model.layout
    try ModelFile.check(file, holds: layout, and: moments(trainer))
    try ModelFile.read(file, layout, into: trainer.values)
    for (tensor, moment) in zip(moments(trainer), trainer.optimizer.moments) {
      try ModelFile.read(file, tensor.name, shape: tensor.shape, into: moment.base)
      // Only of squares: see `OptimizerSettings.moments`.
      guard tensor.name == "optimizer.v" else { continue }
      for index in 0..<moment.count where moment.base[index] < 0 {
        throw Problem(
          .badData, "element \(index), a mean of squares, is below 0", file: file.path,
          field: tensor.name)
      }
    }
    trainer.continueAfter(step: step)
  }
}
