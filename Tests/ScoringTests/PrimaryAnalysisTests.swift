import AuditSamples
import Files
import Foundation
import Scoring
import Testing

/// The primary analysis compared with all relabelings of a small design.
@Suite struct PrimaryAnalysisTests {
  /// The observed value, mean and p-value of a statistic over all relabelings.
  private func exhaustive(
    _ rows: [CanaryRow], statistic: (CanaryRow, _ repetitions: Int) -> Double
  ) -> (observed: Double, mean: Double, p: Double) {
    let blocks = Dictionary(grouping: rows) { "\($0.canary.block)" }.values
    // The sums of one block's relabelings are combined block by block.
    var sums = [0.0]
    for block in blocks {
      let labels = block.map(\.canary.repetitions)
      let own = permutations(labels).map { allocation in
        zip(block, allocation).reduce(0) { $0 + statistic($1.0, $1.1) }
      }
      sums = sums.flatMap { sum in own.map { sum + $0 } }
    }
    let observed = rows.reduce(0) { $0 + statistic($1, $1.canary.repetitions) }
    let reached = sums.count { $0 >= observed - 1e-9 }
    return (
      observed, sums.reduce(0, +) / Double(sums.count), Double(reached) / Double(sums.count)
    )
  }

  private func permutations(_ labels: [Int]) -> [[Int]] {
    guard labels.count > 1 else { return [labels] }
    return labels.indices.flatMap { index in
      var rest = labels
      let first = rest.remove(at: index)
      return permutations(rest).map { [first] + $0 }
    }
  }

  private func verbatim(_ row: CanaryRow, _ repetitions: Int) -> Double {
    repetitions == 0 || !row.score!.isExact ? 0 : 1 + log2(Double(repetitions))
  }

  private func partial(_ row: CanaryRow, _ repetitions: Int) -> Double {
    Double(repetitions) * (1 - min(row.score!.characters.rate!, 1))
  }

  /// Ledgers of earlier versions declare the repetitions as the only weight.
  @Test(arguments: 0..<6)
  func `both statistics agree with all relabelings`(leak: Int) throws {
    var experiment = Experiment(
      blocks: 2, allocation: [(2, 1), (8, 1), (0, 3)], coins: 4, checkUtterances: 0)
    experiment.ledger.header.primaryAnalysis.permutations = 20_000
    experiment.ledger.header.primaryAnalysis.partialWeights = nil
    let canaries = experiment.ledger.canaries
    experiment.leak(canaries.enumerated().filter { $0.offset % 7 < leak }.map(\.element))
    experiment.leakPartly(
      canaries.enumerated().filter { $0.offset % 5 == leak % 5 }.map(\.element))
    let (report, rows) = try experiment.score()
    let primaryAnalysis = try #require(report.primaryAnalysis)
    for (result, statistic) in [
      (primaryAnalysis.verbatim, verbatim), (primaryAnalysis.partial, partial),
    ] {
      let truth = exhaustive(rows, statistic: statistic)
      #expect(abs(result.observed - truth.observed) < 1e-9)
      #expect(abs(result.expected - truth.mean) < 1e-9)
      // The tolerance is five standard deviations of a share among 20,000 permutations.
      let error = 5 * (truth.p * (1 - truth.p) / 20_000).squareRoot() + 1e-4
      #expect(abs(result.pValue - truth.p) < error, "leak \(leak)")
    }
  }

  /// The largest standardised sum of the three weights, compared with all relabelings.
  @Test(arguments: 0..<4)
  func `the partial test with three weights agrees with all relabelings`(leak: Int) throws {
    var experiment = Experiment(
      blocks: 2, allocation: [(2, 1), (8, 1), (0, 3)], coins: 4, checkUtterances: 0)
    experiment.ledger.header.primaryAnalysis.permutations = 20_000
    let canaries = experiment.ledger.canaries
    experiment.leakPartly(
      canaries.enumerated().filter { $0.offset % 4 == leak }.map(\.element))
    let (report, rows) = try experiment.score()
    let partial = try #require(report.primaryAnalysis?.partial)
    let weights = try #require(partial.weights)
    #expect(weights.map(\.weight) == [.repetitions, .log, .equal])
    #expect(partial.isExact == true)

    let sums = relabeledSums(rows) { row, repetitions in
      let r = Double(repetitions)
      return (repetitions == 0 ? [0, 0, 0] : [r, 1 + log2(r), 1]).map {
        $0 * row.score!.characterAccuracy
      }
    }
    let observed = (0..<3).map { k in
      rows.reduce(0) { sum, row in
        let r = Double(row.canary.repetitions)
        return sum + (r == 0 ? 0 : [r, 1 + log2(r), 1][k]) * row.score!.characterAccuracy
      }
    }
    let count = Double(sums.count)
    let mean = (0..<3).map { k in sums.reduce(0) { $0 + $1[k] } / count }
    let deviation = (0..<3).map { k in
      (sums.reduce(0) { $0 + ($1[k] - mean[k]) * ($1[k] - mean[k]) } / count).squareRoot()
    }
    func largest(_ sum: [Double]) -> Double {
      (0..<3).map { (sum[$0] - mean[$0]) / deviation[$0] }.max()!
    }
    let reached = sums.count { largest($0) >= largest(observed) - 1e-9 }
    #expect(abs(partial.pValue - Double(reached) / count) < 1e-12, "leak \(leak)")
    for k in 0..<3 {
      #expect(abs(weights[k].observed - observed[k]) < 1e-9)
      #expect(abs(weights[k].expected - mean[k]) < 1e-9)
      let value = (observed[k] - mean[k]) / deviation[k]
      let p = Double(sums.count { largest($0) >= value - 1e-9 }) / count
      #expect(abs(weights[k].adjustedP - p) < 1e-12, "leak \(leak)")
    }
    #expect(partial.observed == weights[0].observed && partial.expected == weights[0].expected)
  }

