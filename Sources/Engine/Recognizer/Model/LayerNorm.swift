import KernelInterface
import Kernels

/// Layer normalisation (Ba, Kiros, Hinton 2016): each row is normalised to mean 0 and variance 1,
/// then multiplied by the gain, and the bias is added.
package struct LayerNorm: Sendable {
  package let gain: Parameter
  package let bias: Parameter

  package init(_ name: String, size: Int, in builder: inout ModelBuilder) {
    gain = builder.layout.vector("\(name).weight", size, .ones)
    bias = builder.layout.vector("\(name).bias", size)
  }

  /// The statistics that the backward pass needs besides x, [rows] each.
  package struct Saved {
    let means: MutableFloats
    let rstds: MutableFloats
  }

  package func forward(_ x: Matrix, into y: Matrix, _ pass: Pass) -> Saved {
    let saved = Saved(means: pass.arena.take(x.rows), rstds: pass.arena.take(x.rows))
    precondition(x.count == y.count && x.columns == gain.columns)
    pass.kernels.layerNorm(
      rows: x.rows, columns: x.columns, x.base, gain: pass.weight(gain), bias: pass.weight(bias),
      into: y.base, means: saved.means, rstds: saved.rstds)
    return saved
  }

  /// - Parameter adds: adds to dx instead of overwriting it, for a residual connection.
  package func backward(
    _ dy: Matrix, x: Matrix, _ saved: Saved, into dx: Matrix, adds: Bool, _ gradient: Gradient,
    _ pass: Pass
  ) {
    precondition(dx.count == dy.count && x.count == dy.count)
    pass.kernels.layerNormBackward(
      rows: x.rows, columns: x.columns, x.base, gain: pass.weight(gain), means: saved.means,
      rstds: saved.rstds, dy.base, into: dx.base, adds: adds, dGain: gradient.vector(gain),
      dBias: gradient.vector(bias))
  }
}
