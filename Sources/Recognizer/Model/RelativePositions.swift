import Glibc
import KernelInterface
import Kernels

/// Sinusoids of relative distances, and their projections by each attention module's own matrix
/// (Dai et al. 2019, "Transformer-XL", section 3.3).
///
/// Row r of a table for n frames belongs to distance n - 1 - r, from n - 1 ahead to n - 1 behind;
/// the rows for fewer frames are those in its middle.
package final class RelativePositions {
  package let maxFrames: Int
  private let width: Int
  private let sinusoids: Buffer
  private let projected: [Buffer]

  /// - Parameter maxFrames: of the longest utterance, after subsampling.
  package init(maxFrames: Int, width: Int, blocks: Int) {
    self.maxFrames = maxFrames
    self.width = width
    let rows = 2 * maxFrames - 1
    sinusoids = Buffer(rows * width)
    projected = (0..<blocks).map { _ in Buffer(rows * width) }
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

  /// [2·frames - 1, width], for the block of this number.
  func projected(block: Int, frames: Int) -> Matrix { view(projected[block], frames: frames) }

  /// Projects the distances that utterances of up to `frames` frames need.
  package func project(
    block: Int, by weight: Matrix, frames: Int, _ product: MatrixProduct
  ) {
    product.timesTransposed(
      sinusoids(frames: frames), weight, into: projected(block: block, frames: frames))
  }
}
