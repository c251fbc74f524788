import KernelInterface
import Kernels

/// A Conformer with a CTC output (Gulati et al. 2020; Graves et al. 2006): which weights there are
/// and what is done with them. It holds no memory and no state.
package struct Conformer: Sendable {
  package let architecture: Architecture
  package let layout: ParameterLayout
  /// Floats of the packed copies of all linear layers.
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
        "subsampling.\(layer)", channels: layer == 0 ? architecture.melBins : architecture.width,
        width: architecture.width, in: &builder)
    }
    blocks = (0..<architecture.blocks).map {
      ConformerBlock(number: $0, architecture, in: &builder)
    }
    output = Linear(
      "output", inputs: architecture.width, outputs: architecture.symbols, in: &builder)
    layout = builder.layout
    linears = builder.linears
    packedCount = builder.packedCount
  }

  /// What backward needs of one utterance. Reused for the next.
  struct Saved {
    var subsampling: [Subsampling.Saved] = []
    var blocks: [ConformerBlock.Saved] = []
    var stream: Matrix?
  }

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

  /// The same where no backward follows: one block's activations take the memory of the last one's.
  func forward(_ features: Matrix, _ pass: Pass) -> Matrix {
    precondition(features.rows >= 1 && features.columns == architecture.melBins)
    let x = pass.arena.take(
      rows: architecture.outputFrames(features.rows), columns: architecture.width)
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

  /// - Parameter dLogits: [outputFrames, symbols].
  func backward(_ dLogits: Matrix, _ saved: Saved, _ gradient: Gradient, _ pass: Pass) {
    guard let stream = saved.stream else { preconditionFailure("backward comes after forward") }
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
        ? nil : pass.arena.take(rows: layer.padded.rows - 2, columns: layer.padded.columns)
      subsampling[index].backward(dy, layer, into: below, gradient, pass)
      if let below { dy = below }
    }
  }
}
