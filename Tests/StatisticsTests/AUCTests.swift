import Foundation
import Randomness
import Statistics
import Testing

@Suite struct AUCTests {
  @Test func `value, variance and limits agree with a computation pair by pair`() throws {
    struct Case: Decodable {
      let name: String
      let trained, controls: [Double]
      let value, variance, confidence, lower, upper: Double
    }
    for wanted in try fixture("auc", of: Case.self) {
      let auc = try #require(AUC(trained: wanted.trained, controls: wanted.controls))
      #expect(agree(auc.value, wanted.value), "\(wanted.name)")
      #expect(agree(try #require(auc.variance), wanted.variance), "\(wanted.name)")
      let interval = auc.interval(confidence: wanted.confidence)
      #expect(agree(interval.lower, wanted.lower), "\(wanted.name)")
      #expect(agree(interval.upper, wanted.upper), "\(wanted.name)")
    }
  }

  @Test(arguments: [(1.0, 0.0, 1.0), (0, 1, 0), (1, 1, 0.5)])
  func `pairs that are all alike get the exact bound`(
    trained: Double, control: Double, value: Double
  ) {
    let auc = AUC(
      trained: [Double](repeating: trained, count: 20),
      controls: [Double](repeating: control, count: 100))!
    let interval = auc.interval(confidence: 0.95)
    let other = 1 - pow(0.025, 1.0 / 20)
    #expect(auc.value == value)
    #expect(abs(interval.upper - interval.lower - other) < 1e-15)
    #expect(interval.contains(value) && interval.lower >= 0 && interval.upper <= 1)
  }

  @Test func `too few items give no variance`() {
    #expect(AUC(trained: [], controls: [1]) == nil && AUC(trained: [1], controls: []) == nil)
    let single = AUC(trained: [1], controls: [0, 2, 3])!.interval(confidence: 0.95)
    #expect(single == Interval(lower: 0, upper: 1, confidence: 0.95))
  }

  /// For uniform scores on 0...1 and on 0...c the true AUC is 1 - c/2.
  @Test(arguments: [1.0, 0.5, 0.1])
  func `the interval covers the true area`(c: Double) {
    var random = Seed(short: 44).stream("coverage \(c)")
    let runs = 3_000
    let covered = (0..<runs).count { _ in
      let auc = AUC(
        trained: (0..<40).map { _ in random.unit() },
        controls: (0..<100).map { _ in random.unit() * c })!
      return auc.interval(confidence: 0.95).contains(1 - c / 2)
    }
    let share = Double(covered) / Double(runs)
    #expect(share > 0.95 - margin(0.95, runs) - 0.01)
    #expect(share < 0.99)
  }
}
