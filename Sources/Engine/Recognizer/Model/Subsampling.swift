import KernelInterface
import Kernels

/// A convolution over time of kernel size 3 and stride 2, then swish. It halves the number of
/// frames.
///
/// The windows over consecutive frames form a matrix view with overlapping rows: [frames',
/// 3·inputs] with a stride of 2·inputs. So the convolution is a matrix product.
package struct Subsampling: Sendable {
  package let windows: Linear

  package init(_ name: String, inputs: Int, outputs: Int, in builder: inout ModelBuilder) {
    windows = Linear(name, inputs: 3 * inputs, outputs: outputs, in: &builder)
  }

  package struct Saved {
    /// The input between two frames of zeros.
    let padded: Matrix
    /// The output before swish.
    let inner: Matrix
  }

  private func view(_ padded: Matrix, frames: Int) -> Matrix {
    Matrix(
      padded.base, rows: frames, columns: 3 * padded.columns, stride: 2 * padded.columns)
  }

  /// - Returns: [(frames - 1)/2 + 1, outputs].
  package func forward(_ x: Matrix, _ pass: Pass) -> (Matrix, Saved) {
    let frames = (x.rows - 1) / 2 + 1
    let padded = pass.arena.take(rows: x.rows + 2, columns: x.columns)
    let inner = pass.arena.take(rows: frames, columns: windows.outputs)
    let y = pass.arena.take(rows: frames, columns: windows.outputs)
    padded.rows(0..<1).fill(0)
    padded.rows(1..<x.rows + 1).copy(from: x)
    padded.rows(x.rows + 1..<x.rows + 2).fill(0)
    windows.forward(view(padded, frames: frames), into: inner, pass)
    pass.kernels.swish(inner.count, inner.base, into: y.base)
    return (y, Saved(padded: padded, inner: inner))
  }

  /// - Parameter dx: the gradient of the input, or nil if it is not needed.
  package func backward(
    _ dy: Matrix, _ saved: Saved, into dx: Matrix?, _ gradient: Gradient, _ pass: Pass
  ) {
    pass.arena.temporarily {
      let inner = pass.arena.take(rows: dy.rows, columns: dy.columns)
      pass.kernels.swishBackward(dy.count, saved.inner.base, dy.base, into: inner.base)
      let x = view(saved.padded, frames: dy.rows)
      guard let dx else { return windows.backwardWeights(inner, x: x, gradient, pass) }
      let overlapping = pass.arena.take(rows: dy.rows, columns: windows.inputs)
      windows.backward(inner, x: x, into: overlapping, gradient, pass)
      let padded = pass.arena.take(rows: dx.rows + 2, columns: dx.columns)
      padded.fill(0)
      for t in 0..<dy.rows {
        pass.kernels.addScaled(
          3 * dx.columns, 1, overlapping.row(t), to: padded.row(2 * t))
      }
      dx.copy(from: padded.rows(1..<dx.rows + 1))
    }
  }
}
