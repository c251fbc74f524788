extension PermutationTest {
  /// For every statistic, the share of all distinct deals that reach what was observed, ties within
  /// `tieTolerance` included; `nil` where there are more than `limit` deals.
  ///
  /// Item and label are symmetric in a sum of products, so a stratum deals whichever side has fewer
  /// distinct orders: with one hit among fifty coins that is fifty deals, not 10¹⁴.
  func enumerated(limit: Int) -> [Double]? {
    var deals = 1
    var sides: [(fixed: [[Double]], dealt: [[Double]])] = []
    let (open, settled) = (strata.filter(\.hasChoice), strata.filter { !$0.hasChoice })
    for stratum in open {
      // n items of two kinds or more have n orders or more.
      guard stratum.items <= limit / deals,
        let side = Self.fewerOrders(stratum, limit: limit / deals)
      else { return nil }
      deals *= side.orders
      sides.append((side.fixed, side.dealt))
    }
    let sums = sides.map { Self.sums(fixed: $0.fixed, dealt: $0.dealt) }
    let least = (0..<statistics).map { k in
      strata.reduce(0) { $0 + $1.observed(k) } - tieTolerance(k)
    }
    let base = (0..<statistics).map { k in settled.reduce(0) { $0 + $1.observed(k) } }
    var reached = [Int](repeating: 0, count: statistics)
    func descend(_ depth: Int, _ sum: [Double]) {
      if depth == sums.count {
        for k in reached.indices where sum[k] >= least[k] { reached[k] += 1 }
        return
      }
      for own in sums[depth] { descend(depth + 1, zip(sum, own).map(+)) }
    }
    descend(0, base)
    return reached.map { Double($0) / Double(deals) }
  }

  private static func fewerOrders(
    _ stratum: Stratum, limit: Int
  ) -> (orders: Int, fixed: [[Double]], dealt: [[Double]])? {
    let (scores, weights) = (rows(stratum.scores), rows(stratum.weights))
    func orders(_ rows: [[Double]]) -> Int? {
      let kinds = Dictionary(grouping: rows) { $0 }.values.map(\.count)
      return Arrangements.count(of: kinds.sorted(), limit: limit)
    }
    switch (orders(scores), orders(weights)) {
    case (let items?, let labels?) where items < labels: return (items, weights, scores)
    case (_, let labels?): return (labels, scores, weights)
    case (let items?, nil): return (items, weights, scores)
    case (nil, nil): return nil
    }
  }

  /// The statistics of every distinct deal of one stratum.
  private static func sums(fixed: [[Double]], dealt: [[Double]]) -> [[Double]] {
    var kinds: [[Double]] = []
    let cards = dealt.map { row in
      if let known = kinds.firstIndex(of: row) { return known }
      kinds.append(row)
      return kinds.count - 1
    }
    let statistics = fixed[0].count
    var sums: [[Double]] = []
    Arrangements.visit(cards) { order in
      sums.append(
        (0..<statistics).map { k in
          order.indices.reduce(0) { $0 + fixed[$1][k] * kinds[order[$1]][k] }
        })
    }
    return sums
  }

  private static func rows(_ columns: [[Double]]) -> [[Double]] {
    columns[0].indices.map { item in columns.map { $0[item] } }
  }
}
