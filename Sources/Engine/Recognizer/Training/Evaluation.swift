import Files
import KernelInterface
import Kernels

/// The logits, loss and gradient of one utterance, for comparison with another implementation.
package struct Evaluation {
  package let model: Conformer
  package let logits: [Float]
  /// The loss of the whole utterance, in nats.
  package let loss: Float
  /// The gradient of the loss, one element per parameter.
  package let gradient: Buffer
  package let outputFrames: Int

  /// - Parameters:
  ///   - weights: a safetensors file with the parameters and "asr-audit.architecture".
  ///   - utterance: "features" [frames, melBins] F32, used without normalisation, and "targets"
  ///     [length] I64.
  package init(
    weights: SafetensorsFile, utterance: SafetensorsFile, isa: ISA
  ) throws(Problem) {
    let architecture = try ModelFile.architecture(of: weights)
    let utterance = try StoredUtterance(
      utterance, features: "features", targets: "targets", architecture)
    let (x, targets) = (utterance.features, utterance.targets)
    model = Conformer(architecture, kernels: isa.kernels)
    outputFrames = architecture.outputFrames(x.rows)
    let pool = WorkerPool(threads: 1)
    let prepared = PreparedWeights(model, maxFrames: outputFrames, threads: 1)
    try model.readWeights(weights, into: prepared.values)
    prepared.refresh(frames: outputFrames, on: pool)
    let workspace = Workspace(model)
    gradient = Buffer(model.layout.count)
    loss = model.lossAndGradient(
      x, targets: targets.base, length: targets.count, scale: 1, prepared.weights, workspace,
      dropout: nil, into: Gradient(values: gradient.base, matrices: .sets))
    workspace.arena.reset()
    let scores = model.logits(x, prepared.weights, workspace)
    logits = Array(UnsafeBufferPointer(start: scores.base, count: scores.count))
  }
}
