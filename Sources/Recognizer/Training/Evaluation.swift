import Files
import KernelInterface
import Kernels

/// Logits, loss and gradient of one utterance, all written out: for comparing this model with
/// another program's.
package struct Evaluation {
  package let model: Conformer
  package let logits: [Float]
  /// In nats, of the whole utterance.
  package let loss: Float
  /// Of the loss, one element for each parameter.
  package let gradient: Buffer
  package let outputFrames: Int

  /// - Parameters:
  ///   - weights: a safetensors file with the parameters and "asr-audit.architecture".
  ///   - utterance: "features" [frames, melBins] F32, taken as they are, and "targets" [length] I64.
  package init(
    weights: SafetensorsFile, utterance: SafetensorsFile, isa: ISA
  ) throws(Problem) {
    let architecture = try ModelFile.architecture(of: weights)
    var features = try utterance.values(of: "features", as: Float.self)
    let targets = try utterance.values(of: "targets", as: Int64.self)
    let frames = features.count / architecture.melBins
    guard frames >= 1, features.count == frames * architecture.melBins,
      targets.allSatisfy({ $0 >= 1 && $0 < Int64(architecture.symbols) })
    else {
      throw Problem(
        .badData,
        "expected frames of \(architecture.melBins) features, and targets from 1 to "
          + "\(architecture.symbols - 1)", file: utterance.path)
    }
    model = Conformer(architecture, kernels: isa.kernels)
    outputFrames = architecture.outputFrames(frames)
    let pool = WorkerPool(threads: 1)
    let prepared = PreparedWeights(model, maxFrames: outputFrames, threads: 1)
    try model.readWeights(weights, into: prepared.values)
    prepared.refresh(frames: outputFrames, on: pool)
    let workspace = Workspace(model, keepsUnitGradient: false)
    gradient = Buffer(model.layout.count)
    let labels = targets.map(Int32.init)
    let (model, gradient) = (model, gradient)
    (loss, logits) = features.withUnsafeMutableBufferPointer { features in
      let x = Matrix(features.baseAddress!, rows: frames, columns: architecture.melBins)
      let loss = model.lossAndGradient(
        x, targets: labels, length: labels.count, scale: 1, prepared.weights, workspace,
        dropout: nil, into: Gradient(values: gradient.base, matrices: .sets))
      workspace.arena.reset()
      let logits = model.logits(x, prepared.weights, workspace)
      return (loss, Array(UnsafeBufferPointer(start: logits.base, count: logits.count)))
    }
  }
}
