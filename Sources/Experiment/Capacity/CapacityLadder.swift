/// The sizes of a capacity experiment, and which of them is trained next. The choice depends only on
/// the results so far, so that a resumed experiment trains the same runs.
package struct CapacityLadder: Codable, Hashable, Sendable {
  /// Ascending, each at least 1.
  package let sizes: [Int]
  /// The number of runs between the last size that is memorised and the first that is not.
  package let bisections: Int
  /// Whether sizes above the first that is not memorised are trained too.
  package let trainsEverySize: Bool

  /// - Precondition: `sizes` is not empty and strictly ascending from 1 or more.
  package init(sizes: [Int], bisections: Int, trainsEverySize: Bool) {
    precondition(
      (sizes.first ?? 0) >= 1 && zip(sizes, sizes.dropFirst()).allSatisfy { $0 < $1 },
      "sizes ascend from 1")
    self.sizes = sizes
    self.bisections = bisections
    self.trainsEverySize = trainsEverySize
  }

  /// Returns the sizes `first`, 2·`first`, 4·`first`, … and `last`.
  package static func doubling(from first: Int, through last: Int) -> [Int] {
    var sizes = Array(sequence(first: first) { $0 < last ? min($0 * 2, last) : nil })
    if first > last { sizes = [last] }
    return sizes
  }

  /// The size to train next; nil if all are done.
  /// - Parameter isMemorized: the outcome of each size that was trained.
  package func next(after isMemorized: [Int: Bool]) -> Int? {
    for size in sizes {
      guard let outcome = isMemorized[size] else { return size }
      if !outcome, !trainsEverySize { break }
    }
    let measured = isMemorized.keys.sorted()
    let extra = measured.count { !sizes.contains($0) }
    guard extra < bisections,
      let failed = measured.first(where: { isMemorized[$0] == false }),
      let held = measured.last(where: { $0 < failed })
    else { return nil }
    let middle = Int((Double(held) * Double(failed)).squareRoot().rounded())
    return held < middle && middle < failed ? middle : nil
  }
}
