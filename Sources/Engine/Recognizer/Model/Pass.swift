import KernelInterface
import Kernels

/// The context of a forward or backward pass over one utterance. It is borrowed for the duration of
/// a call.
package struct Pass {
  package let kernels: any KernelSet.Type
  package let product: MatrixProduct
  package let arena: Arena
  package let weights: Weights
  /// The dropout of the utterance; nil in transcription and at a rate of 0.
  package let dropout: Dropout?

  package init(
    kernels: any KernelSet.Type, scratch: MutableFloats, arena: Arena, weights: Weights,
    dropout: Dropout? = nil
  ) {
    self.kernels = kernels
    self.product = MatrixProduct(kernels, scratch: scratch)
    self.arena = arena
    self.weights = weights
    self.dropout = dropout
  }

  func weight(_ parameter: Parameter) -> MutableFloats { weights.values + parameter.offset }
}

/// The parameters and the values derived from them, which many utterances share.
package struct Weights {
  /// All parameters in the order of the layout.
  package let values: MutableFloats
  /// The matrices of the linear layers, packed for the forward and for the backward pass.
  package let packed: MutableFloats
  /// The projected relative positions of each block.
  package let positions: RelativePositions

  package init(values: MutableFloats, packed: MutableFloats, positions: RelativePositions) {
    self.values = values
    self.packed = packed
    self.positions = positions
  }
}

/// The destination of an utterance's gradient. Vectors (biases, gains) are always added to. The
/// first utterance of a sum overwrites matrices, so that they need not be cleared.
package struct Gradient {
  package let values: MutableFloats
  package let matrices: Product

  package init(values: MutableFloats, matrices: Product) {
    self.values = values
    self.matrices = matrices
  }

  func vector(_ parameter: Parameter) -> MutableFloats { values + parameter.offset }

  func matrix(_ parameter: Parameter) -> Matrix {
    Matrix(values + parameter.offset, rows: parameter.rows, columns: parameter.columns)
  }
}

/// The dropout of an utterance. The dropped activations depend on the key of the utterance and the
/// number of the site, so the backward pass drops the same ones without stored masks.
package struct Dropout: Sendable {
  package let rate: Float
  package let key: UInt64

  package init(rate: Float, key: UInt64) {
    self.rate = rate
    self.key = key
  }

  package func callAsFunction(_ x: Matrix, site: Int, _ kernels: any KernelSet.Type) {
    // An odd multiplier maps different sites to different keys.
    let siteKey = key &+ UInt64(site + 1) &* 0x9E37_79B9_7F4A_7C15
    kernels.dropout(
      x.count, key: siteKey, threshold: UInt32(rate * 0x1p32), scale: 1 / (1 - rate), x.base,
      into: x.base)
  }
}
