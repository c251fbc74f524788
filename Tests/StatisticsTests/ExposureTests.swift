import Foundation
import Randomness
import Statistics
import Testing

@Suite struct ExposureTests {
  /// TensorFlow Privacy's own unit test has references with losses 1...16 (low is good); here
  /// scores are negated losses.
  @Test func `the published unit test of exposure by rank holds`() {
    let exposure = Exposure(references: (1...16).map { -Double($0) })
    #expect(exposure.bits(of: 0) == 4)
    #expect(exposure.bits(of: -0.1) == 4)
    #expect(exposure.bits(of: -20) == log2(16) - log2(17))
    #expect(exposure.bits(of: -3.5) == 2)
    #expect(exposure.ceiling == 4)
  }

  @Test func `a tie ranks below the control`() {
    let exposure = Exposure(references: [0.2, 0.5, 0.5, 0.9])
    #expect(exposure.rank(of: 0.5) == 4)
    #expect(exposure.rank(of: 0.51) == 2)
    #expect(exposure.rank(of: 0.9) == 2)
    #expect(exposure.rank(of: 1) == 1)
    #expect(exposure.rank(of: 0) == 5)
  }

  @Test func `if nothing is recognised every canary has the last rank`() {
    let exposure = Exposure(references: [Double](repeating: 0, count: 200))
    #expect(exposure.bits(of: 0) == log2(200) - log2(201))
  }

  @Test func `infinite scores have the first and the last rank`() {
    let exposure = Exposure(references: [1, 2, 3])
    #expect(exposure.rank(of: .infinity) == 1)
    #expect(exposure.rank(of: -.infinity) == 4)
  }

  @Test(arguments: [
    (1, -0.5), (20, 1.2043232689976013), (100, 1.3822403009350071),
    (200, 1.409868335295185), (1000, 1.434949888594545), (1_000_000, 1.4426823066727444),
  ])
  func `the null mean is the mean over all ranks`(references: Int, expected: Double) {
    // The relative rounding error of log-gamma is 2⁻⁵³, and that of the mean is relative to log2 N.
    #expect(abs(Exposure.nullMean(references: references) - expected) < 2e-14)
    let exposure = Exposure(references: (1...references).map(Double.init))
    let ranks = (0...references).map { exposure.bits(of: Double($0) + 0.5) }
    let mean = ranks.reduce(0, +) / Double(ranks.count)
    // The relative error of a sum of N + 1 numbers near 1.44 is at most N·2⁻⁵³.
    #expect(abs(mean - expected) < 2e-14 + Double(references) * 1.2e-16)
  }

  /// The mean over all items of the canary and its references, each ranked among the others.
  private func slowNullMean(_ references: [Double], _ score: Double) -> Double {
    let all = references + [score]
    let bits = all.indices.map { item in
      let others = all.indices.filter { $0 != item }.map { all[$0] }
      return Exposure(references: others).bits(of: all[item])
    }
    return bits.reduce(0, +) / Double(bits.count)
  }

  @Test func `the null mean with ties is the mean over the canary's exchanges with controls`() {
    var random = Seed(short: 31).stream("ties")
    for levels in [1, 2, 3, 7, 1_000] {
      for count in [1, 2, 9, 40] {
        let references = (0..<count).map { _ in Double(random.below(levels)) }
        let exposure = Exposure(references: references)
        for score in [-1.0, 0, 1, 2.5, 6, 2_000] {
          let slow = slowNullMean(references, score)
          #expect(abs(exposure.nullMean(besides: score) - slow) < 1e-12, "\(references) \(score)")
        }
      }
    }
  }

  @Test func `the null mean is that without ties if there are none, and lower with ties`() {
    let distinct = Exposure(references: (0..<50).map(Double.init))
    for score in [-0.5, 10.5, 60] {
      #expect(
        abs(distinct.nullMean(besides: score) - Exposure.nullMean(references: 50)) < 1e-12)
    }
    let tied = Exposure(references: (0..<50).map { Double($0 / 10) })
    #expect(tied.nullMean(besides: 2) < Exposure.nullMean(references: 50) - 0.1)
  }
}
