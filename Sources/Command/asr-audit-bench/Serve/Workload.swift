import Files
import KernelInterface
import Kernels
import Recognizer

/// A batch of utterances, and the checkpoint from which trainers and transcribers start.
final class Workload {
  let architecture: Architecture
  let batch: OpenedBatch
  let kernels: any KernelSet.Type
  private let checkpoint: SafetensorsFile
  private var trainers: [Recipe: Trainer] = [:]
  private var transcribers: [Int: Transcriber] = [:]

  private struct Recipe: Hashable {
    let clip: TrainingConfiguration.ClippingMode
    let maxGradNorm: Double
    let virtualCores: Int
    let threads: Int
  }

  init(checkpoint: String, features: String, kernels: any KernelSet.Type) throws(Problem) {
    self.checkpoint = try SafetensorsFile(checkpoint)
    self.kernels = kernels
    architecture = try ModelFile.architecture(of: self.checkpoint)
    batch = try OpenedBatch(SafetensorsFile(features), architecture)
  }

  /// Returns the trainer for these settings. A new trainer starts from the checkpoint.
  func trainer(
    clip: TrainingConfiguration.ClippingMode, maxGradNorm: Double, virtualCores: Int,
    on pool: WorkerPool
  ) throws(Problem) -> Trainer {
    let recipe = Recipe(
      clip: clip, maxGradNorm: maxGradNorm, virtualCores: virtualCores, threads: pool.threads)
    if let trainer = trainers[recipe] { return trainer }
    var configuration = TrainingConfiguration()
    configuration.batchSize = batch.count
    configuration.optimizer.learningRate = 1e-4
    configuration.optimizer.beta2 = 0.999
    configuration.warmupSteps = 0
    configuration.schedule = .constant
    configuration.clip = clip
    configuration.maxGradNorm = maxGradNorm
    configuration.virtualCores = virtualCores
    try configuration.validate()
    let trainer = Trainer(
      architecture, configuration, steps: 1_000_000,
      maxFrames: architecture.outputFrames(batch.longest),
      kernels: kernels, pool: pool)
    try trainer.model.readWeights(checkpoint, into: trainer.values)
    trainers[recipe] = trainer
    return trainer
  }

  /// Returns a transcriber with the checkpoint's weights.
  func transcriber(on pool: WorkerPool) throws(Problem) -> Transcriber {
    if let transcriber = transcribers[pool.threads] { return transcriber }
    let model = Conformer(architecture, kernels: kernels)
    let transcriber = Transcriber(model, beam: nil, pool: pool)
    try model.readWeights(checkpoint, into: transcriber.values)
    transcriber.weightsChanged()
    transcribers[pool.threads] = transcriber
    return transcriber
  }
}

/// The utterances of a file with tensors features/0, targets/0 and so on.
final class OpenedBatch: BatchSource {
  private let utterances: [StoredUtterance]

  init(_ file: SafetensorsFile, _ architecture: Architecture) throws(Problem) {
    var utterances: [StoredUtterance] = []
    for number in 0..<max(1, file.tensors.count { $0.name.hasPrefix("features/") }) {
      utterances.append(
        try StoredUtterance(
          file, features: "features/\(number)", targets: "targets/\(number)", architecture))
    }
    self.utterances = utterances
  }

  var count: Int { utterances.count }

  func frames(_ position: Int) -> Int { utterances[position].features.rows }

  /// The number of feature frames of the longest utterance.
  var longest: Int { utterances.reduce(1) { max($0, $1.features.rows) } }

  func load(_ position: Int, thread: Int) -> LoadedExample {
    let utterance = utterances[position]
    return LoadedExample(
      features: utterance.features, targets: utterance.targets.base,
      length: utterance.targets.count)
  }
}
