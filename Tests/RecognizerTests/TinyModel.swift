import KernelInterface
import Kernels
import Randomness
import Recognizer

/// A small model with weights, a workspace and one utterance.
final class TinyModel {
  let model: Conformer
  let prepared: PreparedWeights
  let pool = WorkerPool(threads: 1)
  let workspace: Workspace
  let features: Buffer
  let frames: Int
  var targets: [Int32]

  init(
    frames: Int = 37, subsamplingFactor: Int = 2, dModel: Int = 8, nLayers: Int = 2,
    nHeads: Int = 2, convKernelSize: Int = 5, targets: [Int32] = [1, 3, 3, 2], isa: ISA = .best,
    seed: UInt64 = 1
  ) {
    let architecture = Architecture(
      melBins: 6, subsamplingFactor: subsamplingFactor, dModel: dModel, nLayers: nLayers,
      nHeads: nHeads, convKernelSize: convKernelSize, ffExpansionFactor: 2, symbols: 5)
    let seed = Seed(short: seed)
    model = Conformer(architecture, kernels: isa.kernels)
    self.frames = frames
    self.targets = targets
    prepared = PreparedWeights(
      model, maxFrames: architecture.outputFrames(frames) + 3, threads: 1)
    workspace = Workspace(model)
    features = Buffer(frames * architecture.melBins)
    model.layout.initialize(prepared.values, seed: seed)
    // Biases and gains get values other than 0 and 1, so that errors in their gradients have an
    // effect.
    var stream = seed.stream("features and biases")
    for entry in model.layout.entries where !entry.isMatrix {
      for index in 0..<entry.parameter.count {
        prepared.values.base[entry.parameter.offset + index] += Float(stream.unit() - 0.5)
      }
    }
    for index in 0..<features.count { features.base[index] = Float(stream.unit() * 4 - 2) }
  }

  var count: Int { model.layout.count }

  var input: Matrix {
    Matrix(features.base, rows: frames, columns: model.architecture.melBins)
  }

  /// The loss in nats at the current weights, and its gradient.
  func lossAndGradient(dropout: Dropout? = nil) -> (Float, [Float]) {
    prepared.refresh(frames: prepared.maxFrames, on: pool)
    let gradient = Buffer(count)
    let loss = model.lossAndGradient(
      input, targets: targets, length: targets.count, scale: 1, prepared.weights, workspace,
      dropout: dropout, into: Gradient(values: gradient.base, matrices: .sets))
    return (loss, Array(UnsafeBufferPointer(start: gradient.base, count: count)))
  }

  func loss(dropout: Dropout? = nil) -> Float { lossAndGradient(dropout: dropout).0 }
}
