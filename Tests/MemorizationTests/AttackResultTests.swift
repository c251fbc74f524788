import Memorization
import Randomness
import Testing

@Suite struct AttackResultTests {
  @Test func `the area agrees with a count of pairs`() {
    var random = Seed(short: 5).stream("pairs")
    let members = (0..<50).map { _ in (random.unit() * 8).rounded() }
    let others = (0..<120).map { _ in (random.unit() * 6).rounded() }
    let result = AttackResult(.loss, members: members, nonMembers: others)
    #expect(abs(result.auc!.value - SlowTwin.auc(members, others)) < 1e-12)
    #expect(result.auc!.lower < result.auc!.value && result.auc!.value < result.auc!.upper)
  }

  @Test(arguments: [(99, 100, 1000), (100, nil, 1000), (999, nil, 1000), (1000, nil, nil)])
  func `operating points are refused under 100 and 1,000 non-members`(
    count: Int, onePercent: Int?, onePerMille: Int?
  ) {
    let result = AttackResult(
      .loss, members: [0.5, 2], nonMembers: (0..<count).map { Double($0) / Double(count) })
    #expect(result.operatingPoints.map(\.falsePositiveRate) == [0.01, 0.001])
    #expect(result.operatingPoints.map(\.neededNonMembers) == [onePercent, onePerMille])
    for point in result.operatingPoints {
      #expect((point.truePositiveRate == nil) == (point.neededNonMembers != nil))
      #expect(point.predictiveValues.count == (point.truePositiveRate == nil ? 0 : 3))
    }
  }

  @Test func `an empty group has neither an area nor a curve`() {
    for result in [
      AttackResult(.loss, members: [], nonMembers: [1]),
      AttackResult(.loss, members: [1], nonMembers: []),
    ] {
      #expect(result.auc == nil && result.roc.isEmpty)
      #expect(result.operatingPoints.allSatisfy { $0.truePositiveRate == nil })
    }
  }

  /// 1,000 utterances of which 100 are members: 40 members and 9 of 900 others are found.
  @Test func `the predictive value is the share of members among the found utterances`() {
    let value = OperatingPoint.predictiveValue(
      prior: 0.1, truePositiveRate: 0.4, falsePositiveRate: 0.01)
    #expect(abs(value - 40.0 / 49) < 1e-15)
    #expect(
      OperatingPoint.predictiveValue(prior: 0.1, truePositiveRate: 0, falsePositiveRate: 0) == 0.1)
  }

  @Test func `the interval of a rate between two counts covers both`() {
    let interval = OperatingPoint.interval(0.255, of: 100, confidence: 0.95)
    let (low, high) = (
      OperatingPoint.interval(0.25, of: 100, confidence: 0.95),
      OperatingPoint.interval(0.26, of: 100, confidence: 0.95)
    )
    #expect(interval.lower == low.lower && interval.upper == high.upper)
    #expect(low.lower < 0.25 && 0.25 < low.upper && low.upper < high.upper)
  }

  @Test func `a feature that differs between the lists is not blind`() throws {
    var random = Seed(short: 6).stream("blind")
    let same = (0..<4_000).map { _ in random.unit() }
    let blind = try #require(
      BlindFeature("frames", members: Array(same[..<2_000]), nonMembers: Array(same[2_000...])))
    #expect(blind.isBlind)
    for shift in [-0.1, 0.1] {
      let shifted = try #require(
        BlindFeature(
          "frames", members: same[..<2_000].map { $0 + shift }, nonMembers: Array(same[2_000...])))
      #expect(!shifted.isBlind && shifted.bound > 0.6)
    }
    // Short lists cannot show that they are alike.
    let short = try #require(
      BlindFeature("frames", members: Array(same[..<50]), nonMembers: Array(same[50..<100])))
    #expect(!short.isBlind)
    #expect(BlindFeature("frames", members: [.nan], nonMembers: [1]) == nil)
  }
}
