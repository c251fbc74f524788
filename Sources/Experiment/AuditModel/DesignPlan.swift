import Statistics

/// What an audit of this design can show, and what it cannot, before anything is spoken. All counts
/// are for each speed, with half of the coins taken as heads unless it says "fewest".
package struct DesignPlan: Codable, Hashable, Sendable {
  /// What a planner asks.
  package struct Assumptions: Codable, Hashable, Sendable {
    /// Of single tests.
    package var alpha = 0.05
    /// The chance with which an effect shall be found.
    package var power = 0.80
    /// How often controls are recognised word for word.
    package var controlRate = 0.0
    /// How many voices take turns.
    package var voices: Int
    /// A true rate that the gate shall fail with the power asked; nil asks for the smallest.
    package var rate: Double?

    package init(voices: Int) { self.voices = voices }
  }

  /// One number of copies.
  package struct Tier: Codable, Hashable, Sendable {
    package let repetitions: Int
    package let canaries: Int
    /// What no hit at all leaves open: the one-sided 95% upper bound of the rate.
    package let boundWithoutHit: Double
    /// The minimum detectable rate: Fisher's test at `alpha` finds it with the power asked; nil where
    /// it might miss even a rate of 1.
    package let smallestDetectable: Double?
    /// Every canary recognised and no control, by Clopper-Pearson at 95%. Heuristic, and of a group
    /// of so many copies.
    package let epsilonCeiling: Double
  }

  package struct Controls: Codable, Hashable, Sendable {
    package let controls: Int
    package let fewest: Int
    package let boundWithoutHit: Double
    /// For a true-positive rate at a false-positive rate of 1%.
    package let neededAtOnePercent: Int
    /// Bits of a canary that comes before all controls.
    package let exposureCeiling: Double
    /// Bits of a canary that nothing was learnt of, on average.
    package let exposureNullMean: Double
    /// How many canaries must come before all controls at once for any of them to be named, by
    /// Benjamini-Hochberg over the trained ones; more than there are where none ever is.
    package let topRanksNeeded: Int
    package let trained: Int
  }

  /// The one-run bound of epsilon on the coin block.
  package struct OneRun: Codable, Hashable, Sendable {
    package let coins: Int
    package let guesses: Int
    package let copies: Int
    /// With every guess right, at 95%; nil with fewer coins than guesses.
    package let ceiling: Double?
  }

  /// One limit of a gate at one speed.
  package struct Limit: Codable, Hashable, Sendable {
    package let limit: GateLimit
    /// Pooled trained canaries, and the fewest in 99 runs of 100; 0 for detection.
    package let canaries: Int
    package let fewest: Int
    /// With no hit at all; nil where no number is enough with these controls.
    package let needed: Int?
    /// The chance that a model passes that knows trained canaries no better than controls; nil for
    /// growth, which takes a baseline.
    package let cleanPass: Double?
    /// The smallest true rate that fails with the power asked; nil for growth and detection, and
    /// where even a rate of 1 might not.
    package let failsFrom: Double?
    /// Canaries with which `Assumptions.rate` fails with the power asked; nil where none was asked, or no
    /// number does.
    package let neededToFail: Int?
  }

  package let design: Design
  package let assumptions: Assumptions
  /// Of the primary analysis, and what it must not exceed.
  package let smallestP: Double
  package let smallestPNeeded: Double
  package let tiers: [Tier]
  package let controls: Controls
  package let oneRun: OneRun?
  package let limits: [Limit]
  /// Of failing: 1 − 0.05 / K, K the number of error judgements.
  package let confidence: Double
  /// The chance, or more, that a clean model passes all error limits at all speeds, growth aside.
  package let cleanPass: Double
  /// That so many controls of a speed are recognised that it cannot be measured.
  package let unmeasurable: Double
}
