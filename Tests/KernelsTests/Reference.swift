import Foundation

/// Reference implementations of kernels in double precision.
enum Reference {
  static func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

  static func swish(_ x: [Double]) -> [Double] { x.map { $0 * sigmoid($0) } }

  static func glu(_ x: [Double], columns: Int) -> [Double] {
    rows(x, 2 * columns).flatMap { row in
      (0..<columns).map { row[$0] * sigmoid(row[columns + $0]) }
    }
  }

  static func mean(_ x: [Double]) -> Double { x.reduce(0, +) / Double(x.count) }

  static func rstd(_ row: [Double]) -> Double {
    let middle = mean(row)
    return 1 / (mean(row.map { ($0 - middle) * ($0 - middle) }) + 1e-5).squareRoot()
  }

  static func layerNorm(_ x: [Double], gain: [Double], bias: [Double]) -> [Double] {
    rows(x, gain.count).flatMap { row in
      let middle = mean(row)
      let factor = rstd(row)
      return row.indices.map { (row[$0] - middle) * factor * gain[$0] + bias[$0] }
    }
  }

  static func softmax(_ z: [Double]) -> [Double] {
    let top = z.max()!
    let powers = z.map { exp($0 - top) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }

  static func logSoftmax(_ z: [Double]) -> [Double] {
    let top = z.max()!
    let sum = z.reduce(0) { $0 + exp($1 - top) }
    return z.map { $0 - top - log(sum) }
  }

  static func rows(_ x: [Double], _ columns: Int) -> [[Double]] {
    stride(from: 0, to: x.count, by: columns).map { Array(x[$0..<$0 + columns]) }
  }
}

/// ∂f/∂x by central differences. The error is h²/6 times the third derivative, and rounding errors
/// of about 1e-16/h.
func finiteDifferences(
  at x: [Double], step h: Double = 1e-4, _ f: ([Double]) -> Double
) -> [Double] {
  x.indices.map { i in
    var up = x
    var down = x
    up[i] += h
    down[i] -= h
    return (f(up) - f(down)) / (2 * h)
  }
}

func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }

extension [Float] {
  var doubles: [Double] { map(Double.init) }
}
