import KernelInterface

/// A borrowed, row-major matrix: it owns nothing and may be a part of a larger one.
package struct Matrix: @unchecked Sendable {
  package let base: MutableFloats
  package let rows: Int
  package let columns: Int
  /// Floats from one row to the next.
  package let stride: Int

  package init(_ base: MutableFloats, rows: Int, columns: Int, stride: Int? = nil) {
    self.base = base
    self.rows = rows
    self.columns = columns
    self.stride = stride ?? columns
  }

  /// All elements, where the rows follow one another without gaps.
  package var count: Int {
    precondition(stride == columns, "rows of \(columns) stand \(stride) apart")
    return rows * columns
  }

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
