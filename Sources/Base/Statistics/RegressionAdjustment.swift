/// The adjustment of an outcome by a covariate that the treatment cannot change, such as the accuracy of
/// a model that was never trained on the canaries (CUPED: Deng, Xu, Kohavi, Walker 2013,
/// doi:10.1145/2433396.2433413).
///
/// The slope is that of the outcome on the covariate within groups, over all units and without their
/// labels. A permutation test of the adjusted outcome is therefore as exact as one of the outcome.
package struct RegressionAdjustment: Sendable {
  /// The unit of the outcome for one of the covariate.
  package let slope: Double
  /// The correlation of outcome and covariate within groups, −1...1.
  package let correlation: Double

  /// - Parameter groups: the outcome and the covariate of every unit, by group.
  /// - Returns: nil if the outcome or the covariate does not vary within any group.
  package init?(_ groups: [[(outcome: Double, covariate: Double)]]) {
    var outcomes = 0.0
    var covariates = 0.0
    var products = 0.0
    for group in groups {
      let count = Double(group.count)
      let outcome = group.reduce(0) { $0 + $1.outcome } / count
      let covariate = group.reduce(0) { $0 + $1.covariate } / count
      for unit in group {
        outcomes += (unit.outcome - outcome) * (unit.outcome - outcome)
        covariates += (unit.covariate - covariate) * (unit.covariate - covariate)
        products += (unit.outcome - outcome) * (unit.covariate - covariate)
      }
    }
    guard outcomes > 1e-12, covariates > 1e-12 else { return nil }
    slope = products / covariates
    correlation = min(1, max(-1, products / (outcomes * covariates).squareRoot()))
  }

  /// The factor by which more units would be needed for the same power without the adjustment,
  /// 1 / (1 − ρ²); nil if the covariate explains all of the outcome.
  package var powerGain: Double? {
    let unexplained = 1 - correlation * correlation
    return unexplained > 1e-9 ? 1 / unexplained : nil
  }

  package func adjusted(_ outcome: Double, covariate: Double) -> Double {
    outcome - slope * covariate
  }
}

/// The difference of the means of treated and untreated units within groups, by least squares with an
/// effect of each group.
package struct GroupedDifference: Sendable {
  package let estimate: Double
  /// The standard error with equal variances in all groups.
  package let standardError: Double

  /// - Returns: nil if no group has both treated and untreated units, or too few units are left for the
  ///   variance.
  package init?(_ groups: [[(outcome: Double, isTreated: Bool)]]) {
    var units = 0
    var products = 0.0
    var treatments = 0.0
    var centred: [(outcome: Double, treatment: Double)] = []
    for group in groups where !group.isEmpty {
      units += group.count
      let count = Double(group.count)
      let outcome = group.reduce(0) { $0 + $1.outcome } / count
      let share = Double(group.count(where: \.isTreated)) / count
      for unit in group {
        let treatment = (unit.isTreated ? 1 : 0) - share
        centred.append((unit.outcome - outcome, treatment))
        products += (unit.outcome - outcome) * treatment
        treatments += treatment * treatment
      }
    }
    let freedom = units - groups.count { !$0.isEmpty } - 1
    guard treatments > 0, freedom > 0 else { return nil }
    let estimate = products / treatments
    let residuals = centred.reduce(0) { sum, unit in
      let residual = unit.outcome - estimate * unit.treatment
      return sum + residual * residual
    }
    self.estimate = estimate
    standardError = (residuals / Double(freedom) / treatments).squareRoot()
  }
}
