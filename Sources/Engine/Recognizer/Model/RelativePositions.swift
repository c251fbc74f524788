import KernelInterface
import Kernels
import Platform

/// Sinusoids of relative distances, and their projections by each attention module's own matrix
/// (Dai et al. 2019, "Transformer-XL", section 3.3), packed for each head.
///
/// Row r of a table for n frames belongs to distance n - 1 - r, from n - 1 ahead to n - 1 behind;
/// the rows for fewer frames are those in its middle.
package final class RelativePositions {
  package let maxFrames: Int
  private let kernels: any KernelSet.Type
  private let width: Int
  private let heads: Int
  private let sinusoids: Buffer
  private let projected: [Buffer]
  /// For each block, its heads one behind the other: the transposed projections, then these as they are.
  private let packedTransposed: [Buffer]
  private let packed: [Buffer]
  /// What is projected: distances between so many frames.
  private var frames = 1

  /// - Parameter maxFrames: of the longest utterance, after subsampling.
  package init(
    maxFrames: Int, width: Int, heads: Int, blocks: Int, _ kernels: any KernelSet.Type
  ) {
    self.maxFrames = maxFrames
    self.width = width
    self.heads = heads
    self.kernels = kernels
    let rows = 2 * maxFrames - 1
    let own = width / heads
    sinusoids = Buffer(rows * width)
    projected = (0..<blocks).map { _ in Buffer(rows * width) }
    packedTransposed = (0..<blocks).map { _ in
      Buffer(heads * kernels.packedCount(columns: rows, depth: own))
    }
    packed = (0..<blocks).map { _ in
      Buffer(heads * kernels.packedCount(columns: own, depth: rows))
    }
    for row in 0..<rows {
      let distance = Double(maxFrames - 1 - row)
      for pair in 0..<width / 2 {
        let angle = distance * pow(10_000, -2 * Double(pair) / Double(width))
        sinusoids.base[row * width + 2 * pair] = Float(sin(angle))
        sinusoids.base[row * width + 2 * pair + 1] = Float(cos(angle))
      }
    }
  }

  private func view(_ buffer: Buffer, frames: Int) -> Matrix {
    precondition(frames >= 1 && frames <= maxFrames, "\(frames) frames of at most \(maxFrames)")
    return Matrix(
      buffer.base + (maxFrames - frames) * width, rows: 2 * frames - 1, columns: width)
  }

  /// [2·frames - 1, width]
  func sinusoids(frames: Int) -> Matrix { view(sinusoids, frames: frames) }

  // MARK: - Projection

  /// What `project` is to make for every block: the distances that utterances of up to `frames`
  /// frames need.
  package func prepare(frames: Int) {
    precondition(frames >= 1 && frames <= maxFrames, "\(frames) frames of at most \(maxFrames)")
    self.frames = frames
  }

  package func project(block: Int, by weight: Matrix, _ product: MatrixProduct) {
    let rows = view(projected[block], frames: frames)
    product.timesTransposed(sinusoids(frames: frames), weight, into: rows)
    let own = width / heads
    for head in 0..<heads {
      let columns = rows.columns(head * own..<(head + 1) * own)
      product.packTransposed(columns, into: transposed(block, head))
      product.pack(columns, into: straight(block, head))
    }
  }

  private var rows: Int { 2 * frames - 1 }

  private func transposed(_ block: Int, _ head: Int) -> MutableFloats {
    packedTransposed[block].base
      + head * kernels.packedCount(columns: rows, depth: width / heads)
  }

  private func straight(_ block: Int, _ head: Int) -> MutableFloats {
    packed[block].base + head * kernels.packedCount(columns: width / heads, depth: rows)
  }

  /// Rows of the table for `frames` frames, as rows of the one that is projected.
  private func places(of distances: Range<Int>, frames: Int) -> Range<Int> {
    let before = self.frames - frames
    return distances.lowerBound + before..<distances.upperBound + before
  }

  // MARK: - Products

  /// A·Pᵀ, [rows, distances], in memory of the pass: P are the head's projections of `distances`,
  /// rows of the table for `frames` frames.
  func timesTransposed(
    _ a: Matrix, block: Int, head: Int, distances: Range<Int>, frames: Int, _ pass: Pass
  ) -> Matrix {
    let wanted = places(of: distances, frames: frames)
    // Whole panels: what stands beside the wanted columns costs less than packing them apart.
    let panel = kernels.panelColumns
    let low = wanted.lowerBound / panel * panel
    let high = min((wanted.upperBound + panel - 1) / panel * panel, rows)
    let wide = pass.arena.take(rows: a.rows, columns: high - low)
    pass.product.timesPacked(
      a, Floats(transposed(block, head)) + low * (width / heads), into: wide)
    return wide.columns(wanted.lowerBound - low..<wanted.upperBound - low)
  }

  /// C = A·P, [rows, distances]·[distances, width of a head].
  func times(
    _ a: Matrix, block: Int, head: Int, distances: Range<Int>, frames: Int, into c: Matrix,
    _ pass: Pass
  ) {
    pass.product.timesPacked(
      a, straight(block, head), from: places(of: distances, frames: frames).lowerBound, of: rows,
      into: c)
  }
}
