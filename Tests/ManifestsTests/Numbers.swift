import Randomness

/// Random numbers that are the same in every run.
typealias Numbers = SplitMix

extension SplitMix {
  init(_ seed: UInt64) { self.init(key: seed) }

  /// The number of lines before each of `count` new ones, ascending.
  mutating func gaps(_ count: Int, among lines: Int) -> [Int] {
    (0..<count).map { _ in Int.random(in: 0...lines, using: &self) }.sorted()
  }
}
