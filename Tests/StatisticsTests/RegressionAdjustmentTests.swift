import Foundation
import Randomness
import Statistics
import Testing

/// The adjustment of canaries' accuracies by those of a reference model.
@Suite struct RegressionAdjustmentTests {
  /// Outcome, covariate and treatment of seven units in two groups.
  private let groups: [[(Double, Double, Bool)]] = [
    [(0.9, 0.5, true), (0.4, 0.3, false), (0.6, 0.7, false)],
    [(0.8, 0.2, true), (0.1, 0.1, false), (0.5, 0.6, true), (0.3, 0.4, false)],
  ]

  /// Source of the values: least squares with a column for each group, solved in rational arithmetic.
  @Test func `slope, correlation and difference are those of least squares`() throws {
    let adjustment = try #require(
      RegressionAdjustment(groups.map { $0.map { (outcome: $0.0, covariate: $0.1) } }))
    #expect(abs(adjustment.slope - 0.34065934065934067) < 1e-12)
    #expect(abs(adjustment.correlation - 0.25880404188461037) < 1e-12)
    #expect(abs(adjustment.powerGain! - 1 / (1 - pow(0.25880404188461037, 2))) < 1e-12)
    let difference = try #require(
      GroupedDifference(groups.map { $0.map { (outcome: $0.0, isTreated: $0.2) } }))
    #expect(abs(difference.estimate - 0.43) < 1e-12)
    #expect(abs(difference.standardError - 0.11357816691600547) < 1e-12)
  }

  @Test func `numbers that do not vary, and groups without a comparison, have no result`() {
    #expect(RegressionAdjustment([[(1, 0.5), (1, 0.7)]]) == nil)
    #expect(RegressionAdjustment([[(1, 0.5)], [(0.5, 0.5)]]) == nil)
    #expect(GroupedDifference([[(1, true), (0.5, true)], [(0.2, false)]]) == nil)
    #expect(GroupedDifference([[(1, true), (0.5, false)]]) == nil)
    #expect(GroupedDifference([]) == nil)
    let exact = RegressionAdjustment([[(0, 0), (2, 1), (4, 2)]])
    #expect(exact?.slope == 2 && exact?.correlation == 1 && exact?.powerGain == nil)
  }

  /// A standard normal number by the method of Box and Muller.
  private func normal(_ random: inout RandomStream) -> Double {
    (-2 * log(1 - random.unit())).squareRoot() * cos(2 * .pi * random.unit())
  }

  @Test func `a planted correlation gives the power that its formula states`() throws {
    let planted = 0.7
    var random = Seed(short: 77).stream("regression_adjustment")
    var gains: [Double] = []
    var plain: [Double] = []
    var adjusted: [Double] = []
    var rejections = 0
    let audits = 500
    for audit in 0..<audits {
      // Ten blocks of one trained canary and seven controls, none of them memorised.
      let units = (0..<10).map { _ in
        (0..<8).map { place in
          let covariate = normal(&random)
          let outcome =
            planted * covariate + (1 - planted * planted).squareRoot() * normal(&random)
          return (outcome: outcome, covariate: covariate, isTrained: place == 0)
        }
      }
      let adjustment = try #require(
        RegressionAdjustment(units.map { $0.map { ($0.outcome, $0.covariate) } }))
      gains.append(try #require(adjustment.powerGain))
      let residuals = units.map {
        $0.map { (adjustment.adjusted($0.outcome, covariate: $0.covariate), $0.isTrained) }
      }
      plain.append(
        try #require(GroupedDifference(units.map { $0.map { ($0.outcome, $0.isTrained) } }))
          .estimate)
      adjusted.append(try #require(GroupedDifference(residuals)).estimate)
      let strata = residuals.map { group in
        Stratum(scores: [group.map(\.0)], weights: [group.map { $0.1 ? 1 : 0 }])
      }
      let outcome = PermutationTest(strata: strata).outcomes(
        permutations: 199, seed: Seed(short: UInt64(audit)), name: "adjusted")[0]
      rejections += outcome.pValue <= 0.05 ? 1 : 0
    }
    func variance(_ values: [Double]) -> Double {
      let mean = values.reduce(0, +) / Double(values.count)
      return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
    }
    let expected = 1 / (1 - planted * planted)
    let mean = gains.reduce(0, +) / Double(audits)
    #expect(abs(mean / expected - 1) < 0.1, "\(mean) instead of \(expected)")
    // The ratio of two variances from 500 audits has a standard error of about 9%.
    let ratio = variance(plain) / variance(adjusted)
    #expect(abs(ratio / expected - 1) < 0.27, "\(ratio) instead of \(expected)")
    // 5% of 500 with three standard errors.
    #expect(rejections <= 40, "\(rejections) of \(audits) audits without an effect are rejected")
  }
}
