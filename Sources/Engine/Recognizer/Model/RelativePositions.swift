import KernelInterface
import Kernels
import Platform

/// The sinusoids of relative distances and their projections by the matrix of each attention module
/// (Dai et al. 2019, "Transformer-XL", section 3.3), packed for each head.
///
/// Row r of the table for n frames has distance n - 1 - r, from n - 1 frames ahead to n - 1 behind.
/// The table for fewer frames consists of its middle rows.
package final class RelativePositions {
  package let maxFrames: Int
  private let kernels: any KernelSet.Type
  private let dModel: Int
  private let nHeads: Int
  private let sinusoids: Buffer
  private let projected: [Buffer]
  /// The packed transposed projections of each block, head by head.
  private let packedTransposed: [Buffer]
  /// The packed projections of each block, head by head.
  private let packed: [Buffer]
  /// The number of frames whose distances are projected.
  private var frames = 1

  /// - Parameter maxFrames: the number of output frames of the longest utterance.
  package init(
    maxFrames: Int, dModel: Int, nHeads: Int, nLayers: Int, _ kernels: any KernelSet.Type
  ) {
    self.maxFrames = maxFrames
    self.dModel = dModel
    self.nHeads = nHeads
    self.kernels = kernels
    let rows = 2 * maxFrames - 1
    let headWidth = dModel / nHeads
    sinusoids = Buffer(rows * dModel)
    projected = (0..<nLayers).map { _ in Buffer(rows * dModel) }
    packedTransposed = (0..<nLayers).map { _ in
      Buffer(nHeads * kernels.packedCount(columns: rows, depth: headWidth))
    }
    packed = (0..<nLayers).map { _ in
      Buffer(nHeads * kernels.packedCount(columns: headWidth, depth: rows))
    }
    for row in 0..<rows {
      let distance = Double(maxFrames - 1 - row)
      for pair in 0..<dModel / 2 {
        let angle = distance * pow(10_000, -2 * Double(pair) / Double(dModel))
        sinusoids.base[row * dModel + 2 * pair] = Float(sin(angle))
        sinusoids.base[row * dModel + 2 * pair + 1] = Float(cos(angle))
      }
    }
  }

  private func view(_ buffer: Buffer, frames: Int) -> Matrix {
    precondition(frames >= 1 && frames <= maxFrames, "\(frames) frames of at most \(maxFrames)")
    return Matrix(
      buffer.base + (maxFrames - frames) * dModel, rows: 2 * frames - 1, columns: dModel)
  }

  /// The sinusoids for `frames` frames, [2·frames - 1, dModel].
  func sinusoids(frames: Int) -> Matrix { view(sinusoids, frames: frames) }

  // MARK: - Projection

  /// Sets the distances that `project` computes for every block: those of utterances of up to
  /// `frames` frames.
  package func prepare(frames: Int) {
    precondition(frames >= 1 && frames <= maxFrames, "\(frames) frames of at most \(maxFrames)")
    self.frames = frames
  }

  package func project(block: Int, by weight: Matrix, _ product: MatrixProduct) {
    let rows = view(projected[block], frames: frames)
    product.timesTransposed(sinusoids(frames: frames), weight, into: rows)
    let headWidth = dModel / nHeads
    for head in 0..<nHeads {
      let columns = rows.columns(head * headWidth..<(head + 1) * headWidth)
      product.packTransposed(columns, into: transposed(block, head))
      product.pack(columns, into: straight(block, head))
    }
  }

  private var rows: Int { 2 * frames - 1 }

  private func transposed(_ block: Int, _ head: Int) -> MutableFloats {
    packedTransposed[block].base
      + head * kernels.packedCount(columns: rows, depth: dModel / nHeads)
  }

  private func straight(_ block: Int, _ head: Int) -> MutableFloats {
    packed[block].base + head * kernels.packedCount(columns: dModel / nHeads, depth: rows)
  }

  /// Converts rows of the table for `frames` frames to rows of the projected table.
  private func projectedRows(of distances: Range<Int>, frames: Int) -> Range<Int> {
    let before = self.frames - frames
    return distances.lowerBound + before..<distances.upperBound + before
  }

  // MARK: - Products

  /// Returns A·Pᵀ, [rows, distances], in memory of the pass. P holds the head's projections of
  /// `distances`, which are rows of the table for `frames` frames.
  func timesTransposed(
    _ a: Matrix, block: Int, head: Int, distances: Range<Int>, frames: Int, _ pass: Pass
  ) -> Matrix {
    let wanted = projectedRows(of: distances, frames: frames)
    // Whole panels are multiplied: the additional columns cost less than packing the wanted ones
    // again.
    let panel = kernels.panelColumns
    let low = wanted.lowerBound / panel * panel
    let high = min((wanted.upperBound + panel - 1) / panel * panel, rows)
    let wide = pass.arena.take(rows: a.rows, columns: high - low)
    pass.product.timesPacked(
      a, Floats(transposed(block, head)) + low * (dModel / nHeads), into: wide)
    return wide.columns(wanted.lowerBound - low..<wanted.upperBound - low)
  }

  /// Computes C = A·P, [rows, distances]·[distances, headWidth].
  func times(
    _ a: Matrix, block: Int, head: Int, distances: Range<Int>, frames: Int, into c: Matrix,
    _ pass: Pass
  ) {
    pass.product.timesPacked(
      a, straight(block, head), from: projectedRows(of: distances, frames: frames).lowerBound,
      of: rows,
      into: c)
  }
}
