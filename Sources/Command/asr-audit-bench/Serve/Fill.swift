import Kernels

/// A sequence of numbers that the compared programs can generate too:
/// ((i·factor + offset) mod period)/period - ½, in double precision.
struct Fill {
  let factor: Int
  let offset: Int
  let period: Int

  static let first = Fill(factor: 7919, offset: 13, period: 1009)
  static let second = Fill(factor: 104_729, offset: 7, period: 1013)

  subscript(index: Int) -> Double {
    Double((index * factor + offset) % period) / Double(period) - 0.5
  }
}

extension Buffer {
  /// Creates `scale` times the numbers of `fill`.
  convenience init(_ count: Int, from fill: Fill, scale: Double = 1) {
    self.init(count)
    for index in 0..<count { base[index] = Float(scale * fill[index]) }
  }

  /// The Frobenius norm, summed in double precision.
  var norm: Double {
    var sum = 0.0
    for index in 0..<count { sum += Double(base[index]) * Double(base[index]) }
    return sum.squareRoot()
  }
}
