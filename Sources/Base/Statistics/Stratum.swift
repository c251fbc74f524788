/// Items among which labels are exchangeable, with the scores of the items and the weights of their
/// labels.
///
/// Both are columns, `[statistic][item]`, so that one stratum serves several statistics: a canary
/// with four repetitions may have weight 3 in one of them and 4 in another.
package struct Stratum: Sendable {
  /// `scores[k][i]` is the score of item i in statistic k. It stays with the item.
  package let scores: [[Double]]
  /// `weights[k][i]` is the weight of item i's label in statistic k; that of a control is 0. A
  /// relabeling permutes it together with the label's weights in the other statistics.
  package let weights: [[Double]]

  /// - Precondition: equally many columns of weights and scores, at least one, all of the same
  ///   length; all numbers finite.
  package init(scores: [[Double]], weights: [[Double]]) {
    precondition(
      !scores.isEmpty && scores.count == weights.count,
      "\(scores.count) columns of scores, \(weights.count) of weights")
    let count = scores[0].count
    for column in scores + weights {
      precondition(column.count == count, "a column of \(column.count) beside one of \(count)")
      precondition(column.allSatisfy(\.isFinite), "scores and weights are finite")
    }
    self.scores = scores
    self.weights = weights
  }

  package var statistics: Int { scores.count }
  package var items: Int { scores[0].count }

  /// The number of labels with a non-zero weight in any statistic: the trained items.
  package var weighted: Int {
    (0..<items).count { item in weights.contains { $0[item] != 0 } }
  }

  /// True if relabelings can differ: neither all items nor all labels are equal.
  var hasChoice: Bool {
    [scores, weights].allSatisfy { columns in
      columns.contains { column in column.contains { $0 != column[0] } }
    }
  }

  /// The sum of weight × score in statistic k for the actual labels.
  func observed(_ k: Int) -> Double {
    zip(weights[k], scores[k]).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// The mean of the sum over all relabelings, in which every label meets every item equally often.
  func expected(_ k: Int) -> Double {
    items == 0 ? 0 : weights[k].reduce(0, +) * scores[k].reduce(0, +) / Double(items)
  }

  /// The variance of the sum over all relabelings: Σ(w - mean w)² Σ(s - mean s)² / (n - 1) (Wald and
  /// Wolfowitz 1944). It is exactly 0 if all weights or all scores of the statistic are equal.
  func variance(_ k: Int) -> Double {
    let spreads = Self.squares(weights[k]) * Self.squares(scores[k])
    return spreads == 0 ? 0 : spreads / Double(items - 1)
  }

  /// The sum of squared deviations from the mean; exactly 0 if all values are equal.
  private static func squares(_ values: [Double]) -> Double {
    guard values.contains(where: { $0 != values[0] }) else { return 0 }
    let mean = values.reduce(0, +) / Double(values.count)
    return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  }
}
