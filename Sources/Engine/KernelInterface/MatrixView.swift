/// Read-only floats.
package typealias Floats = UnsafePointer<Float>
/// Floats that a kernel writes.
package typealias MutableFloats = UnsafeMutablePointer<Float>

/// A matrix that a kernel reads. Element (i, j) is base[i·rowStride + j·columnStride].
package struct MatrixView {
  package let base: Floats
  package let rowStride: Int
  package let columnStride: Int

  package init(_ base: Floats, rowStride: Int, columnStride: Int) {
    (self.base, self.rowStride, self.columnStride) = (base, rowStride, columnStride)
  }
}
