import Files
import KernelInterface
import Kernels
import Recognizer

/// A batch of utterances and a checkpoint that trainers and transcribers begin with.
final class Workload {
  let architecture: Architecture
  let batch: OpenedBatch
  let kernels: any KernelSet.Type
  private let checkpoint: SafetensorsFile
  private var trainers: [Recipe: Trainer] = [:]
  private var transcribers: [Int: Transcriber] = [:]

  private struct Recipe: Hashable {
    let clip: TrainingConfiguration.Clipping
    let threshold: Double
    let cores: Int
    let threads: Int
  }

  init(checkpoint: String, features: String, kernels: any KernelSet.Type) throws(Problem) {
    self.checkpoint = try SafetensorsFile(checkpoint)
    self.kernels = kernels
    architecture = try ModelFile.architecture(of: self.checkpoint)
    batch = try OpenedBatch(SafetensorsFile(features), architecture)
  }

  /// The trainer of this recipe; a new one begins with the checkpoint.
  func trainer(
    clip: TrainingConfiguration.Clipping, threshold: Double, cores: Int, on pool: WorkerPool
  ) throws(Problem) -> Trainer {
    let recipe = Recipe(clip: clip, threshold: threshold, cores: cores, threads: pool.threads)
    if let trainer = trainers[recipe] { return trainer }
    var configuration = TrainingConfiguration()
    configuration.batchSize = batch.count
    configuration.optimizer.learningRate = 1e-4
    configuration.optimizer.beta2 = 0.999
    configuration.warmupSteps = 0
    configuration.schedule = .constant
    configuration.clip = clip
    configuration.clipNorm = threshold
    configuration.cores = cores
    try configuration.validate()
    let trainer = Trainer(
      architecture, configuration, steps: 1_000_000, maxFrames: batch.maxOutputFrames,
      kernels: kernels, pool: pool)
    try trainer.model.readWeights(checkpoint, into: trainer.values)
    trainers[recipe] = trainer
    return trainer
  }

  /// A transcriber with the checkpoint's weights.
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

/// Features and targets out of a file, as they are.
final class OpenedBatch: BatchSource, @unchecked Sendable {
  private let features: [Matrix]
  private let targets: [Targets]
  private let memory: [Buffer]
  let maxOutputFrames: Int

  init(_ file: SafetensorsFile, _ architecture: Architecture) throws(Problem) {
    let count = file.tensors.count { $0.name.hasPrefix("features/") }
    guard count >= 1 else {
      throw Problem(.badData, "there are no tensors \"features/…\"", file: file.path)
    }
    var features: [Matrix] = []
    var targets: [Targets] = []
    var memory: [Buffer] = []
    for number in 0..<count {
      let values = try file.values(of: "features/\(number)", as: Float.self)
      let labels = try file.values(of: "targets/\(number)", as: Int64.self)
      let frames = values.count / architecture.melBins
      guard frames >= 1, values.count == frames * architecture.melBins,
        labels.allSatisfy({ $0 >= 1 && $0 < Int64(architecture.symbols) })
      else {
        throw Problem(
          .badData,
          "expected frames of \(architecture.melBins) features, and targets from 1 to "
            + "\(architecture.symbols - 1)", file: file.path, field: "\(number)")
      }
      let buffer = Buffer(values.count)
      for (index, value) in values.enumerated() { buffer.base[index] = value }
      memory.append(buffer)
      features.append(Matrix(buffer.base, rows: frames, columns: architecture.melBins))
      targets.append(Targets(labels.map(Int32.init)))
    }
    self.features = features
    self.targets = targets
    self.memory = memory
    maxOutputFrames = architecture.outputFrames(features.map(\.rows).max() ?? 1)
  }

  var count: Int { features.count }

  func frames(_ position: Int) -> Int { features[position].rows }

  func load(_ position: Int, thread: Int) -> LoadedExample {
    LoadedExample(
      features: features[position], targets: targets[position].base,
      length: targets[position].count)
  }
}
