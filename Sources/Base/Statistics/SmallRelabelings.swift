import Randomness

/// Draws the relabelings of several small strata of one shape, four strata at a time.
///
/// The result and the use of the random stream are those of `ShuffledRelabeling`, one stratum after
/// the other. In a small stratum each swap waits for the one before; the swaps of four strata do not
/// wait for one another.
struct SmallRelabelings<Vector: SIMD & Sendable>: Sendable where Vector.Scalar == Double {
  private var strata: [ShuffledRelabeling<Vector>]

  static var mostStrata: Int { 4 }
  /// The largest number of items of a stratum; one word then fills all positions.
  static var mostItems: Int { 16 }

  /// Returns nil for a larger stratum.
  init?(_ stratum: ShuffledRelabeling<Vector>) {
    guard stratum.permuted.count <= Self.mostItems, stratum.batches.count == 1 else { return nil }
    strata = [stratum]
  }

  /// Takes another stratum in; false if it has another shape, or if there are four.
  mutating func take(_ other: SmallRelabelings) -> Bool {
    guard strata.count + other.strata.count <= Self.mostStrata,
      strata[0].fixed.count == other.strata[0].fixed.count,
      strata[0].permuted.count == other.strata[0].permuted.count
    else { return false }
    strata += other.strata
    return true
  }

  /// Adds the sum of one new relabeling of every stratum to every total.
  func add(to totals: inout [Vector], from random: inout RandomStream) {
    let batch = strata[0].batches[0]
    let words = random.next(strata.count * totals.count)
    let isAnyRejected = words.contains(where: batch.rejects)
    if strata.count == Self.mostStrata, !isAnyRejected {
      addTogether(to: &totals, words)
    } else {
      var source = ReadAhead(words, then: random)
      for stratum in strata { stratum.add(to: &totals, from: &source) }
      random = source.random
    }
  }

  /// - Parameter words: one for each relabeling of the first stratum, then of the second, and so on.
  private func addTogether(to totals: inout [Vector], _ words: [UInt64]) {
    let (positions, items) = (strata[0].fixed.count, strata[0].permuted.count)
    let count = totals.count
    // For each stratum and position, the products with each item.
    var products: [Vector] = []
    products.reserveCapacity(Self.mostStrata * positions * items)
    for stratum in strata {
      for fixed in stratum.fixed { for item in stratum.permuted { products.append(fixed * item) } }
    }
    let table = positions * items
    var orders = (0..<(Self.mostStrata * Self.mostItems)).map { UInt8($0 % Self.mostItems) }
    unsafe orders.withUnsafeMutableBufferPointer { orders in
      unsafe products.withUnsafeBufferPointer { products in
        unsafe words.withUnsafeBufferPointer { words in
          unsafe totals.withUnsafeMutableBufferPointer { totals in
            for permutation in 0..<count {
              var word0 = unsafe words[permutation]
              var word1 = unsafe words[permutation &+ count]
              var word2 = unsafe words[permutation &+ 2 &* count]
              var word3 = unsafe words[permutation &+ 3 &* count]
              var (part0, part1, part2, part3) = (
                Vector.zero, Vector.zero, Vector.zero, Vector.zero
              )
              for position in 0..<positions {
                @inline(__always) func draw(_ word: inout UInt64, _ stratum: Int) -> Vector {
                  let (offset, rest) = word.multipliedFullWidth(by: UInt64(items &- position))
                  word = rest
                  let first = stratum &* Self.mostItems &+ position
                  let drawn = first &+ Int(truncatingIfNeeded: offset)
                  let item = unsafe orders[drawn]
                  unsafe orders[drawn] = unsafe orders[first]
                  unsafe orders[first] = item
                  return unsafe products[stratum &* table &+ position &* items &+ Int(item)]
                }
                part0 += draw(&word0, 0)
                part1 += draw(&word1, 1)
                part2 += draw(&word2, 2)
                part3 += draw(&word3, 3)
              }
              let total = unsafe totals[permutation]
              unsafe totals[permutation] = total + part0 + part1 + part2 + part3
            }
          }
        }
      }
    }
  }
}

/// Words that were already taken from a stream, then the stream itself.
private struct ReadAhead: RandomNumberGenerator {
  private let words: [UInt64]
  private var used = 0
  private(set) var random: RandomStream

  init(_ words: [UInt64], then random: RandomStream) {
    self.words = words
    self.random = random
  }

  mutating func next() -> UInt64 {
    guard used < words.count else { return random.next() }
    used += 1
    return words[used - 1]
  }
}
