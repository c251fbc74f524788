import Randomness
import Statistics

/// The reference implementation of the permutation test.
enum NaivePermutation {
  /// The sum of weight × score over all strata for one statistic.
  static func statistic(_ k: Int, scores: [[[Double]]], weights: [[[Double]]]) -> Double {
    var sum = 0.0
    for stratum in scores.indices {
      for item in scores[stratum][k].indices {
        sum += weights[stratum][k][item] * scores[stratum][k][item]
      }
    }
    return sum
  }

  /// All permutations of 0..<count.
  static func orders(_ count: Int) -> [[Int]] {
    if count == 0 { return [[]] }
    return orders(count - 1).flatMap { shorter in
      (0...shorter.count).map { place in
        var order = shorter
        order.insert(count - 1, at: place)
        return order
      }
    }
  }

  /// P(permuted >= observed) and the mean, over all permutations of every stratum.
  static func exact(_ k: Int, _ strata: [Stratum]) -> (pValue: Double, mean: Double) {
    var sums = [0.0]
    for stratum in strata {
      let own = orders(stratum.items).map { order in
        order.indices.reduce(0) {
          $0 + stratum.weights[k][order[$1]] * stratum.scores[k][$1]
        }
      }
      sums = sums.flatMap { sum in own.map { sum + $0 } }
    }
    let observed = statistic(
      k, scores: strata.map(\.scores), weights: strata.map(\.weights))
    let reached = sums.count { $0 >= observed - 1e-9 }
    return (Double(reached) / Double(sums.count), sums.reduce(0, +) / Double(sums.count))
  }

  /// P(permuted >= observed) by shuffling the labels of every stratum `permutations` times.
  static func sampled(
    _ strata: [Stratum], statistics: Int, permutations: Int, from random: inout RandomStream
  ) -> [Double] {
    let scores = strata.map(\.scores)
    let observed = (0..<statistics).map {
      statistic($0, scores: scores, weights: strata.map(\.weights))
    }
    var reached = [Int](repeating: 0, count: statistics)
    for _ in 0..<permutations {
      var weights: [[[Double]]] = []
      for stratum in strata {
        var order = Array(0..<stratum.items)
        random.shuffle(&order)
        weights.append(stratum.weights.map { column in order.map { column[$0] } })
      }
      for k in 0..<statistics
      where statistic(k, scores: scores, weights: weights) >= observed[k] - 1e-9 {
        reached[k] += 1
      }
    }
    return reached.map { Double(1 + $0) / Double(1 + permutations) }
  }
}
