/// The distinct permutations of items some of which are equal. A shuffle produces each with the
/// same probability.
enum DistinctPermutations {
  /// The multinomial coefficient (Σ counts)! / Π counts!; `nil` above `limit`.
  ///
  /// - Parameter kinds: the number of equal items of each kind.
  static func count(of kinds: [Int], limit: Int) -> Int? {
    var (ways, placed) = (1, 0)
    for kind in kinds {
      for item in 0..<kind {
        placed += 1
        // The division is exact: the result is a product of binomial coefficients.
        let (product, overflow) = ways.multipliedReportingOverflow(by: placed)
        if overflow { return nil }
        ways = product / (item + 1)
        if ways > limit { return nil }
      }
    }
    return ways
  }

  /// Calls `body` once with every distinct permutation of `kinds`, in lexicographic order
  /// (Narayana's algorithm; Knuth, TAOCP 4A, 7.2.1.2, L).
  static func visit(_ kinds: [Int], _ body: ([Int]) -> Void) {
    var order = kinds.sorted()
    body(order)
    while let last = order.indices.dropLast().last(where: { order[$0] < order[$0 + 1] }) {
      let next = order.lastIndex { $0 > order[last] }!
      order.swapAt(last, next)
      order[(last + 1)...].reverse()
      body(order)
    }
  }
}
