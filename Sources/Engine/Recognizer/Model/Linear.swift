import KernelInterface
import Kernels

/// A linear layer: y = x·Wᵀ + b, with W [outputs, inputs].
package struct Linear: Sendable {
  package let weight: Parameter
  package let bias: Parameter
  /// The offset of packed Wᵀ, for the forward pass.
  package let packedForward: Int
  /// The offset of packed W, for the backward pass.
  package let packedBackward: Int

  package var outputs: Int { weight.rows }
  package var inputs: Int { weight.columns }

  package init(_ name: String, inputs: Int, outputs: Int, in builder: inout ModelBuilder) {
    weight = builder.layout.matrix("\(name).weight", rows: outputs, columns: inputs)
    bias = builder.layout.vector("\(name).bias", outputs)
    packedForward = builder.reservePacked(columns: outputs, depth: inputs)
    packedBackward = builder.reservePacked(columns: inputs, depth: outputs)
    builder.linears.append(self)
  }

  /// Updates the packed copies.
  package func pack(_ kernels: any KernelSet.Type, values: Floats, into packed: MutableFloats) {
    let w = values + weight.offset
    kernels.pack(
      columns: outputs, depth: inputs, MatrixView(w, rowStride: 1, columnStride: inputs),
      into: packed + packedForward)
    kernels.pack(
      columns: inputs, depth: outputs, MatrixView(w, rowStride: inputs, columnStride: 1),
      into: packed + packedBackward)
  }

  // forward: y[t,o] = b[o] + Σ_i x[t,i]·W[o,i]
  package func forward(_ x: Matrix, into y: Matrix, _ pass: Pass) {
    precondition(x.columns == inputs && y.columns == outputs)
    pass.product.timesPacked(
      x, pass.weights.packed + packedForward, into: y, .addsToBias,
      bias: Floats(pass.weight(bias)))
  }

  // so: dx[t,i] = Σ_o dy[t,o]·W[o,i], dW[o,i] = Σ_t dy[t,o]·x[t,i], db[o] = Σ_t dy[t,o]
  package func backward(
    _ dy: Matrix, x: Matrix, into dx: Matrix, _ gradient: Gradient, _ pass: Pass
  ) {
    precondition(dx.columns == inputs && dy.columns == outputs)
    pass.product.timesPacked(dy, pass.weights.packed + packedBackward, into: dx)
    backwardWeights(dy, x: x, gradient, pass)
  }

  func backwardWeights(_ dy: Matrix, x: Matrix, _ gradient: Gradient, _ pass: Pass) {
    pass.product.transposedTimes(dy, x, into: gradient.matrix(weight), gradient.matrices)
    pass.kernels.addColumnSums(
      rows: dy.rows, columns: dy.columns, dy.base, row: dy.stride, to: gradient.vector(bias))
  }
}
