import Randomness

/// Deals by counting: where many cards are alike, only how many of each kind come to each kind of
/// place matters. That table has fixed margins; its cells are drawn one after the other, each
/// hypergeometric given those before.
struct CountedRelabeling<Vector: SIMD & Sendable>: Sendable where Vector.Scalar == Double {
  private let places: [Kind]
  private let cards: [Kind]

  /// Equal places or cards, and how many there are.
  private struct Kind: Sendable {
    let value: Vector
    var count: Int
  }

  init(hand: [Vector], cards: [Vector]) {
    precondition(hand.count <= cards.count, "\(cards.count) cards for \(hand.count) places")
    places = Self.kinds(in: hand)
    self.cards = Self.kinds(in: cards)
  }

  /// Cells of the table: what one deal costs.
  var counts: Int { places.count * cards.count }

  /// Adds the sum of one new, independent deal to every total.
  func add(to totals: inout [Vector], from random: inout RandomStream) {
    for permutation in totals.indices {
      var cards = self.cards
      for place in places {
        var drawn = place.count
        var pile = cards.reduce(0) { $0 + $1.count }
        for kind in cards.indices {
          let marked = cards[kind].count
          let cell = Hypergeometric(drawn: drawn, marked: marked, total: pile)
            .sample(from: &random)
          totals[permutation] += Double(cell) * (place.value * cards[kind].value)
          cards[kind].count -= cell
          drawn -= cell
          pile -= marked
        }
      }
    }
  }

  /// In order of first appearance: a dictionary's own order changes from run to run.
  private static func kinds(in values: [Vector]) -> [Kind] {
    var kinds: [Kind] = []
    var position: [Vector: Int] = [:]
    for value in values {
      if let known = position[value] {
        kinds[known].count += 1
      } else {
        position[value] = kinds.count
        kinds.append(Kind(value: value, count: 1))
      }
    }
    return kinds
  }
}
