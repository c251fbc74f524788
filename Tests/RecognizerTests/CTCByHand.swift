import Platform
import Randomness

/// A reference implementation of CTC that enumerates every path in double precision.
enum CTCByHand {
  /// The probability of each labelling.
  static func labellings(_ scores: [[Float]]) -> [[Int32]: Double] {
    var sums: [[Int32]: Double] = [:]
    func walk(_ frame: Int, _ path: [Int32], _ probability: Double) {
      guard frame < scores.count else {
        sums[collapsed(path), default: 0] += probability
        return
      }
      for (symbol, score) in scores[frame].enumerated() {
        walk(frame + 1, path + [Int32(symbol)], probability * exp(Double(score)))
      }
    }
    walk(0, [], 1)
    return sums
  }

  static func collapsed(_ path: [Int32]) -> [Int32] {
    var labels: [Int32] = []
    var last: Int32 = 0
    for symbol in path {
      if symbol != 0, symbol != last { labels.append(symbol) }
      last = symbol
    }
    return labels
  }

  /// Rows of log-probabilities: the log-softmax of `sharpness` times uniform random numbers.
  static func scores(
    frames: Int, symbols: Int, sharpness: Double, _ random: inout RandomStream
  ) -> [[Float]] {
    (0..<frames).map { _ in
      let row = (0..<symbols).map { _ in sharpness * random.unit() }
      let total = log(row.reduce(0) { $0 + exp($1) })
      return row.map { Float($0 - total) }
    }
  }

  static func logs(_ probabilities: [[Double]]) -> [[Float]] {
    probabilities.map { $0.map { Float(log($0)) } }
  }
}
