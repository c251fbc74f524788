import Files
import Integrity
import Kernels
import Randomness

/// The state of a training run: the model, the optimizer's moments and the step. A run that is
/// resumed from it gives the same result as one that was not interrupted. The file is a model file
/// with, in addition:
///
///     tensors "optimizer.<moment>", F32, one element for each parameter
///     "asr-audit.step": the number of steps taken
///     "asr-audit.run": the recipe and data of the run, compared when it is resumed
///     "asr-audit.noise-seed": the secret seed of the noise, 64 hexadecimal digits, until the last step of
///     a run that took it from the operating system
package enum TrainingStateFile {
  static let stepKey = "asr-audit.step"
  static let runKey = "asr-audit.run"
  static let noiseSeedKey = "asr-audit.noise-seed"

  private static func moments(_ trainer: Trainer) -> [TensorDescription] {
    trainer.optimizer.settings.moments.map {
      TensorDescription("optimizer.\($0)", .float32, shape: [trainer.model.layout.count])
    }
  }

  /// - Parameters:
  ///   - run: a description of recipe and data, which `run(of:)` returns.
  ///   - promise: the privacy of the steps so far; nil without noise.
  ///   - noiseSeed: a seed that only the state knows and that later steps need; otherwise nil.
  package static func write(
    _ trainer: Trainer, tokenizer: Tokenizer, run: String, promise: PrivacyPromise? = nil,
    noiseSeed: Seed? = nil, to path: String
  ) throws(Problem) {
    let layout = trainer.model.layout
    var metadata = ModelFile.metadata(trainer.model.architecture, tokenizer)
    metadata[stepKey] = String(trainer.step)
    metadata[runKey] = run
    if let promise { metadata[PrivacyPromise.key] = ModelFile.text(promise) }
    metadata[noiseSeedKey] = noiseSeed?.bytes.hex
    let output = try SafetensorsOutput(
      path, metadata: metadata, tensors: layout.tensors + moments(trainer))
    try ModelFile.write(layout, trainer.values, to: output)
    for (tensor, moment) in zip(moments(trainer), trainer.optimizer.moments) {
      try output.write(tensor.name, UnsafePointer(moment.base))
    }
    try output.close()
  }

  /// Returns the description of recipe and data that was passed to `write`.
  package static func run(of file: SafetensorsFile) throws(Problem) -> String {
    guard let run = file.metadata[runKey] else {
      throw Problem(
        .badData, "the metadata do not contain \"\(runKey)\"", file: file.path,
        hint: "expected the training.safetensors of a training run")
    }
    return run
  }

  /// Returns the seed that was passed to `write`; nil without one.
  package static func noiseSeed(of file: SafetensorsFile) throws(Problem) -> Seed? {
    guard let text = file.metadata[noiseSeedKey] else { return nil }
    guard let bytes = [UInt8](hex: text), bytes.count == 32 else {
      throw Problem(
        .badData, "expected 64 hexadecimal digits", file: file.path, field: noiseSeedKey)
    }
    return Seed(bytes: bytes)
  }

  /// Sets the trainer to the state in the file.
  package static func read(_ file: SafetensorsFile, into trainer: Trainer) throws(Problem) {
    guard let step = file.metadata[stepKey].flatMap(Int.init), step >= 0 else {
      throw Problem(.badData, "expected a number of steps", file: file.path, field: stepKey)
    }
    let layout = trainer.model.layout
    try ModelFile.check(file, holds: layout, and: moments(trainer))
    try ModelFile.read(file, layout, into: trainer.values)
    for (tensor, moment) in zip(moments(trainer), trainer.optimizer.moments) {
      try ModelFile.read(file, tensor.name, shape: tensor.shape, into: moment.base)
      // The second moment of AdamW is a mean of squares: see `OptimizerSettings.moments`.
      guard tensor.name == "optimizer.v" else { continue }
      for index in 0..<moment.count where moment.base[index] < 0 {
        throw Problem(
          .badData, "element \(index), a mean of squares, is negative", file: file.path,
          field: tensor.name)
      }
    }
    trainer.continueAfter(step: step)
  }
}
