import Foundation
import KernelInterface
import Kernels

/// A reference implementation of connectionist temporal classification in double precision.
struct CTCReference {
  let logProbabilities: [[Double]]
  let labels: [Int]

  /// The symbols of the states: blank, label 0, blank, …, label L-1, blank.
  private var states: [Int] { [0] + labels.flatMap { [$0, 0] } }

  private static func logSum(_ terms: [Double]) -> Double {
    let top = terms.max()!
    if top == -.infinity { return top }
    return top + log(terms.map { exp($0 - top) }.reduce(0, +))
  }

  /// The possible predecessors of each state, including the state itself.
  private var predecessors: [[Int]] {
    let states = states
    return states.indices.map { s in
      let mayJump = s >= 2 && states[s] != 0 && states[s] != states[s - 2]
      return [s] + (s >= 1 ? [s - 1] : []) + (mayJump ? [s - 2] : [])
    }
  }

  private func forward() -> [[Double]] {
    let states = states
    let predecessors = predecessors
    var rows: [[Double]] = []
    for row in logProbabilities {
      let before = rows.last
      rows.append(
        states.indices.map { s in
          if let before { return Self.logSum(predecessors[s].map { before[$0] }) + row[states[s]] }
          return s < 2 ? row[states[s]] : -.infinity
        })
    }
    return rows
  }

  /// The loss in nats; +infinity if no alignment exists.
  var loss: Double {
    guard let last = forward().last else { return labels.isEmpty ? 0 : .infinity }
    return -Self.logSum(last.suffix(2))
  }

  /// The gradient of the loss with respect to the logits before the log-softmax.
  var gradient: [[Double]] {
    let states = states
    let predecessors = predecessors
    let forward = forward()
    let loss = loss
    var gradient = logProbabilities.map { $0.map { exp($0) } }
    // The log-probability of the frames after t, for each state.
    var after = states.indices.map { $0 + 2 < states.count ? -Double.infinity : 0 }
    for t in logProbabilities.indices.reversed() {
      for s in states.indices { gradient[t][states[s]] -= exp(forward[t][s] + after[s] + loss) }
      var terms = states.indices.map { _ in [-Double.infinity] }
      for s in states.indices {
        for from in predecessors[s] {
          terms[from].append(after[s] + logProbabilities[t][states[s]])
        }
      }
      after = terms.map(Self.logSum)
    }
    return gradient
  }

  /// The loss by definition: the sum over every sequence of one symbol per frame that gives the
  /// labels after repetitions are merged and blanks are removed.
  var lossByDefinition: Double {
    let symbols = logProbabilities[0].count
    var paths: [(symbols: [Int], score: Double)] = [([], 0)]
    for row in logProbabilities {
      paths = paths.flatMap { path in
        (0..<symbols).map { (path.symbols + [$0], path.score + row[$0]) }
      }
    }
    let matching = paths.filter { path in
      let joined = path.symbols.indices.filter {
        $0 == 0 || path.symbols[$0 - 1] != path.symbols[$0]
      }
      return joined.map { path.symbols[$0] }.filter { $0 != 0 } == labels
    }
    return matching.isEmpty ? .infinity : -Self.logSum(matching.map(\.score))
  }
}

/// The result of the kernel for an utterance, with every buffer between guard margins.
struct CTCResult {
  let loss: Float
  let gradient: [[Float]]
  /// Whether nothing outside the buffers was written.
  let isIntact: Bool

  init(_ isa: ISA, _ rows: [[Float]], _ labels: [Int]) {
    let kernels = isa.kernels
    let symbols = rows.first?.count ?? 5
    let input = GuardedFloats(rows.flatMap { $0 })
    let gradient = GuardedFloats(unset: input.count)
    let scratch = GuardedFloats(
      unset: kernels.ctcScratch(frames: rows.count, length: labels.count))
    loss = labels.map(Int32.init).withUnsafeBufferPointer { labels in
      var none: Int32 = -1
      return withUnsafePointer(to: &none) { none in
        kernels.ctc(
          frames: rows.count, symbols: symbols, length: labels.count, input.readOnly,
          labels: labels.baseAddress ?? none, gradient: gradient.start, scratch: scratch.start)
      }
    }
    let values = gradient.values
    self.gradient = rows.indices.map { Array(values[$0 * symbols..<($0 + 1) * symbols]) }
    isIntact = input.isIntact && gradient.isIntact && scratch.isIntact
  }
}
