import Foundation
import Randomness
import Statistics
import Testing

/// Adjusted p-values by the step-down maxT procedure.
@Suite struct StepDownTestTests {
  private let seed = Seed(short: 119)

  /// The adjusted p-values by definition: successive maxima in every relabeling, one by one.
  private func naive(_ strata: [Stratum], _ hypotheses: [[Int]]) -> [Double] {
    let columns = 0..<strata[0].statistics
    var sums = [columns.map { _ in 0.0 }]
    for stratum in strata {
      let own = NaivePermutation.orders(stratum.items).map { order in
        columns.map { k in
          order.indices.reduce(0) { $0 + stratum.weights[k][order[$1]] * stratum.scores[k][$1] }
        }
      }
      sums = sums.flatMap { sum in own.map { zip(sum, $0).map(+) } }
    }
    let count = Double(sums.count)
    let mean = columns.map { k in sums.reduce(0) { $0 + $1[k] } / count }
    let deviation = columns.map { k in
      (sums.reduce(0) { $0 + ($1[k] - mean[k]) * ($1[k] - mean[k]) } / count).squareRoot()
    }
    func value(_ sum: [Double], _ hypothesis: Int) -> Double {
      hypotheses[hypothesis].map { k in
        deviation[k] < 1e-12 ? 0 : (sum[k] - mean[k]) / deviation[k]
      }.max()!
    }
    let actual = columns.map { k in
      NaivePermutation.statistic(k, scores: strata.map(\.scores), weights: strata.map(\.weights))
    }
    let observed = hypotheses.indices.map { value(actual, $0) }
    let order = hypotheses.indices.sorted { observed[$0] > observed[$1] }
    var reached = hypotheses.map { _ in 0 }
    for sum in sums {
      var largest = -Double.infinity
      for hypothesis in order.reversed() {
        largest = max(largest, value(sum, hypothesis))
        if largest >= observed[hypothesis] - 1e-9 { reached[hypothesis] += 1 }
      }
    }
    var adjusted = hypotheses.map { _ in 0.0 }
    var floor = 0.0
    for hypothesis in order {
      floor = max(floor, Double(reached[hypothesis]) / count)
      adjusted[hypothesis] = floor
    }
    return adjusted
  }

  /// One stratum of items with four labels; each column has scores of its own.
  private func strata(_ random: inout RandomStream, columns: Int, effects: [Double]) -> [Stratum] {
    [[2.0, 1, 0, 0, 0], [1, 1, 0, 0]].map { labels in
      Stratum(
        scores: (0..<columns).map { k in
          labels.map { effects[k] * $0 + Double(random.below(9)) / 9 }
        },
        weights: (0..<columns).map { k in labels.map { k % 2 == 0 ? $0 : min($0, 1) } })
    }
  }

  @Test(arguments: [[[0], [1], [2]], [[0, 1], [2], [3]], [[3], [1, 2], [0]]])
  func `adjusted p-values agree with all relabelings, one by one`(_ hypotheses: [[Int]]) {
    var random = seed.stream("naive \(hypotheses)")
    for round in 0..<12 {
      let effects = round % 2 == 0 ? [0, 0, 0, 0] : [1, 0.3, 0, 0.1]
      let columns = hypotheses.flatMap(\.self).max()! + 1
      let strata = strata(&random, columns: columns, effects: effects)
      let outcomes = StepDownTest(strata: strata, hypotheses: hypotheses)
        .outcomes(permutations: 100_000, seed: seed, name: "all")
      #expect(outcomes.allSatisfy { $0.isExact })
      for (fast, slow) in zip(outcomes.map(\.adjustedP), naive(strata, hypotheses)) {
        #expect(abs(fast - slow) < 1e-12, "\(strata)")
      }
    }
  }

  @Test func `a single hypothesis has the p-value of its family`() {
    var random = seed.stream("one")
    let strata = strata(&random, columns: 3, effects: [0.5, 0, 0.2])
    let joint = PermutationTest(strata: strata, families: [[0, 1, 2]])
      .outcomes(permutations: 10_000, seed: seed, name: "one").map(\.pValue).min()!
    let stepDown = StepDownTest(strata: strata, hypotheses: [[0, 1, 2]])
      .outcomes(permutations: 10_000, seed: seed, name: "one")
    #expect(stepDown.map(\.adjustedP) == [joint])
  }

  /// A hypothesis without an effect is not harder to reject because others have one: once these are
  /// rejected, it only competes with those below it.
  @Test func `step-down p-values are at most those of a single step`() {
    var random = seed.stream("power")
    for _ in 0..<10 {
      let strata = strata(&random, columns: 4, effects: [2, 0, 1, 0.5])
      let single = PermutationTest(strata: strata, families: [[0, 1, 2, 3]])
        .outcomes(permutations: 100_000, seed: seed, name: "p")
      let steps = StepDownTest(strata: strata, hypotheses: [[0], [1], [2], [3]])
        .outcomes(permutations: 100_000, seed: seed, name: "p")
      for (one, many) in zip(steps, single) { #expect(one.adjustedP <= many.pValue + 1e-12) }
    }
  }

  /// 2,000 assignments of labels to fixed, dependent scores: a false rejection of any hypothesis has a
  /// probability of at most 0.05.
  @Test func `the family-wise error is at most the level without an effect`() {
    var random = seed.stream("null")
    let common = (0..<12).map { _ in random.unit() }
    let scores = (0..<5).map { k in common.map { $0 + Double(k) * 0.2 * random.unit() } }
    var labels = (0..<12).map { $0 < 5 ? 1.0 : 0 }
    let trials = 2_000
    var errors = 0
    for trial in 0..<trials {
      random.shuffle(&labels)
      let stratum = Stratum(scores: scores, weights: scores.map { _ in labels })
      let outcomes = StepDownTest(strata: [stratum], hypotheses: (0..<5).map { [$0] })
        .outcomes(permutations: 199, seed: seed, name: "null \(trial)", concurrently: false)
      if outcomes.contains(where: { $0.adjustedP <= 0.05 }) { errors += 1 }
    }
    let rate = Double(errors) / Double(trials)
    #expect(rate <= 0.05 + 3 * (0.05 * 0.95 / Double(trials)).squareRoot())
    // A procedure that never rejects would pass the line above.
    #expect(rate > 0.02)
  }
}
