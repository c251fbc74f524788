import Foundation
import KernelInterface

/// Reference implementations of the kernels in double precision.
enum Reference {
  typealias Matrix = [Double]

  static func multiply(
    _ m: Int, _ n: Int, _ k: Int, _ a: MatrixView, _ b: MatrixView
  ) -> Matrix {
    var c = Matrix(repeating: 0, count: m * n)
    for i in 0..<m {
      for p in 0..<k {
        let left = a[i, p]
        for j in 0..<n { c[i * n + j] += left * b[p, j] }
      }
    }
    return c
  }

  static func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
  static func swish(_ x: Double) -> Double { x * sigmoid(x) }
  static func swishSlope(_ x: Double) -> Double {
    let s = sigmoid(x)
    return s * (1 + x * (1 - s))
  }

  /// Applies `body` to each row of `columns` elements and concatenates the results.
  static func eachRow(_ x: Matrix, _ columns: Int, _ body: ([Double]) -> [Double]) -> Matrix {
    stride(from: 0, to: x.count, by: columns).flatMap { body(Array(x[$0..<$0 + columns])) }
  }

  static func columnSums(_ x: Matrix, _ columns: Int) -> [Double] {
    var sums = [Double](repeating: 0, count: columns)
    for (i, value) in x.enumerated() { sums[i % columns] += value }
    return sums
  }

  static func normal(_ row: [Double]) -> (values: [Double], mean: Double, rstd: Double) {
    let count = Double(row.count)
    let mean = row.reduce(0, +) / count
    let variance = row.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / count
    let rstd = 1 / (variance + 1e-5).squareRoot()
    return (row.map { ($0 - mean) * rstd }, mean, rstd)
  }

  /// Returns dx, dGain and dBias, concatenated.
  static func layerNormBackward(
    _ x: Matrix, _ columns: Int, gain: [Double], _ dy: Matrix
  ) -> Matrix {
    var dx = Matrix()
    var dGain = [Double](repeating: 0, count: columns)
    for r in stride(from: 0, to: x.count, by: columns) {
      let (n, _, rstd) = normal(Array(x[r..<r + columns]))
      let dn = (0..<columns).map { dy[r + $0] * gain[$0] }
      let mean = dn.reduce(0, +) / Double(columns)
      let along = zip(dn, n).map(*).reduce(0, +) / Double(columns)
      for c in 0..<columns {
        dx.append(rstd * (dn[c] - mean - n[c] * along))
        dGain[c] += dy[r + c] * n[c]
      }
    }
    return dx + dGain + columnSums(dy, columns)
  }

  static func softmax(_ row: [Double]) -> [Double] {
    let top = row.max()!
    let powers = row.map { exp($0 - top) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }

  static func logSoftmax(_ row: [Double]) -> [Double] { softmax(row).map { log($0) } }

  /// Calls `body(y, w, x)` with the indices of every product of a depthwise convolution.
  static func eachProduct(
    _ frames: Int, _ channels: Int, _ kernelSize: Int, _ body: (Int, Int, Int) -> Void
  ) {
    for t in 0..<frames {
      for j in 0..<kernelSize {
        let source = t + j - kernelSize / 2
        if source < 0 || source >= frames { continue }
        for c in 0..<channels { body(t * channels + c, j * channels + c, source * channels + c) }
      }
    }
  }

  /// Returns the loss and its gradient with respect to the logits, concatenated.
  static func ctc(_ logProbabilities: Matrix, _ symbols: Int, _ labels: [Int]) -> Matrix {
    let frames = logProbabilities.count / symbols
    let states = [0] + labels.flatMap { [$0, 0] }
    let count = states.count
    func jumps(_ s: Int) -> Bool { s >= 2 && states[s] != 0 && states[s] != states[s - 2] }
    func sum(_ a: Double, _ b: Double) -> Double {
      let top = max(a, b)
      return top == -.infinity ? top : top + log1p(exp(min(a, b) - top))
    }
    let zero = -Double.infinity
    var forward = Matrix(repeating: zero, count: (frames + 1) * count)
    // Row t holds the forward sums of frame t-1.
    for t in 0..<frames {
      for s in 0..<count {
        let before = forward[t * count..<(t + 1) * count]
        func at(_ s: Int) -> Double { before[t * count + s] }
        var all = t == 0 ? (s < 2 ? 0 : zero) : at(s)
        if t > 0 && s > 0 { all = sum(all, at(s - 1)) }
        if t > 0 && jumps(s) { all = sum(all, at(s - 2)) }
        forward[(t + 1) * count + s] = all + logProbabilities[t * symbols + states[s]]
      }
    }
    let end = frames * count
    let total = sum(
      forward[end + count - 1], count > 1 ? forward[end + count - 2] : zero)
    var gradient = logProbabilities.map { exp($0) }
    var after = states.indices.map { $0 >= count - 2 ? 0 : zero }
    for t in (0..<frames).reversed() {
      var earlier = states.map { _ in zero }
      for s in 0..<count {
        gradient[t * symbols + states[s]] -= exp(forward[(t + 1) * count + s] + after[s] - total)
        let here = after[s] + logProbabilities[t * symbols + states[s]]
        earlier[s] = sum(earlier[s], here)
        if s > 0 { earlier[s - 1] = sum(earlier[s - 1], here) }
        if jumps(s) { earlier[s - 2] = sum(earlier[s - 2], here) }
      }
      after = earlier
    }
    return [-total] + gradient
  }
}

extension MatrixView {
  fileprivate subscript(i: Int, j: Int) -> Double {
    Double(base[i * rowStride + j * columnStride])
  }
}
