extension PermutationTest {
  /// For every statistic, the share of all distinct relabelings that reach the observed value,
  /// including ties; `nil` if there are more than `limit`.
  ///
  /// Item and label are symmetric in a sum of products, so a stratum permutes the side with fewer
  /// distinct permutations: one hit among fifty coins has fifty relabelings, not 10¹⁴.
  func enumerated(limit: Int) -> [Double]? {
    var relabelings = 1
    var sides: [(fixed: [[Double]], permuted: [[Double]])] = []
    for stratum in strata where stratum.hasChoice {
      // n items of at least two kinds have at least n permutations.
      guard stratum.items <= limit / relabelings,
        let side = Self.fewerPermutations(stratum, limit: limit / relabelings)
      else { return nil }
      relabelings *= side.count
      sides.append((side.fixed, side.permuted))
    }
    let sums = sides.map { Self.sums(fixed: $0.fixed, permuted: $0.permuted) }
    let comparison = Comparison(self)
    var reached = [Int](repeating: 0, count: statistics)
    func descend(_ depth: Int, _ sum: [Double]) {
      if depth == sums.count { return comparison.count(&reached) { sum[$0] } }
      for own in sums[depth] { descend(depth + 1, zip(sum, own).map(+)) }
    }
    descend(0, [Double](repeating: 0, count: statistics))
    return reached.map { Double($0) / Double(relabelings) }
  }

  private static func fewerPermutations(
    _ stratum: Stratum, limit: Int
  ) -> (count: Int, fixed: [[Double]], permuted: [[Double]])? {
    let (scores, weights) = (rows(stratum.scores), rows(stratum.weights))
    func count(_ rows: [[Double]]) -> Int? {
      let kinds = Dictionary(grouping: rows) { $0 }.values.map(\.count)
      return DistinctPermutations.count(of: kinds.sorted(), limit: limit)
    }
    switch (count(scores), count(weights)) {
    case (let items?, let labels?) where items < labels: return (items, weights, scores)
    case (_, let labels?): return (labels, scores, weights)
    case (let items?, nil): return (items, weights, scores)
    case (nil, nil): return nil
    }
  }

  /// The statistics of every distinct relabeling of one stratum.
  private static func sums(fixed: [[Double]], permuted: [[Double]]) -> [[Double]] {
    var kinds: [[Double]] = []
    let kindOfItem = permuted.map { row in
      if let known = kinds.firstIndex(of: row) { return known }
      kinds.append(row)
      return kinds.count - 1
    }
    let statistics = fixed[0].count
    var sums: [[Double]] = []
    DistinctPermutations.visit(kindOfItem) { order in
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
