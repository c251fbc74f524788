import Statistics

/// The power and the limits of a design, computed before anything is rendered. All counts are per
/// speed. They assume that half of the coins fall on heads, unless they are called "fewest".
package struct DesignPlan: Codable, Hashable, Sendable {
  /// The assumptions that a plan is computed under.
  package struct Assumptions: Codable, Hashable, Sendable {
    /// The level of single tests.
    package var alpha = 0.05
    /// The required power: the probability of finding an effect.
    package var power = 0.80
    /// The exact-match rate of controls, 0...1.
    package var controlRate = 0.0
    /// The number of voices, which take turns.
    package var voices: Int
    /// A true rate that the gate must fail with the required power; nil asks for the smallest.
    package var rate: Double?

    package init(voices: Int) { self.voices = voices }
  }

  /// The trained canaries with one number of repetitions.
  package struct Tier: Codable, Hashable, Sendable {
    package let repetitions: Int
    package let canaries: Int
    /// The one-sided 95% upper bound of the rate at zero hits.
    package let boundWithoutHit: Double
    /// The minimum detectable rate: Fisher's test at `alpha` finds it with the required power; nil if
    /// even a rate of 1 might be missed.
    package let smallestDetectable: Double?
    /// The Clopper-Pearson bound of epsilon at 95% if every canary and no control is recognised.
    /// Heuristic, and for a group of as many copies as the tier has repetitions.
    package let epsilonCeiling: Double
  }

  package struct Controls: Codable, Hashable, Sendable {
    package let controls: Int
    package let fewest: Int
    package let boundWithoutHit: Double
    /// The controls needed for a true-positive rate at a false-positive rate of 1%.
    package let neededAtOnePercent: Int
    /// The exposure in bits of a canary that ranks before all controls.
    package let exposureCeiling: Double
    /// The mean exposure in bits of a canary that the model never learnt.
    package let exposureNullMean: Double
    /// The number of canaries that must rank before all controls for any of them to be named, by
    /// Benjamini-Hochberg over the trained canaries; more than `trained` if none can be named.
    package let topRanksNeeded: Int
    package let trained: Int
  }

  /// The one-run bound of epsilon on the coin block.
  package struct OneRun: Codable, Hashable, Sendable {
    package let coins: Int
    /// The number of guesses in the ledger, which need as many coins.
    package let rankedGuesses: Int
    /// The number of guesses that reach `ceiling`: those of the ledger, or half of the coins if the
    /// ledger guesses exact transcripts and the model writes out every trained canary.
    package let guesses: Int
    package let copies: Int
    /// The bound at 95% if every guess is correct; nil if no rule can make its guesses.
    package let ceiling: Double?
  }

  /// One limit of a gate at one speed.
  package struct Limit: Codable, Hashable, Sendable {
    package let limit: GateLimit
    /// The pooled trained canaries, and the fewest in 99 of 100 draws; 0 for detection.
    package let canaries: Int
    package let fewest: Int
    /// The canaries needed to pass with zero hits; nil if no number is enough with these controls.
    package let needed: Int?
    /// The probability that a model without memorization passes; nil for growth, which needs a
    /// baseline.
    package let cleanPass: Double?
    /// The smallest true rate that fails with the required power; nil for growth and detection, and
    /// if even a rate of 1 might pass.
    package let failsFrom: Double?
    /// The canaries with which `Assumptions.rate` fails with the required power; nil without such a
    /// rate, or if no number is enough.
    package let neededToFail: Int?
  }

  package let design: Design
  package let assumptions: Assumptions
  /// The smallest possible p-value of the primary analysis, and the largest that may be needed.
  package let smallestP: Double
  package let smallestPNeeded: Double
  package let tiers: [Tier]
  package let controls: Controls
  package let oneRun: OneRun?
  package let limits: [Limit]
  /// The confidence of the bounds that fail a limit: 1 − 0.05 / K for K error judgements.
  package let confidence: Double
  /// A lower bound of the probability that a clean model passes all error limits at all speeds, growth
  /// excluded.
  package let cleanPass: Double
  /// The probability that so many controls of a speed are recognised that it is not measurable.
  package let unmeasurable: Double
}
