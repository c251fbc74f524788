import KernelInterface
import Kernels

/// What every layer needs to do its part of one utterance. Borrowed for the length of a call.
package struct Pass {
  package let kernels: any KernelSet.Type
  package let product: MatrixProduct
  package let arena: Arena
  package let weights: Weights
  /// Nil where nothing is dropped: in transcribing, and at a rate of 0.
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

  func weightMatrix(_ parameter: Parameter) -> Matrix {
    Matrix(weight(parameter), rows: parameter.rows, columns: parameter.columns)
  }
}

/// The parameters, and what is derived from them once for many utterances.
package struct Weights {
  /// All parameters, as the layout orders them.
  package let values: MutableFloats
  /// The matrices of the linear layers, packed twice: for forward and for backward.
  package let packed: MutableFloats
  /// Positions, projected for each block: see `RelativePositions`.
  package let positions: RelativePositions

  package init(values: MutableFloats, packed: MutableFloats, positions: RelativePositions) {
    self.values = values
    self.packed = packed
    self.positions = positions
  }
}

/// Where the gradient of one utterance goes. Vectors (biases, gains) are always added to; matrices
/// are set by the first utterance of a sum, which saves clearing them.
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

/// Which activations are dropped: decided by a key for the utterance and a number for the place, so
/// that backward finds the same ones without having kept them.
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
