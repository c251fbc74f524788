import Concurrency
import Randomness

/// Where permutations come from: a fixed number of chunks, each with a named stream of its own, so
/// that neither threads nor machines change a draw.
struct PermutationSource: Sendable {
  static let chunks = 64

  let permutations: Int
  let seed: Seed
  let name: String

  /// Permutations in a chunk: sizes differ by one at most and sum to `permutations`.
  func size(of chunk: Int) -> Int {
    permutations / Self.chunks + (chunk < permutations % Self.chunks ? 1 : 0)
  }

  func stream(of chunk: Int) -> RandomStream {
    seed.stream("\(name), chunk \(chunk)")
  }

  /// For each of so many statistics, how many permutations reached what was observed. Only whole
  /// numbers leave a chunk, and those add up to the same in any order.
  ///
  /// - Parameter count: gets the size of a chunk and its stream; counts for every statistic.
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
