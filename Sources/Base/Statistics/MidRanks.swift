/// Ranks from 1, with the mean rank for ties.
struct MidRanks {
  /// The ranks, in the order of the values.
  let ranks: [Double]
  /// The sum of t³ - t over groups of t equal values; 0 without ties.
  let ties: Double

  /// - Parameter values: numbers, possibly infinite, none NaN.
  init(_ values: [Double]) {
    precondition(!values.contains { $0.isNaN }, "a value is NaN")
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = [Double](repeating: 0, count: values.count)
    var (ties, start) = (0.0, 0)
    while start < order.count {
      let value = values[order[start]]
      let end = order[start...].firstIndex { values[$0] != value } ?? order.count
      for place in start..<end { ranks[order[place]] = Double(start + 1 + end) / 2 }
      let t = Double(end - start)
      ties += t * t * t - t
      start = end
    }
    self.ranks = ranks
    self.ties = ties
  }
}
