import Dispatch
import Randomness
import Synchronization

/// A source of random permutations in a fixed number of chunks. Each chunk has its own named
/// stream, so that results do not depend on threads or machines.
struct PermutationSource: Sendable {
  static let chunks = 64

  let permutations: Int
  let seed: Seed
  let name: String

  /// The number of permutations in a chunk. Sizes differ by at most one and sum to `permutations`.
  func size(of chunk: Int) -> Int {
    permutations / Self.chunks + (chunk < permutations % Self.chunks ? 1 : 0)
  }

  func stream(of chunk: Int) -> RandomStream {
    seed.stream("\(name), chunk \(chunk)")
  }

  /// The number of permutations that reach the observed value, for each statistic. Chunks return
  /// integers, whose sum does not depend on the order of additions.
  ///
  /// - Parameter count: receives the size and the stream of a chunk; returns a count for every
  ///   statistic.
  func reached(
    statistics: Int, concurrently: Bool,
    count: @escaping @Sendable (Int, inout RandomStream) -> [Int]
  ) -> [Int] {
    let total = Mutex([Int](repeating: 0, count: statistics))
    @Sendable func run(_ chunk: Int) {
      var random = stream(of: chunk)
      let counts = count(size(of: chunk), &random)
      total.withLock { total in for k in counts.indices { total[k] += counts[k] } }
    }
    if concurrently {
      DispatchQueue.concurrentPerform(iterations: Self.chunks, execute: run)
    } else {
      for chunk in 0..<Self.chunks { run(chunk) }
    }
    return total.withLock { $0 }
  }
}
