import KernelInterface
import Kernels

/// The memory of one thread for forward and backward passes. It is reused for every utterance.
package final class Workspace {
  package let arena = Arena()
  let scratch: Buffer
  var saved = Conformer.Saved()

  package init(_ model: Conformer) {
    scratch = Buffer(model.kernels.multiplyScratch)
    saved.subsampling.reserveCapacity(model.subsampling.count)
    saved.blocks.reserveCapacity(model.blocks.count)
  }
}

extension Conformer {
  /// The logits of one utterance, in the workspace until its arena is reset.
  /// - Returns: [outputFrames, symbols].
  func logits(_ features: Matrix, _ weights: Weights, _ workspace: Workspace) -> Matrix {
    forward(features, pass(weights, workspace, nil))
  }

  /// The log-probabilities of one utterance, in the workspace until its arena is reset.
  /// - Returns: [outputFrames, symbols].
  package func logProbabilities(
    _ features: Matrix, _ weights: Weights, _ workspace: Workspace
  ) -> Matrix {
    logProbabilities(logits(features, weights, workspace), workspace)
  }

  private func logProbabilities(_ logits: Matrix, _ workspace: Workspace) -> Matrix {
    let y = workspace.arena.take(rows: logits.rows, columns: logits.columns)
    kernels.logSoftmax(rows: y.rows, columns: y.columns, logits.base, into: y.base)
    return y
  }

  /// Returns the CTC loss in nats, and adds `scale` times its gradient to `gradient`.
  /// `Gradient.matrices` decides whether matrices are overwritten instead.
  /// - Parameter dFeatures: receives `scale` times the gradient with respect to the features, [frames,
  ///   melBins], in memory outside of the workspace.
  package func lossAndGradient(
    _ features: Matrix, targets: UnsafePointer<Int32>, length: Int, scale: Float,
    _ weights: Weights, _ workspace: Workspace, dropout: Dropout?, into gradient: Gradient,
    features dFeatures: Matrix? = nil
  ) -> Float {
    workspace.arena.reset()
    let pass = pass(weights, workspace, dropout)
    let y = logProbabilities(forward(features, &workspace.saved, pass), workspace)
    let dLogits = workspace.arena.take(rows: y.rows, columns: y.columns)
    let loss = ctc(y, targets: targets, length: length, into: dLogits, workspace)
    kernels.scale(dLogits.count, scale, dLogits.base, into: dLogits.base)
    backward(dLogits, workspace.saved, gradient, features: dFeatures, pass)
    return loss
  }

  /// Returns the CTC loss in nats and writes its gradient with respect to the logits to `dLogits`.
  package func ctc(
    _ logProbabilities: Matrix, targets: UnsafePointer<Int32>, length: Int, into dLogits: Matrix,
    _ workspace: Workspace
  ) -> Float {
    let (frames, symbols) = (logProbabilities.rows, logProbabilities.columns)
    return workspace.arena.temporarily {
      kernels.ctc(
        frames: frames, symbols: symbols, length: length, logProbabilities.base, labels: targets,
        gradient: dLogits.base,
        scratch: workspace.arena.take(kernels.ctcScratch(frames: frames, length: length)))
    }
  }

  private func pass(_ weights: Weights, _ workspace: Workspace, _ dropout: Dropout?) -> Pass {
    Pass(
      kernels: kernels, scratch: workspace.scratch.base, arena: workspace.arena, weights: weights,
      dropout: dropout)
  }
}
