/// The Cholesky factor L of a positive definite matrix H = L L', in double precision.
package struct Cholesky: Sendable {
  package let size: Int
  /// The lower triangle of L, row by row.
  private let factor: [Double]

  /// - Returns: nil if the matrix is not positive definite to working precision.
  package init?(_ matrix: SymmetricMatrix) {
    size = matrix.size
    var factor = matrix.entries
    var isPositive = true
    unsafe factor.withUnsafeMutableBufferPointer { l in
      for row in 0..<matrix.size {
        let start = row * (row + 1) / 2
        for column in 0...row {
          let other = column * (column + 1) / 2
          let rest = unsafe l[start + column] - dot(l, start, other, column)
          if column < row {
            unsafe l[start + column] = rest / l[other + column]
          } else if rest > 0 {
            unsafe l[start + row] = rest.squareRoot()
          } else {
            isPositive = false
            return
          }
        }
      }
    }
    guard isPositive else { return nil }
    self.factor = factor
  }

  /// Returns the solution x of H x = b.
  package func solve(_ right: [Double]) -> [Double] {
    var x = right
    unsafe factor.withUnsafeBufferPointer { l in
      unsafe x.withUnsafeMutableBufferPointer { x in
        for row in 0..<size {
          let start = row * (row + 1) / 2
          var rest = unsafe x[row]
          for column in 0..<row { unsafe rest -= l[start + column] * x[column] }
          unsafe x[row] = rest / l[start + row]
        }
        for row in stride(from: size - 1, through: 0, by: -1) {
          let start = row * (row + 1) / 2
          let value = unsafe x[row] / l[start + row]
          unsafe x[row] = value
          for column in 0..<row { unsafe x[column] -= l[start + column] * value }
        }
      }
    }
    return x
  }

  /// The diagonal of the inverse of H: the sums of squares of the columns of the inverse of L.
  package var inverseDiagonal: [Double] {
    (0..<size).map { unit in
      var column = [Double](repeating: 0, count: size)
      var sum = 0.0
      unsafe factor.withUnsafeBufferPointer { l in
        for row in unit..<size {
          let start = row * (row + 1) / 2
          var rest = row == unit ? 1.0 : 0
          for before in unit..<row { unsafe rest -= l[start + before] * column[before] }
          column[row] = unsafe rest / l[start + row]
          sum += column[row] * column[row]
        }
      }
      return sum
    }
  }
}

/// The inner product of two runs of a buffer, in four partial sums that the processor adds side by side.
private func dot(
  _ values: UnsafeMutableBufferPointer<Double>, _ first: Int, _ second: Int, _ count: Int
) -> Double {
  var sums = SIMD4<Double>.zero
  var place = 0
  while place + 4 <= count {
    let (i, j) = (first + place, second + place)
    let left = unsafe SIMD4<Double>(values[i], values[i + 1], values[i + 2], values[i + 3])
    let right = unsafe SIMD4<Double>(values[j], values[j + 1], values[j + 2], values[j + 3])
    sums += left * right
    place += 4
  }
  var sum = sums.sum()
  while place < count {
    unsafe sum += values[first + place] * values[second + place]
    place += 1
  }
  return sum
}
