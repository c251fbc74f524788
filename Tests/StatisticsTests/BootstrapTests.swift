import Foundation
import Randomness
import Statistics
import Testing

@Suite struct BootstrapTests {
  private func mean(_ values: [Double]) -> Double {
    values.reduce(0, +) / Double(values.count)
  }

  @Test func `limits from the same replicates agree with scipy`() throws {
    struct Case: Decodable {
      let name: String
      let estimate, confidence, lower, upper: Double
      let replicates: [Double]
      let jackknife: [[Double]]
    }
    for wanted in try fixture("bootstrap", of: Case.self) {
      let interval = Bootstrap.bca(
        estimate: wanted.estimate, replicates: wanted.replicates, jackknife: wanted.jackknife,
        confidence: wanted.confidence)
      #expect(agree(interval.lower, wanted.lower), "\(wanted.name)")
      #expect(agree(interval.upper, wanted.upper), "\(wanted.name)")
    }
  }

  @Test func `the interval depends on seed and name only`() {
    let groups = [(0..<20).map { Double($0 * $0) }, (0..<9).map(Double.init)]
    func interval(_ name: String) -> Interval {
      Bootstrap.interval(
        of: groups, confidence: 0.9, resamples: 500, seed: Seed(short: 5), name: name
      ) { mean($0[0]) - mean($0[1]) }
    }
    #expect(interval("a") == interval("a"))
    #expect(interval("a") != interval("b"))
  }

  @Test func `a constant statistic and groups of one have an interval of width 0`() {
    let still = Bootstrap.interval(
      of: [[3, 3, 3], [1]], confidence: 0.95, resamples: 50, seed: Seed(short: 5), name: "still"
    ) { mean($0[0]) - mean($0[1]) }
    #expect(still == Interval(lower: 2, upper: 2, confidence: 0.95))
  }

  @Test func `an estimate outside all replicates has an interval`() {
    let replicates = (1...100).map(Double.init)
    for estimate in [-5.0, 500] {
      let interval = Bootstrap.bca(
        estimate: estimate, replicates: replicates, jackknife: [[1, 2, 30]], confidence: 0.95)
      #expect(1 <= interval.lower && interval.upper <= 100)
    }
  }

  /// The draws are exponential, for which a symmetric interval misses on one side.
  @Test func `the 95% interval of a skewed mean has about its coverage`() {
    var random = Seed(short: 50).stream("skewed")
    let runs = 400
    let covered = (0..<runs).count { run in
      let sample = (0..<40).map { _ in -log(1 - random.unit()) }
      return Bootstrap.interval(
        of: [sample], confidence: 0.95, resamples: 400, seed: Seed(short: 51), name: "run \(run)"
      ) { mean($0[0]) }.contains(1)
    }
    #expect(Double(covered) / Double(runs) > 0.94 - margin(0.94, runs))
    #expect(covered < runs)
  }

  /// The true-positive rate at a false-positive rate, with both groups resampled.
  @Test func `an operating point has a bootstrap interval`() {
    let trained = (0..<100).map { $0 < 10 ? 1.0 : 0 }
    let interval = Bootstrap.interval(
      of: [trained, [Double](repeating: 0, count: 200)], confidence: 0.95, resamples: 1_000,
      seed: Seed(short: 52), name: "tpr"
    ) { groups in
      let roc = ROC(trained: groups[0], controls: groups[1])
      guard case .truePositiveRate(let rate) = roc.operatingPoint(falsePositiveRate: 0.01) else {
        return 0
      }
      return rate
    }
    #expect(interval.contains(0.109))
    #expect(interval.lower > 0.04 && interval.upper < 0.19)
  }

  /// The reference implementation stores every resample and removes items one by one.
  @Test func `the interval of a difference of means agrees with the reference implementation`() {
    var random = Seed(short: 53).stream("means")
    for (few, many) in [(20, 200), (21, 40), (1, 3)] {
      let first = (0..<few).map { _ in random.unit() * random.unit() }
      let second = (0..<many).map { _ in Double(random.below(4)) / 6 }
      let fast = Bootstrap.meanDifference(
        first, second, confidence: 0.9, resamples: 20_000, seed: Seed(short: 5), name: "fast")
      let slow = Bootstrap.interval(
        of: [first, second], confidence: 0.9, resamples: 20_000, seed: Seed(short: 6), name: "slow"
      ) { mean($0[0]) - mean($0[1]) }
      // A 5% quantile of 20,000 replicates lies at 4.5% to 5.5% with five standard deviations.
      let width = slow.upper - slow.lower
      #expect(abs(fast.lower - slow.lower) < 0.04 * width, "\(few) and \(many)")
      #expect(abs(fast.upper - slow.upper) < 0.04 * width, "\(few) and \(many)")
    }
  }

  @Test func `the mean of a large group is drawn from its normal distribution`() {
    var random = Seed(short: 54).stream("large")
    let first = (0..<5_000).map { _ in random.unit() * random.unit() }
    let second = (0..<30).map { _ in random.unit() }
    let fast = Bootstrap.meanDifference(
      first, second, confidence: 0.9, resamples: 4_000, seed: Seed(short: 5), name: "fast")
    let slow = Bootstrap.interval(
      of: [first, second], confidence: 0.9, resamples: 4_000, seed: Seed(short: 6), name: "slow"
    ) { mean($0[0]) - mean($0[1]) }
    let alone = Bootstrap.meanDifference(
      first, [0], confidence: 0.9, resamples: 4_000, seed: Seed(short: 5), name: "alone")
    let width = slow.upper - slow.lower
    // A 5% quantile of 4,000 replicates lies at 3.3% to 6.7% with five standard deviations.
    #expect(abs(fast.lower - slow.lower) < 0.1 * width)
    #expect(abs(fast.upper - slow.upper) < 0.1 * width)
    let average = mean(first)
    let variance = mean(first.map { ($0 - average) * ($0 - average) })
    let expected = 2 * 1.6449 * (variance / 5_000).squareRoot()
    #expect(abs(alone.upper - alone.lower - expected) < 0.1 * expected)
    let constant = Bootstrap.meanDifference(
      [Double](repeating: 0.25, count: 6_000), [Double](repeating: 1, count: 6_000),
      confidence: 0.9, resamples: 100, seed: Seed(short: 5), name: "constant")
    #expect(constant.lower == -0.75 && constant.upper == -0.75)
  }

  @Test func `every value of a resampled group is drawn equally often`() {
    // With one value of 1 among n, the mean of a resample is binomial with a mean of 1/n.
    for count in [3, 20, 257] {
      let first = (0..<count).map { $0 == count - 1 ? 1.0 : 0 }
      let interval = Bootstrap.meanDifference(
        first, [0], confidence: 0.9999, resamples: 20_000, seed: Seed(short: 5), name: "ends")
      #expect(interval.lower == 0 && interval.upper > 2.5 / Double(count))
    }
  }
}
