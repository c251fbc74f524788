import KernelInterface
import Kernels

/// One block of the Conformer (Gulati et al. 2020, section 2.4): a half-step feed-forward module,
/// self-attention, convolution, a second half-step feed-forward module, LayerNorm.
package struct ConformerBlock: Sendable {
  package let feedForward1: FeedForward
  package let attention: SelfAttention
  package let convolution: ConvolutionModule
  package let feedForward2: FeedForward
  package let norm: LayerNorm

  package init(number: Int, _ architecture: Architecture, in builder: inout ModelBuilder) {
    let name = "blocks.\(number)"
    feedForward1 = FeedForward("\(name).feed_forward_1", architecture, in: &builder)
    attention = SelfAttention(
      "\(name).attention", block: number, architecture, in: &builder)
    convolution = ConvolutionModule("\(name).convolution", architecture, in: &builder)
    feedForward2 = FeedForward("\(name).feed_forward_2", architecture, in: &builder)
    norm = LayerNorm("\(name).norm", size: architecture.dModel, in: &builder)
  }

  package struct Saved {
    let feedForward1: FeedForward.Saved
    let attention: SelfAttention.Saved
    let convolution: ConvolutionModule.Saved
    let feedForward2: FeedForward.Saved
    let stream: Matrix
    let norm: LayerNorm.Saved
  }

  /// - Parameter x: [frames, dModel].
  /// - Returns: the output of the block, [frames, dModel].
  package func forward(_ x: Matrix, _ pass: Pass) -> (Matrix, Saved) {
    let y = pass.arena.take(rows: x.rows, columns: x.columns)
    let (x1, saved1) = feedForward1.forward(x, pass)
    let (x2, saved2) = attention.forward(x1, pass)
    let (x3, saved3) = convolution.forward(x2, pass)
    let (x4, saved4) = feedForward2.forward(x3, pass)
    let normSaved = norm.forward(x4, into: y, pass)
    return (
      y,
      Saved(
        feedForward1: saved1, attention: saved2, convolution: saved3, feedForward2: saved4,
        stream: x4, norm: normSaved)
    )
  }

  /// - Parameter dx: the gradient of the block's output; replaced by the gradient of its input.
  package func backward(_ dx: Matrix, _ saved: Saved, _ gradient: Gradient, _ pass: Pass) {
    pass.arena.temporarily {
      let dy = pass.arena.take(rows: dx.rows, columns: dx.columns)
      dy.copy(from: dx)
      norm.backward(dy, x: saved.stream, saved.norm, into: dx, adds: false, gradient, pass)
    }
    feedForward2.backward(dx, saved.feedForward2, gradient, pass)
    convolution.backward(dx, saved.convolution, gradient, pass)
    attention.backward(dx, saved.attention, gradient, pass)
    feedForward1.backward(dx, saved.feedForward1, gradient, pass)
  }
}
