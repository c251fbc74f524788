import Randomness

/// A uniform random sample of a stream of unknown length (Vitter 1985, algorithm R).
package struct Reservoir<Item> {
  package private(set) var items: [Item] = []
  private let capacity: Int
  private var random: RandomStream
  private var seen = 0

  package init(capacity: Int, random: RandomStream) {
    self.capacity = capacity
    self.random = random
  }

  package mutating func offer(_ item: @autoclosure () -> Item) {
    seen += 1
    if items.count < capacity {
      items.append(item())
    } else if capacity > 0 {
      let place = random.below(seen)
      if place < capacity { items[place] = item() }
    }
  }
}
