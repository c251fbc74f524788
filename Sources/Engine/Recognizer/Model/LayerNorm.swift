import KernelInterface
import Kernels

/// Each frame brought to mean 0 and variance 1, then scaled and shifted (Ba, Kiros, Hinton 2016).
package struct LayerNorm: Sendable {
  package let gain: Parameter
  package let bias: Parameter

  package init(_ name: String, width: Int, in builder: inout ModelBuilder) {
    gain = builder.layout.vector("\(name).weight", width, .ones)
    bias = builder.layout.vector("\(name).bias", width)
  }

  /// What backward needs besides x: [rows] each.
  package struct Saved {
    let means: MutableFloats
    let scales: MutableFloats
  }

  package func forward(_ x: Matrix, into y: Matrix, _ pass: Pass) -> Saved {
    let saved = Saved(means: pass.arena.take(x.rows), scales: pass.arena.take(x.rows))
    precondition(x.count == y.count && x.columns == gain.columns)
    pass.kernels.layerNorm(
      rows: x.rows, columns: x.columns, x.base, gain: pass.weight(gain), bias: pass.weight(bias),
      into: y.base, means: saved.means, scales: saved.scales)
    return saved
  }

  /// - Parameter adds: adds to dx where a residual stream passes the layer by.
  package func backward(
    _ dy: Matrix, x: Matrix, _ saved: Saved, into dx: Matrix, adds: Bool, _ gradient: Gradient,
    _ pass: Pass
  ) {
    precondition(dx.count == dy.count && x.count == dy.count)
    pass.kernels.layerNormBackward(
      rows: x.rows, columns: x.columns, x.base, gain: pass.weight(gain), means: saved.means,
      scales: saved.scales, dy.base, into: dx.base, adds: adds, dGain: gradient.vector(gain),
      dBias: gradient.vector(bias))
  }
}
