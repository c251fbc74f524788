import Files
import RealModule

extension DesignPlan {
  /// Checks that this design can reach an exposure (in bits) and an epsilon.
  /// - Throws: a `PlanProblem` if a value is above what any result of this design shows.
  package func checkCeilings(exposure: Double?, epsilon: Double?) throws(Problem) {
    if let problem = exposure.flatMap(problem(exposure:)) { throw Problem(problem) }
    if let problem = epsilon.flatMap(problem(epsilon:)) { throw Problem(problem) }
  }

  /// The smallest design like this one that is large enough for the limits.
  /// - Throws: a `PlanProblem` if no design is.
  package func sufficient() throws(Problem) -> Design {
    if let sufficientDesign { return sufficientDesign }
    let hopeless =
      limits.first { $0.needed == nil } ?? limits.max { ($0.needed ?? 0) < ($1.needed ?? 0) }
    throw Problem(PlanProblem.noSufficientDesign(hopeless?.limit))
  }

  private func problem(exposure bits: Double) -> PlanProblem? {
    guard bits > controls.exposureNullMean else {
      return .exposureBelowNullMean(bits: bits, nullMean: controls.exposureNullMean)
    }
    guard bits > controls.exposureCeiling else { return nil }
    guard bits <= 20 else { return .exposureAboveAllDesigns(bits: bits) }
    let needed = Int(Double.exp2(bits).rounded(.up))
    return .exposureAboveCeiling(
      bits: bits, controls: controls.controls, ceiling: controls.exposureCeiling,
      neededControls: needed, sufficient: design.enlarged(toControls: needed))
  }

  private func problem(epsilon: Double) -> PlanProblem? {
    guard let oneRun else { return .noCoins }
    guard let ceiling = oneRun.ceiling else {
      return .tooFewCoins(guesses: oneRun.guesses, coins: oneRun.coins)
    }
    guard epsilon > ceiling else { return nil }
    return .epsilonAboveCeiling(epsilon, guesses: oneRun.guesses, ceiling: ceiling)
  }
}

extension Design {
  /// This design with at least so many controls per speed in 99 of 100 draws.
  fileprivate func enlarged(toControls needed: Int) -> Design {
    var larger = self
    if coins > 0 {
      while larger.fewestControls < needed {
        larger.coins += max(2, needed - larger.fewestControls)
      }
    } else {
      let perBlock = allocation.last ?? 1
      larger.blocks = (needed + perBlock - 1) / perBlock
    }
    return larger
  }
}
