import KernelInterface
import Kernels

/// The Conformer's convolution module (Gulati et al. 2020, section 2.2), with LayerNorm in place
/// of BatchNorm, so that an utterance's result does not depend on others:
/// x + out(swish(norm(depthwise(GLU(in(norm(x))))))).
package struct ConvolutionModule: Sendable {
  package let norm: LayerNorm
  package let first: Linear
  package let taps: Parameter
  package let tapsBias: Parameter
  package let innerNorm: LayerNorm
  package let second: Linear
  package let dropout: Int

  package init(_ name: String, _ architecture: Architecture, in builder: inout ModelBuilder) {
    let width = architecture.width
    norm = LayerNorm("\(name).norm", width: width, in: &builder)
    first = Linear("\(name).pointwise_1", inputs: width, outputs: 2 * width, in: &builder)
    taps = builder.layout.depthwise(
      "\(name).depthwise.weight", taps: architecture.taps, channels: width)
    tapsBias = builder.layout.vector("\(name).depthwise.bias", width)
    innerNorm = LayerNorm("\(name).depthwise_norm", width: width, in: &builder)
    second = Linear("\(name).pointwise_2", inputs: width, outputs: width, in: &builder)
    dropout = builder.dropoutSite()
  }

  package struct Saved {
    let x: Matrix
    let norm: LayerNorm.Saved
    let normalized: Matrix
    /// [frames, 2·width]
    let gates: Matrix
    let gated: Matrix
    let convolved: Matrix
    let innerNorm: LayerNorm.Saved
    let innerNormalized: Matrix
    let activated: Matrix
  }

  /// - Returns: the stream after the module, [frames, width].
  package func forward(_ x: Matrix, _ pass: Pass) -> (Matrix, Saved) {
    let (arena, kernels) = (pass.arena, pass.kernels)
    let (frames, width) = (x.rows, x.columns)
    let normalized = arena.take(rows: frames, columns: width)
    let gates = arena.take(rows: frames, columns: 2 * width)
    let gated = arena.take(rows: frames, columns: width)
    let convolved = arena.take(rows: frames, columns: width)
    let innerNormalized = arena.take(rows: frames, columns: width)
    let activated = arena.take(rows: frames, columns: width)
    let y = arena.take(rows: frames, columns: width)

    let normSaved = norm.forward(x, into: normalized, pass)
    first.forward(normalized, into: gates, pass)
    kernels.glu(rows: frames, columns: width, gates.base, into: gated.base)
    withScratch(frames, pass) {
      kernels.depthwise(
        frames: frames, channels: width, taps: taps.rows, gated.base, pass.weight(taps),
        bias: pass.weight(tapsBias), into: convolved.base, scratch: $0)
    }
    let innerSaved = innerNorm.forward(convolved, into: innerNormalized, pass)
    kernels.swish(innerNormalized.count, innerNormalized.base, into: activated.base)
    second.forward(activated, into: y, pass)
    pass.dropout?(y, site: dropout, kernels)
    kernels.addScaled(y.count, 1, x.base, to: y.base)
    return (
      y,
      Saved(
        x: x, norm: normSaved, normalized: normalized, gates: gates, gated: gated,
        convolved: convolved, innerNorm: innerSaved, innerNormalized: innerNormalized,
        activated: activated)
    )
  }

  /// - Parameter dx: the gradient of the stream: after the module, then before it.
  package func backward(_ dx: Matrix, _ saved: Saved, _ gradient: Gradient, _ pass: Pass) {
    let (arena, kernels) = (pass.arena, pass.kernels)
    let (frames, width) = (dx.rows, dx.columns)
    arena.temporarily {
      let one = arena.take(rows: frames, columns: width)
      let other = arena.take(rows: frames, columns: width)
      let gates = arena.take(rows: frames, columns: 2 * width)
      if pass.dropout != nil {
        one.copy(from: dx)
        pass.dropout?(one, site: dropout, kernels)
      }
      second.backward(
        pass.dropout == nil ? dx : one, x: saved.activated, into: other, gradient, pass)
      kernels.swishBackward(
        other.count, saved.innerNormalized.base, other.base, into: other.base)
      innerNorm.backward(
        other, x: saved.convolved, saved.innerNorm, into: one, adds: false, gradient, pass)
      withScratch(frames, pass) {
        kernels.depthwiseBackwardWeights(
          frames: frames, channels: width, taps: taps.rows, saved.gated.base, one.base,
          dw: gradient.vector(taps), dBias: gradient.vector(tapsBias), scratch: $0)
        kernels.depthwiseBackwardInput(
          frames: frames, channels: width, taps: taps.rows, one.base, pass.weight(taps),
          into: other.base, scratch: $0)
      }
      kernels.gluBackward(
        rows: frames, columns: width, saved.gates.base, other.base, into: gates.base)
      first.backward(gates, x: saved.normalized, into: one, gradient, pass)
      norm.backward(one, x: saved.x, saved.norm, into: dx, adds: true, gradient, pass)
    }
  }

  private func withScratch(_ frames: Int, _ pass: Pass, _ body: (MutableFloats) -> Void) {
    pass.arena.temporarily {
      body(pass.arena.take(pass.kernels.depthwiseScratch(frames: frames, taps: taps.rows)))
    }
  }
}
