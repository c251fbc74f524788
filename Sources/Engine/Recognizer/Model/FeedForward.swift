import KernelInterface
import Kernels

/// A half-step feed-forward module of the Conformer (Gulati et al. 2020, section 2.3):
/// x + ½·down(swish(up(norm(x)))).
package struct FeedForward: Sendable {
  package let norm: LayerNorm
  package let up: Linear
  package let down: Linear
  package let innerDropout: Int
  package let outerDropout: Int

  package init(_ name: String, _ architecture: Architecture, in builder: inout ModelBuilder) {
    let dModel = architecture.dModel
    norm = LayerNorm("\(name).norm", size: dModel, in: &builder)
    up = Linear("\(name).up", inputs: dModel, outputs: architecture.innerWidth, in: &builder)
    down = Linear("\(name).down", inputs: architecture.innerWidth, outputs: dModel, in: &builder)
    innerDropout = builder.dropoutSite()
    outerDropout = builder.dropoutSite()
  }

  package struct Saved {
    let x: Matrix
    let norm: LayerNorm.Saved
    /// [frames, dModel]
    let normalized: Matrix
    /// [frames, innerWidth], before swish
    let inner: Matrix
    /// [frames, innerWidth], after swish and dropout
    let activated: Matrix
  }

  /// - Returns: the residual stream after the module, [frames, dModel].
  package func forward(_ x: Matrix, _ pass: Pass) -> (Matrix, Saved) {
    let arena = pass.arena
    let normalized = arena.take(rows: x.rows, columns: x.columns)
    let inner = arena.take(rows: x.rows, columns: up.outputs)
    let activated = arena.take(rows: x.rows, columns: up.outputs)
    let y = arena.take(rows: x.rows, columns: x.columns)
    let saved = norm.forward(x, into: normalized, pass)
    up.forward(normalized, into: inner, pass)
    pass.kernels.swish(inner.count, inner.base, into: activated.base)
    pass.dropout?(activated, site: innerDropout, pass.kernels)
    y.copy(from: x)
    arena.temporarily {
      let change = arena.take(rows: x.rows, columns: x.columns)
      down.forward(activated, into: change, pass)
      pass.dropout?(change, site: outerDropout, pass.kernels)
      pass.kernels.addScaled(y.count, 0.5, change.base, to: y.base)
    }
    return (
      y,
      Saved(x: x, norm: saved, normalized: normalized, inner: inner, activated: activated)
    )
  }

  /// - Parameter dx: the gradient of the module's output; replaced by the gradient of its input.
  package func backward(_ dx: Matrix, _ saved: Saved, _ gradient: Gradient, _ pass: Pass) {
    pass.arena.temporarily {
      let change = pass.arena.take(rows: dx.rows, columns: dx.columns)
      let inner = pass.arena.take(rows: dx.rows, columns: up.outputs)
      pass.kernels.scale(dx.count, 0.5, dx.base, into: change.base)
      pass.dropout?(change, site: outerDropout, pass.kernels)
      down.backward(change, x: saved.activated, into: inner, gradient, pass)
      pass.dropout?(inner, site: innerDropout, pass.kernels)
      pass.kernels.swishBackward(inner.count, saved.inner.base, inner.base, into: inner.base)
      up.backward(inner, x: saved.normalized, into: change, gradient, pass)
      norm.backward(change, x: saved.x, saved.norm, into: dx, adds: true, gradient, pass)
    }
  }
}
