import KernelInterface

/// A row-major matrix in borrowed memory. It may be a part of a larger matrix.
package struct Matrix: @unchecked Sendable {
  package let base: MutableFloats
  package let rows: Int
  package let columns: Int
  /// The distance between rows in floats.
  package let stride: Int

  package init(_ base: MutableFloats, rows: Int, columns: Int, stride: Int? = nil) {
    self.base = base
    self.rows = rows
    self.columns = columns
    self.stride = stride ?? columns
  }

  /// The number of elements of a contiguous matrix.
  package var count: Int {
    precondition(stride == columns, "the stride is \(stride), not \(columns)")
    return rows * columns
  }

  /// The matrix as a kernel reads it.
  var view: MatrixView { MatrixView(base, rowStride: stride, columnStride: 1) }

  /// The transposed matrix as a kernel reads it.
  var transposedView: MatrixView { MatrixView(base, rowStride: 1, columnStride: stride) }

  package func row(_ index: Int) -> MutableFloats { base + index * stride }

  package func rows(_ range: Range<Int>) -> Matrix {
    precondition(range.lowerBound >= 0 && range.upperBound <= rows, "rows \(range) of \(rows)")
    return Matrix(row(range.lowerBound), rows: range.count, columns: columns, stride: stride)
  }

  package func columns(_ range: Range<Int>) -> Matrix {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= columns, "columns \(range) of \(columns)")
    return Matrix(base + range.lowerBound, rows: rows, columns: range.count, stride: stride)
  }

  package func fill(_ value: Float) {
    for index in 0..<rows { row(index).update(repeating: value, count: columns) }
  }

  package func copy(from other: Matrix) {
    precondition(rows == other.rows && columns == other.columns)
    for index in 0..<rows { row(index).update(from: other.row(index), count: columns) }
  }
}