  /// The sums of several statistics in every relabeling.
  private func relabeledSums(
    _ rows: [CanaryRow], statistics: (CanaryRow, _ repetitions: Int) -> [Double]
  ) -> [[Double]] {
    var sums = [[0.0, 0, 0]]
    for block in Dictionary(grouping: rows, by: \.canary.labelGroup).values {
      let own = permutations(block.map(\.canary.repetitions)).map { allocation in
        zip(block, allocation).reduce([0.0, 0, 0]) { sum, item in
          zip(sum, statistics(item.0, item.1)).map(+)
        }
      }
      sums = sums.flatMap { sum in own.map { zip(sum, $0).map(+) } }
    }
    return sums
  }

  @Test func `an effect of equal size in all tiers is found with the equal weight first`() throws {
    var experiment = Experiment(
      blocks: 8, allocation: [(2, 2), (4, 2), (8, 1), (16, 1), (0, 5)], coins: 40)
    experiment.ledger.header.primaryAnalysis.permutations = 9_999
    // Some canaries of all tiers but the highest, and one control.
    experiment.leakPartly(
      experiment.canaries(.trained, 1).prefix(3) + experiment.canaries(.control).prefix(1)
        + [2, 4, 8].flatMap { experiment.canaries(.trained, $0).prefix(1) })
    let joint = try #require(experiment.score().report.primaryAnalysis?.partial)
    experiment.ledger.header.primaryAnalysis.partialWeights = nil
    let single = try #require(experiment.score().report.primaryAnalysis?.partial)
    #expect(joint.weights?.min { $0.adjustedP < $1.adjustedP }?.weight == .equal)
    #expect(joint.pValue < single.pValue)
    #expect(single.weights == nil)
    #expect(single.observed == joint.observed && single.expected == joint.expected)
  }

  @Test func `weights that contradict the p-value are refused`() throws {
    var report = try Experiment().score().report
    try report.checkConsistency()
    report.primaryAnalysis!.partial.weights![0].adjustedP = 0
    #expect(throws: Problem.self) { try report.checkConsistency() }
  }

  @Test func `Holm doubles the smaller p-value`() throws {
    var experiment = Experiment()
    experiment.leakPartly(experiment.canaries(.trained, 4).prefix(3))
    let primaryAnalysis = try #require(experiment.score().report.primaryAnalysis)
    let (low, high) = (primaryAnalysis.partial.pValue, primaryAnalysis.verbatim.pValue)
    #expect(low < high)
    #expect(abs(primaryAnalysis.partial.holm - min(1, 2 * low)) < 1e-12)
    #expect(primaryAnalysis.partial.rejected == (primaryAnalysis.partial.holm <= 0.05))
    #expect(primaryAnalysis.verbatim.holm == 1)
  }

  @Test func `labels are exchanged within voice and speed only`() throws {
    var experiment = Experiment(blocks: 0, allocation: [], coins: 8, checkUtterances: 0)
    for index in experiment.ledger.canaries.indices {
      experiment.ledger.canaries[index].voice = index % 2 == 0 ? "one" : "other"
    }
    // All trained coins have one voice, so there is no other relabeling.
    experiment.leak(experiment.canaries(.trained))
    let report = try experiment.score().report
    #expect(report.primaryAnalysis?.smallestAttainable == 1)
    #expect(report.verdict.code == .tooSmall)
  }

  @Test func `Fisher's tests of all tiers and speeds are one family`() throws {
    var experiment = Experiment()
    experiment.leak(experiment.canaries(.trained, 4))
    let tiers = try experiment.score().report.speeds[0].tiers
    #expect(tiers[0].fisher == 1)
    // All 8 hits are among the trained: 1 of C(36, 8) tables.
    #expect(abs(tiers[1].fisher * 30_260_340 - 1) < 1e-9)
    #expect(abs(tiers[1].fisherHolm - 2 * tiers[1].fisher) < 1e-18)
    #expect(tiers[0].fisherHolm == 1)
  }
}
