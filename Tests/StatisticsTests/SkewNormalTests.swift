import Foundation
import Statistics
import Testing

@Suite struct SkewNormalTests {
  @Test func `upper tails agree with forty digits, even far out`() throws {
    struct Case: Decodable { let location, scale, shape, score, logUpperTail: Double }
    for wanted in try fixture("skew-normal", of: Case.self) {
      let distribution = SkewNormal(
        location: wanted.location, scale: wanted.scale, shape: wanted.shape)
      let value = distribution.logUpperTail(wanted.score)
      // A relative error of 1e-9 in the probability is an absolute one in its logarithm. Near 1 the
      // logarithm is small and 1 - probability is rounded.
      #expect(abs(value - wanted.logUpperTail) < 1e-9 * max(1e-6, min(1, -wanted.logUpperTail)))
    }
  }

  @Test func `with shape 0 it is the normal distribution`() {
    let normal = SkewNormal(location: 0, scale: 1, shape: 0)
    for step in -40...60 {
      let z = Double(step) / 5
      let tail = exp(normal.logUpperTail(z))
      #expect(abs(tail / NormalDistribution.cumulative(-z) - 1) < 1e-12)
    }
  }

  @Test func `mirrored distributions have mirrored tails`() {
    for shape in [-20, -1, 0.5, 5] {
      for x in [-3.0, -0.2, 0, 0.7, 2.5] {
        let above = exp(SkewNormal(location: 0, scale: 1, shape: shape).logUpperTail(x))
        let below = exp(SkewNormal(location: 0, scale: 1, shape: -shape).logUpperTail(-x))
        #expect(abs(above + below - 1) < 1e-12)
      }
    }
  }

  @Test func `fits agree with a root search on the skewness`() throws {
    struct Case: Decodable {
      let values: [Double]
      let location, scale, shape, misfit: Double
    }
    for wanted in try fixture("skew-normal-fit", of: Case.self) {
      let exposure = try #require(ExtrapolatedExposure(references: wanted.values))
      #expect(agree(exposure.fit.location, wanted.location))
      #expect(agree(exposure.fit.scale, wanted.scale))
      #expect(agree(exposure.fit.shape, wanted.shape))
      #expect(agree(exposure.misfit, wanted.misfit))
    }
  }

  @Test func `too few or equal values have no fit`() {
    #expect(SkewNormal(matching: [1, 1, 1, 1]) == nil)
    #expect(SkewNormal(matching: [1, 2]) == nil)
    #expect(SkewNormal(matching: []) == nil)
    #expect(SkewNormal(matching: [1e-200, 2e-200, 3e-200]) == nil)
  }
}
