import Randomness

/// Draws the relabelings of `ShuffledRelabeling` where few values differ: it shuffles 16-bit codes of
/// the permuted values, and reads products of values from a table. A large stratum then stays in the
/// cache, and a swap moves two bytes instead of a vector.
struct CodedRelabeling<Vector: SIMD & Sendable>: Sendable where Vector.Scalar == Double {
  /// The code of each permuted value.
  private let codes: [UInt16]
  /// For each position, the place of its fixed value's row in `products`.
  private let rows: [UInt32]
  /// The products of each fixed value with each permuted value, by code.
  private let products: [Vector]
  private let batches: [ShuffleBatch]

  /// The largest number of products, which stay in the second-level cache.
  static var mostProducts: Int { 1 << 14 }

  /// Returns nil if too many values differ.
  init?(_ shuffle: ShuffledRelabeling<Vector>) {
    let fixed = Kinds(shuffle.fixed, most: Self.mostProducts)
    guard let fixed, !fixed.values.isEmpty,
      let permuted = Kinds(shuffle.permuted, most: Self.mostProducts / fixed.values.count)
    else { return nil }
    codes = permuted.codes.map { UInt16($0) }
    rows = fixed.codes.map { UInt32($0 * permuted.values.count) }
    products = fixed.values.flatMap { row in permuted.values.map { row * $0 } }
    batches = shuffle.batches
  }

  /// Distinct values in the order of their first occurrence, and the place of each value among them.
  private struct Kinds {
    private(set) var values: [Vector] = []
    private(set) var codes: [Int] = []

    init?(_ all: [Vector], most: Int) {
      var places: [Vector: Int] = [:]
      codes.reserveCapacity(all.count)
      for value in all {
        if let known = places[value] {
          codes.append(known)
        } else {
          guard values.count < most else { return nil }
          places[value] = values.count
          codes.append(values.count)
          values.append(value)
        }
      }
    }
  }

  /// Adds the sum of one new relabeling to every total, as `ShuffledRelabeling.add` does.
  func add(to totals: inout [Vector], from random: inout RandomStream) {
    var shuffled = codes
    unsafe shuffled.withUnsafeMutableBufferPointer { codes in
      unsafe rows.withUnsafeBufferPointer { rows in
        unsafe products.withUnsafeBufferPointer { products in
          for permutation in totals.indices {
            var total = totals[permutation]
            for batch in batches {
              var part: Vector
              var word: UInt64
              repeat {
                part = .zero
                word = random.next()
                for position in batch.positions {
                  let (offset, rest) = word.multipliedFullWidth(
                    by: UInt64(codes.count &- position))
                  let drawn = position &+ Int(truncatingIfNeeded: offset)
                  let code = unsafe codes[drawn]
                  unsafe codes[drawn] = unsafe codes[position]
                  unsafe codes[position] = code
                  unsafe part += products[Int(rows[position]) &+ Int(code)]
                  word = rest
                }
              } while word < batch.rejected
              total += part
            }
            totals[permutation] = total
          }
        }
      }
    }
  }
}
