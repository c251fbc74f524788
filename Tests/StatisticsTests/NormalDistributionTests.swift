import Foundation
import Statistics
import Testing

@Suite struct NormalDistributionTests {
  /// 20 digits from mpmath 1.3, by a root search on its normal distribution at 50 digits.
  @Test(arguments: [
    (0.025, -1.9599639845400542355), (0.005, -2.575829303548900761),
    (1e-10, -6.3613409024040562047), (1e-300, -37.047096299361199237),
    (0.4, -0.2533471031357997988), (0.9, 1.281551565544600467), (0.5, 0),
  ])
  func `quantiles agree with published digits`(probability: Double, z: Double) {
    #expect(abs(NormalDistribution.quantile(probability) - z) < 1e-14)
  }

  @Test func `the quantile is the inverse of the distribution function`() {
    for step in -80...80 {
      let z = Double(step) / 10
      let back = NormalDistribution.quantile(NormalDistribution.cumulative(z))
      // In the upper tail 1 - P has an error of one ulp of 1, which the density converts to z.
      let density = 0.3989 * exp(-z * z / 2)
      #expect(abs(back - z) < 1e-14 + (z > 0 ? 2.3e-16 / density : 0))
    }
  }

  @Test func `95% of a normal distribution lie within 1.96`() {
    let z = NormalDistribution.twoSidedQuantile(confidence: 0.95)
    #expect(abs(z - 1.9599639845400542) < 1e-14)
  }
}
