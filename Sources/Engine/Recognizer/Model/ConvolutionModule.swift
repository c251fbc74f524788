import KernelInterface
import Kernels

/// The Conformer's convolution module (Gulati et al. 2020, section 2.2), with LayerNorm instead of
/// BatchNorm, so that the result for an utterance does not depend on the others in the batch:
/// x + out(swish(norm(depthwise(GLU(in(norm(x))))))).
package struct ConvolutionModule: Sendable {
  package let norm: LayerNorm
  package let first: Linear
  package let kernel: Parameter
  package let kernelBias: Parameter
  package let innerNorm: LayerNorm
  package let second: Linear
  package let dropout: Int

  package init(_ name: String, _ architecture: Architecture, in builder: inout ModelBuilder) {
    let dModel = architecture.dModel
    norm = LayerNorm("\(name).norm", size: dModel, in: &builder)
    first = Linear("\(name).pointwise_1", inputs: dModel, outputs: 2 * dModel, in: &builder)
    kernel = builder.layout.depthwise(
      "\(name).depthwise.weight", kernelSize: architecture.convKernelSize, channels: dModel)
    kernelBias = builder.layout.vector("\(name).depthwise.bias", dModel)
    innerNorm = LayerNorm("\(name).depthwise_norm", size: dModel, in: &builder)
    second = Linear("\(name).pointwise_2", inputs: dModel, outputs: dModel, in: &builder)
    dropout = builder.dropoutSite()
  }

  package struct Saved {
    let x: Matrix
    let norm: LayerNorm.Saved
    let normalized: Matrix
    /// [frames, 2·dModel]
    let gates: Matrix
    let gated: Matrix
    let convolved: Matrix
    let innerNorm: LayerNorm.Saved
    let innerNormalized: Matrix
    let activated: Matrix
  }

  /// - Returns: the residual stream after the module, [frames, dModel].
  package func forward(_ x: Matrix, _ pass: Pass) -> (Matrix, Saved) {
    let (arena, kernels) = (pass.arena, pass.kernels)
    let (frames, dModel) = (x.rows, x.columns)
    let normalized = arena.take(rows: frames, columns: dModel)
    let gates = arena.take(rows: frames, columns: 2 * dModel)
    let gated = arena.take(rows: frames, columns: dModel)
    let convolved = arena.take(rows: frames, columns: dModel)
    let innerNormalized = arena.take(rows: frames, columns: dModel)
    let activated = arena.take(rows: frames, columns: dModel)
    let y = arena.take(rows: frames, columns: dModel)

    let normSaved = norm.forward(x, into: normalized, pass)
    first.forward(normalized, into: gates, pass)
    kernels.glu(rows: frames, columns: dModel, gates.base, into: gated.base)
    withScratch(frames, pass) {
      kernels.depthwise(
        frames: frames, channels: dModel, kernelSize: kernel.rows, gated.base, pass.weight(kernel),
        bias: pass.weight(kernelBias), into: convolved.base, scratch: $0)
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

  /// - Parameter dx: the gradient of the module's output; replaced by the gradient of its input.
  package func backward(_ dx: Matrix, _ saved: Saved, _ gradient: Gradient, _ pass: Pass) {
    let (arena, kernels) = (pass.arena, pass.kernels)
    let (frames, dModel) = (dx.rows, dx.columns)
    arena.temporarily {
      let one = arena.take(rows: frames, columns: dModel)
      let other = arena.take(rows: frames, columns: dModel)
      let gates = arena.take(rows: frames, columns: 2 * dModel)
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
          frames: frames, channels: dModel, kernelSize: kernel.rows, saved.gated.base, one.base,
          dw: gradient.vector(kernel), dBias: gradient.vector(kernelBias), scratch: $0)
        kernels.depthwiseBackwardInput(
          frames: frames, channels: dModel, kernelSize: kernel.rows, one.base, pass.weight(kernel),
          into: other.base, scratch: $0)
      }
      kernels.gluBackward(
        rows: frames, columns: dModel, saved.gates.base, other.base, into: gates.base)
      first.backward(gates, x: saved.normalized, into: one, gradient, pass)
      norm.backward(one, x: saved.x, saved.norm, into: dx, adds: true, gradient, pass)
    }
  }

  private func withScratch(_ frames: Int, _ pass: Pass, _ body: (MutableFloats) -> Void) {
    pass.arena.temporarily {
      body(pass.arena.take(pass.kernels.depthwiseScratch(frames: frames, kernelSize: kernel.rows)))
    }
  }
}
