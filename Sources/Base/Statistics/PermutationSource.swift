import Concurrency
import Randomness

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
    let run: @Sendable (Int) -> [Int] = { chunk in
      var random = stream(of: chunk)
      return count(size(of: chunk), &random)
    }
    let counts =
      concurrently
      ? concurrentMap(count: Self.chunks, run) : (0..<Self.chunks).map(run)
    return counts.reduce(into: [Int](repeating: 0, count: statistics)) { total, counts in
      for k in counts.indices { total[k] += counts[k] }
    }
  }
}
