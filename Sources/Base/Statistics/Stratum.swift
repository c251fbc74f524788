/// Items among which labels may be exchanged, with the scores of the items and the labels that lie
/// on them.
///
/// Both are columns, `[statistic][item]`, so that one stratum serves several statistics at once: a
/// canary copied four times may count 3 in one of them and 4 in another.
package struct Stratum: Sendable {
  /// What item i got in statistic k: `scores[k][i]`. It stays on the item.
  package let scores: [[Double]]
  /// What the label found on item i weighs in statistic k: `weights[k][i]`; controls weigh 0. It is
  /// dealt anew in every permutation, together with its weights in the other statistics.
  package let weights: [[Double]]

  /// - Precondition: as many columns of weights as of scores, at least one; all of one length; all
  ///   numbers finite.
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

  /// Labels that weigh something in any statistic: the trained items.
  package var weighted: Int {
    (0..<items).count { item in weights.contains { $0[item] != 0 } }
  }

  /// Whether deals can differ: neither all items nor all labels are alike.
  var hasChoice: Bool {
    [scores, weights].allSatisfy { columns in
      columns.contains { column in column.contains { $0 != column[0] } }
    }
  }

  /// Sum of weight × score in statistic k, labels lying as they were found.
  func observed(_ k: Int) -> Double {
    zip(weights[k], scores[k]).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// Its mean over all ways to deal the labels: every label meets every item equally often.
  func expected(_ k: Int) -> Double {
    items == 0 ? 0 : weights[k].reduce(0, +) * scores[k].reduce(0, +) / Double(items)
  }
}
