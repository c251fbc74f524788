import Randomness

/// Folds of a cross-validation that keep groups together, such as the copies of an utterance, the
/// utterances of a text or the canaries of a randomisation block.
package struct GroupedFolds: Hashable, Sendable {
  /// The fold of each item, from 0.
  package let folds: [Int]
  package let count: Int

  /// The reason why folds cannot be made.
  package enum Refusal: Error, Hashable, Sendable {
    /// There are fewer groups than folds.
    case tooFewGroups(groups: Int, folds: Int)
    /// Two items with the same features are in different groups: one would be looked up while the other
    /// is tested.
    case duplicates(first: Int, second: Int)
  }

  /// Shuffles the groups and gives each to the smallest fold.
  ///
  /// - Parameters:
  ///   - groups: the group of each item.
  ///   - rows: the features of each item; equal rows must be in one group.
  package init(
    groups: [String], rows: [[Double]], count: Int, seed: Seed, name: String
  ) throws(Refusal) {
    var firstWith: [[Double]: Int] = [:]
    for (item, row) in rows.enumerated() {
      if let first = firstWith[row] {
        guard groups[first] == groups[item] else {
          throw .duplicates(first: first, second: item)
        }
      } else {
        firstWith[row] = item
      }
    }
    var members: [String: [Int]] = [:]
    var order: [String] = []
    for (item, group) in groups.enumerated() {
      if members[group] == nil { order.append(group) }
      members[group, default: []].append(item)
    }
    guard order.count >= count else {
      throw .tooFewGroups(groups: order.count, folds: count)
    }
    var random = seed.stream("folds \(name)")
    random.shuffle(&order)
    // Large groups come first, so that the sizes of the folds stay alike.
    let sorted = order.enumerated().sorted {
      (members[$1.element]!.count, $0.offset) < (members[$0.element]!.count, $1.offset)
    }
    var (folds, sizes) = (
      [Int](repeating: 0, count: groups.count), [Int](repeating: 0, count: count)
    )
    for (_, group) in sorted {
      let smallest = sizes.indices.min { sizes[$0] < sizes[$1] }!
      for item in members[group]! { folds[item] = smallest }
      sizes[smallest] += members[group]!.count
    }
    self.folds = folds
    self.count = count
  }
}
