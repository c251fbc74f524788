import KernelInterface
import Kernels

/// A Conformer with a CTC output (Gulati et al. 2020; Graves et al. 2006): the layout of its
/// parameters and its forward and backward passes. It owns no memory and has no state.
package struct Conformer: Sendable {
  package let architecture: Architecture
  package let layout: ParameterLayout
  /// The number of floats in the packed copies of all linear layers.
  package let packedCount: Int
  package let kernels: any KernelSet.Type
  let subsampling: [Subsampling]
  let blocks: [ConformerBlock]
  let output: Linear
  let linears: [Linear]

  package init(_ architecture: Architecture, kernels: any KernelSet.Type) {
    var builder = ModelBuilder(kernels: kernels)
    self.architecture = architecture
    self.kernels = kernels
    subsampling = (0..<architecture.subsamplingLayers).map { layer in
      Subsampling(
        "subsampling.\(layer)", inputs: layer == 0 ? architecture.melBins : architecture.dModel,
        outputs: architecture.dModel, in: &builder)
    }
    blocks = (0..<architecture.nLayers).map {
      ConformerBlock(number: $0, architecture, in: &builder)
    }
    output = Linear(
      "output", inputs: architecture.dModel, outputs: architecture.symbols, in: &builder)
    layout = builder.layout
    linears = builder.linears
    packedCount = builder.packedCount
  }

  /// The activations of one utterance that the backward pass needs. Reused for the next utterance.
  struct Saved {
    var subsampling: [Subsampling.Saved] = []
    var blocks: [ConformerBlock.Saved] = []
    var stream: Matrix?
  }

  /// The forward pass of training.
  /// - Parameter features: [frames, melBins], at least one frame.
  /// - Returns: logits, [outputFrames, symbols].
  func forward(_ features: Matrix, _ saved: inout Saved, _ pass: Pass) -> Matrix {
    precondition(features.rows >= 1 && features.columns == architecture.melBins)
    saved.subsampling.removeAll(keepingCapacity: true)
    saved.blocks.removeAll(keepingCapacity: true)
    var x = features
    for layer in subsampling {
      let (y, layerSaved) = layer.forward(x, pass)
      saved.subsampling.append(layerSaved)
      x = y
    }
    for block in blocks {
      let (y, blockSaved) = block.forward(x, pass)
      saved.blocks.append(blockSaved)
      x = y
    }
    saved.stream = x
    let logits = pass.arena.take(rows: x.rows, columns: architecture.symbols)
    output.forward(x, into: logits, pass)
    return logits
  }

  /// The forward pass of transcription. Every block uses the same memory, because no backward pass
  /// follows.
  func forward(_ features: Matrix, _ pass: Pass) -> Matrix {
    precondition(features.rows >= 1 && features.columns == architecture.melBins)
    let x = pass.arena.take(
      rows: architecture.outputFrames(features.rows), columns: architecture.dModel)
    pass.arena.temporarily {
      x.copy(from: subsampling.reduce(features) { $1.forward($0, pass).0 })
    }
    for block in blocks {
      pass.arena.temporarily { x.copy(from: block.forward(x, pass).0) }
    }
    let logits = pass.arena.take(rows: x.rows, columns: architecture.symbols)
    output.forward(x, into: logits, pass)
    return logits
  }

  /// - Parameters:
  ///   - dLogits: [outputFrames, symbols].
  ///   - dFeatures: receives the gradient of the features, [frames, melBins]; nil if it is not needed.
  func backward(
    _ dLogits: Matrix, _ saved: Saved, _ gradient: Gradient, features dFeatures: Matrix?,
    _ pass: Pass
  ) {
    guard let stream = saved.stream else {
      preconditionFailure("backward was called before forward")
    }
    let dx = pass.arena.take(rows: stream.rows, columns: stream.columns)
    output.backward(dLogits, x: stream, into: dx, gradient, pass)
    for index in blocks.indices.reversed() {
      blocks[index].backward(dx, saved.blocks[index], gradient, pass)
    }
    var dy = dx
    for index in subsampling.indices.reversed() {
      let layer = saved.subsampling[index]
      let below =
        index == 0
        ? dFeatures : pass.arena.take(rows: layer.padded.rows - 2, columns: layer.padded.columns)
      subsampling[index].backward(dy, layer, into: below, gradient, pass)
      if let below { dy = below }
    }
  }
}
