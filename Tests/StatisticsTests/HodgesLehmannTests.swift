import Randomness
import Statistics
import Testing

@Suite struct HodgesLehmannTests {
  @Test func `shift and limits agree with sorted differences`() throws {
    struct Case: Decodable {
      let name: String
      let trained, controls: [Double]
      let confidence, shift, lower, upper: Double
    }
    for wanted in try fixture("hodges-lehmann", of: Case.self) {
      let estimate = try #require(
        HodgesLehmann(trained: wanted.trained, controls: wanted.controls))
      let interval = try #require(estimate.interval(confidence: wanted.confidence))
      #expect(agree(estimate.shift, wanted.shift), "\(wanted.name)")
      #expect(interval.lower == wanted.lower && interval.upper == wanted.upper, "\(wanted.name)")
    }
  }

  /// Above 10,000 pairs the normal distribution determines the difference.
  @Test func `limits of large groups agree with the exact ones`() throws {
    var random = Seed(short: 48).stream("large")
    let trained = (0..<101).map { _ in random.unit() }
    let controls = (0..<100).map { _ in random.unit() }
    let large = try #require(
      HodgesLehmann(trained: trained, controls: controls)?.interval(confidence: 0.95))
    let differences = trained.flatMap { a in controls.map { a - $0 } }.sorted()
    // 5,050 ± (1.96 · √(101 · 100 · 202 / 12) + ½): from difference 4,242 to 5,859 of 10,100.
    #expect(large.lower == differences[4_241] && large.upper == differences[5_858])
    // At 99.9%, 5,050 - 1/2 - 3.2905 · 412.33 = 3,692.7; without the half it would be 3,693.2.
    let wide = try #require(
      HodgesLehmann(trained: trained, controls: controls)?.interval(confidence: 0.999))
    #expect(wide.lower == differences[3_693 - 1] && wide.upper == differences[10_100 - 3_693])
    let exact = try #require(
      HodgesLehmann(trained: Array(trained.dropLast()), controls: controls)?
        .interval(confidence: 0.95))
    #expect(abs(exact.lower - large.lower) < 0.01 && abs(exact.upper - large.upper) < 0.01)
  }

  @Test func `too few items have no interval, and no items have no shift`() {
    let few = HodgesLehmann(trained: [1, 2, 3], controls: [0, 5, 6])
    #expect(few?.shift == -3 && few?.interval(confidence: 0.95) == nil)
    #expect(HodgesLehmann(trained: [], controls: [1]) == nil)
    #expect(HodgesLehmann(trained: [1], controls: []) == nil)
    let wide = HodgesLehmann(trained: [1e308], controls: [-1e308, 1e308, 1])
    #expect(wide?.shift == 1e308)
  }

  @Test func `the 95% interval has at least its coverage`() {
    var random = Seed(short: 49).stream("shift")
    let runs = 2_000
    let covered = (0..<runs).count { _ in
      HodgesLehmann(
        trained: (0..<15).map { _ in random.unit() + 0.4 },
        controls: (0..<25).map { _ in random.unit() })!
        .interval(confidence: 0.95)!.contains(0.4)
    }
    #expect(Double(covered) / Double(runs) > 0.95 - margin(0.95, runs))
    #expect(Double(covered) / Double(runs) < 0.975)
  }
}
