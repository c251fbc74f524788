import Randomness

/// The ways to choose some of the reference models.
///
/// Reference models are often trained in complementary pairs: an utterance is in the training data of one
/// of the two. A choice keeps pairs together, so that each utterance has as many models that were trained on
/// it as models that were not.
package struct ReferencePairs: Sendable {
  /// Models that are chosen together: pairs if all models form complementary pairs, else single models.
  package let units: [[Int]]

  package var arePairs: Bool { units.first?.count == 2 }

  package init(_ table: SubsetTable) {
    var (pairs, used): ([[Int]], Set<Int>) = ([], [])
    for first in 0..<table.models where !used.contains(first) {
      let partner = (first + 1..<table.models).first { second in
        !used.contains(second)
          && zip(table.inTraining[first], table.inTraining[second]).allSatisfy { $0 != $1 }
      }
      guard let partner else { break }
      used.formUnion([first, partner])
      pairs.append([first, partner])
    }
    units =
      table.utterances > 0 && used.count == table.models
      ? pairs : (0..<table.models).map { [$0] }
  }

  /// The most choices of one size.
  package static let mostChoices = 20

  /// Returns choices of `count` units, each as an ascending list of models: all of them if there are at
  /// most `mostChoices`, else as many distinct ones, drawn with the seed.
  package func choices(ofUnits count: Int, seed: Seed) -> [[Int]] {
    let all = Self.combinations(count, of: units.count, limit: Self.mostChoices)
    let places: [[Int]]
    if let all {
      places = all
    } else {
      var random = seed.stream("reference models \(count)")
      var drawn: [[Int]] = []
      while drawn.count < Self.mostChoices {
        var order = Array(units.indices)
        random.shuffle(&order)
        let choice = order.prefix(count).sorted()
        if !drawn.contains(choice) { drawn.append(choice) }
      }
      places = drawn
    }
    return places.map { $0.flatMap { units[$0] }.sorted() }
  }

  /// All ascending lists of `count` numbers below `size`; nil if there are more than `limit`.
  static func combinations(_ count: Int, of size: Int, limit: Int) -> [[Int]]? {
    guard count > 0 else { return [[]] }
    guard count <= size else { return [] }
    var lists: [[Int]] = []
    var list = Array(0..<count)
    while true {
      guard lists.count < limit else { return nil }
      lists.append(list)
      guard let place = list.indices.last(where: { list[$0] < size - count + $0 }) else {
        return lists
      }
      list[place] += 1
      for next in place + 1..<max(count, place + 1) { list[next] = list[next - 1] + 1 }
    }
  }
}
