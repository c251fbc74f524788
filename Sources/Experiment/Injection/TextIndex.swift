/// An index of the unit sequences of one length that occur in a corpus.
///
/// It records only sequences in which every unit can be drawn for a canary, so it stays small: in
/// ordinary text few runs of seven words come from the word list alone. A sequence is a 64-bit
/// rolling hash (Karp and Rabin 1987), kept in a set of 11 to 21 bytes per entry. Two sequences with
/// one hash cost a redraw and nothing else.
struct TextIndex: Sendable {
  private let length: Int
  private let splitsFigures: Bool
  /// The hashes of the units that can be drawn.
  private var units: Set<UInt64> = []
  /// Whether the set has a hash with these top bits: settles most lookups.
  private var filter = [Bool](repeating: false, count: 1 << 16)
  private var sequences: Set<UInt64> = []
  private let leaving: UInt64
  /// The hashes of the last `length` units.
  private var window: [UInt64]

  /// - Parameters:
  ///   - length: the number of units of a sequence.
  ///   - splitsFigures: makes every figure a unit of its own.
  init(length: Int, splitsFigures: Bool = false, units: some Sequence<String> = []) {
    self.length = length
    self.splitsFigures = splitsFigures
    window = Array(repeating: 0, count: length)
    leaving = (0..<(length - 1)).reduce(UInt64(1)) { power, _ in power &* unitMultiplier }
    for unit in units { allow(unit) }
  }

  /// The number of sequences in the index.
  var count: Int { sequences.count }

  /// Adds a unit that can be drawn. Texts that were added before are not looked at again.
  mutating func allow(_ unit: String) {
    for form in [unit, unit.uppercased()] {
      forEachUnit(of: Array(form.utf8)[...], splittingFigures: splitsFigures) { hash in
        units.insert(hash)
        filter[Int(hash >> 48)] = true
      }
    }
  }

  /// Adds the sequences of a text in UTF-8.
  mutating func add(_ text: ArraySlice<UInt8>) {
    var hash: UInt64 = 0
    var count = 0
    var slot = 0
    forEachUnit(of: text, splittingFigures: splitsFigures) { unit in
      guard filter[Int(unit >> 48)], units.contains(unit) else {
        (hash, count, slot) = (0, 0, 0)
        return
      }
      if count >= length { hash = hash &- window[slot] &* leaving }
      window[slot] = unit
      slot = slot + 1 == length ? 0 : slot + 1
      hash = hash &* unitMultiplier &+ unit
      count += 1
      if count >= length { sequences.insert(hash) }
    }
  }

  /// Whether a text of `length` units occurs in a text that was added.
  func contains(_ text: String) -> Bool {
    var hash: UInt64 = 0
    forEachUnit(of: Array(text.utf8)[...], splittingFigures: splitsFigures) {
      hash = hash &* unitMultiplier &+ $0
    }
    return sequences.contains(hash)
  }
}
