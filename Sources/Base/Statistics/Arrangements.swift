/// The distinct orders of items of which some are alike, each as likely as any other when all
/// items are shuffled.
enum Arrangements {
  /// (Σ counts)! / Π counts!, for kinds of so many items each; `nil` above `limit`.
  static func count(of kinds: [Int], limit: Int) -> Int? {
    var (ways, placed) = (1, 0)
    for kind in kinds {
      for item in 0..<kind {
        placed += 1
        // ways · placed is divisible: what comes out is a product of whole binomials.
        let (product, overflow) = ways.multipliedReportingOverflow(by: placed)
        if overflow { return nil }
        ways = product / (item + 1)
        if ways > limit { return nil }
      }
    }
    return ways
  }

  /// Calls `body` once with every distinct order of `kinds`, in lexicographic order (Narayana's
  /// algorithm; Knuth, TAOCP 4A, 7.2.1.2, L).
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
