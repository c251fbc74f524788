import KernelInterface
import Kernels

/// The parameters and the values derived from them: packed matrices and projected positions. Call
/// `refresh` after each change of the parameters.
package final class PreparedWeights: PiecedWork, @unchecked Sendable {
  let model: Conformer
  package let values: Buffer
  private let packed: Buffer
  private var positions: RelativePositions
  private let scratch: [Buffer]

  /// - Parameter maxFrames: the expected number of output frames of the longest utterance.
  package init(_ model: Conformer, maxFrames: Int, threads: Int) {
    self.model = model
    values = Buffer(model.layout.count)
    packed = Buffer(model.packedCount)
    positions = model.positions(maxFrames: maxFrames)
    scratch = (0..<threads).map { _ in Buffer(model.kernels.multiplyScratch) }
  }

  package var maxFrames: Int { positions.maxFrames }

  /// - Parameter frames: the number of output frames of the longest utterance that follows. Memory
  ///   is allocated only if it exceeds every earlier number.
  package func refresh(frames: Int, on pool: WorkerPool) {
    if frames > positions.maxFrames { positions = model.positions(maxFrames: frames) }
    positions.prepare(frames: frames)
    pool(model.linears.count + model.blocks.count, of: self)
  }

  package func run(piece: Int, thread: Int) {
    if piece < model.linears.count {
      model.linears[piece].pack(model.kernels, values: values.base, into: packed.base)
    } else {
      let block = piece - model.linears.count
      let weight = model.blocks[block].attention.position
      positions.project(
        block: block,
        by: Matrix(
          values.base + weight.offset, rows: weight.rows, columns: weight.columns),
        MatrixProduct(model.kernels, scratch: scratch[thread].base))
    }
  }

  package var weights: Weights {
    Weights(values: values.base, packed: packed.base, positions: positions)
  }
}

extension Conformer {
  fileprivate func positions(maxFrames: Int) -> RelativePositions {
    RelativePositions(
      maxFrames: maxFrames, dModel: architecture.dModel, nHeads: architecture.nHeads,
      nLayers: blocks.count, kernels)
  }
}
