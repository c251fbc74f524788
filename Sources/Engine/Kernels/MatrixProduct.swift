import KernelInterface

/// Matrix products. Shapes are checked here, so that kernels need not check them.
package struct MatrixProduct {
  let kernels: any KernelSet.Type
  let scratch: MutableFloats

  /// - Parameter scratch: `multiplyScratch` floats that no other thread uses.
  package init(_ kernels: any KernelSet.Type, scratch: MutableFloats) {
    self.kernels = kernels
    self.scratch = scratch
  }

  /// Computes C = A·B, [m,k]·[k,n].
  package func callAsFunction(_ a: Matrix, _ b: Matrix, into c: Matrix, _ product: Product = .sets)
  {
    precondition(a.columns == b.rows && c.rows == a.rows && c.columns == b.columns)
    kernels.multiply(
      rows: c.rows, columns: c.columns, depth: a.columns, a.view, b.view, into: c.base,
      row: c.stride, product, bias: nil, scratch: scratch)
  }

  /// Computes C = A·Bᵀ, [m,k]·[n,k]ᵀ.
  package func timesTransposed(
    _ a: Matrix, _ b: Matrix, into c: Matrix, _ product: Product = .sets
  ) {
    precondition(a.columns == b.columns && c.rows == a.rows && c.columns == b.rows)
    kernels.multiply(
      rows: c.rows, columns: c.columns, depth: a.columns, a.view, b.transposedView, into: c.base,
      row: c.stride, product, bias: nil, scratch: scratch)
  }

  /// Computes C = Aᵀ·B, [k,m]ᵀ·[k,n].
  package func transposedTimes(
    _ a: Matrix, _ b: Matrix, into c: Matrix, _ product: Product = .sets
  ) {
    precondition(a.rows == b.rows && c.rows == a.columns && c.columns == b.columns)
    kernels.multiply(
      rows: c.rows, columns: c.columns, depth: a.rows, a.transposedView, b.view, into: c.base,
      row: c.stride, product, bias: nil, scratch: scratch)
  }

  /// Packs B for products with it.
  /// - Parameter packed: `packedCount` floats.
  package func pack(_ b: Matrix, into packed: MutableFloats) {
    kernels.pack(columns: b.columns, depth: b.rows, b.view, into: packed)
  }

  /// Packs Bᵀ for products with it.
  package func packTransposed(_ b: Matrix, into packed: MutableFloats) {
    kernels.pack(columns: b.rows, depth: b.columns, b.transposedView, into: packed)
  }

  /// Computes C = A·B with packed B, [m,k]·[k,n].
  package func timesPacked(
    _ a: Matrix, _ packed: Floats, into c: Matrix, _ product: Product = .sets,
    bias: Floats? = nil
  ) {
    precondition(c.rows == a.rows && (product == .addsToBias) == (bias != nil))
    kernels.multiplyPacked(
      rows: c.rows, columns: c.columns, depth: a.columns, a.view, packed, from: 0, of: a.columns,
      into: c.base, row: c.stride, product, bias: bias, scratch: scratch)
  }

  /// Computes C = A·B, where B are the rows from `first` on of a packed matrix with `depth` rows.
  package func timesPacked(
    _ a: Matrix, _ packed: Floats, from first: Int, of depth: Int, into c: Matrix
  ) {
    precondition(c.rows == a.rows && first >= 0 && first + a.columns <= depth)
    kernels.multiplyPacked(
      rows: c.rows, columns: c.columns, depth: a.columns, a.view, packed, from: first, of: depth,
      into: c.base, row: c.stride, .sets, bias: nil, scratch: scratch)
  }
}
