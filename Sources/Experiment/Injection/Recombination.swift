import Randomness

extension PhraseSource {
  /// The number of random orders among which the recombination is chosen. Of seven different units,
  /// 42% of the orders share no adjacent pair with the original.
  private static let orders = 64

  /// Returns the units of a phrase in another order, which shares as few pairs of adjacent units with
  /// the phrase as possible, usually none.
  ///
  /// - Returns: nil if no other order was found, as for a phrase of equal units.
  package func recombination(of phrase: Phrase, from random: inout RandomStream) -> Phrase? {
    let original = Set(pairs(phrase.units))
    var best: (units: [String], shared: Int)?
    for _ in 0..<Self.orders {
      var units = phrase.units
      random.shuffle(&units)
      guard units != phrase.units else { continue }
      let shared = pairs(units).count { original.contains($0) }
      if shared < best?.shared ?? .max { best = (units, shared) }
      if shared == 0 { break }
    }
    return best.map { self.phrase($0.units) }
  }

  private func pairs(_ units: [String]) -> [[String]] {
    zip(units, units.dropFirst()).map { [$0, $1] }
  }
}
