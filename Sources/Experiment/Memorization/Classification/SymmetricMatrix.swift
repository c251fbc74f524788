/// A symmetric matrix, of which the lower triangle is stored row by row.
package struct SymmetricMatrix: Sendable {
  package let size: Int
  private(set) var entries: [Double]

  /// - Parameter entry: called for each row and each column up to it.
  package init(size: Int, entry: (_ row: Int, _ column: Int) -> Double) {
    self.size = size
    entries = []
    entries.reserveCapacity(size * (size + 1) / 2)
    for row in 0..<size {
      for column in 0...row { entries.append(entry(row, column)) }
    }
  }

  package subscript(row: Int, column: Int) -> Double {
    row >= column
      ? entries[row * (row + 1) / 2 + column] : entries[column * (column + 1) / 2 + row]
  }

  package var meanDiagonal: Double {
    size == 0 ? 0 : (0..<size).reduce(0) { $0 + self[$1, $1] } / Double(size)
  }

  /// Adds a number to the diagonal.
  package mutating func addToDiagonal(_ value: Double) {
    for row in 0..<size { entries[row * (row + 1) / 2 + row] += value }
  }
}
