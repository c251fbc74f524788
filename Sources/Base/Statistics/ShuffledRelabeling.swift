import Randomness

/// Deals card by card: the front of a Fisher-Yates shuffle.
///
/// Several dice come out of one random word: Brackett-Rozinsky and Lemire, "Batched ranged random
/// integer generation" (2024).
struct ShuffledRelabeling<Vector: SIMD & Sendable>: Sendable where Vector.Scalar == Double {
  private let hand: [Vector]
  private let cards: [Vector]
  private let rolls: [Roll]

  /// Dice for some consecutive places of the hand that one random word has room for.
  private struct Roll: Sendable {
    let places: Range<Int>
    /// Words whose remainder lies below this are thrown away: 2⁶⁴ modulo the number of outcomes.
    let rejected: UInt64
  }

  init(hand: [Vector], cards: [Vector]) {
    precondition(hand.count <= cards.count, "\(cards.count) cards for \(hand.count) places")
    self.hand = hand
    self.cards = cards
    // 2⁵⁶ outcomes at most: then fewer than one word in 256 is rejected.
    var rolls: [Roll] = []
    var first = 0
    while first < hand.count {
      var (last, outcomes) = (first + 1, UInt64(cards.count - first))
      while last < hand.count, UInt64(cards.count - last) <= (1 << 56) / outcomes {
        outcomes *= UInt64(cards.count - last)
        last += 1
      }
      rolls.append(Roll(places: first..<last, rejected: (0 &- outcomes) % outcomes))
      first = last
    }
    self.rolls = rolls
  }

  /// A deal is uniform from whatever order the last one left. For the same reason a rejected word
  /// may leave its swaps behind, though not its sum.
  func add(to totals: inout [Vector], from random: inout RandomStream) {
    var cards = self.cards
    for permutation in totals.indices {
      var total = totals[permutation]
      for roll in rolls {
        var part: Vector
        var word: UInt64
        repeat {
          part = .zero
          word = random.next()
          for place in roll.places {
            let (die, rest) = word.multipliedFullWidth(by: UInt64(cards.count - place))
            let drawn = place + Int(die)
            let card = cards[drawn]
            cards[drawn] = cards[place]
            cards[place] = card
            part += hand[place] * card
            word = rest
          }
        } while word < roll.rejected
        total += part
      }
      totals[permutation] = total
    }
  }
}
