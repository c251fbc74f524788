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
}
