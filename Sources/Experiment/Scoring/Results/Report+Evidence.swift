import Statistics

/// What a report says beside the primary analysis. None of it decides the verdict.
extension Report {
  /// Does repetition cause it? Jonckheere-Terpstra by permutation among trained canaries only, all
  /// speeds together, by character accuracy.
  package struct TrendResult: Codable, Hashable, Sendable {
    package var observed: Double
    /// Mean over all deals: half of the pairs of unequal copies.
    package var expected: Double
    package var pValue: Double
    package var isExact: Bool
  }

  /// How well a score tells the trained canaries of one speed from its controls.
  package struct RankingResult: Codable, Hashable, Sendable {
    package var trained: Int
    package var controls: Int
    package var auc: Double
    /// DeLong's on the logit scale, 95%.
    package var aucInterval: Interval
    /// One-sided Mann-Whitney, which knows nothing of strata: a description.
    package var mannWhitney: Double
    package var isExact: Bool
    /// Hodges-Lehmann, in units of the score, above 0 where trained canaries score higher.
    package var shift: Double
    /// 95%; nil where the groups are too small for one.
    package var shiftInterval: Interval?
    /// At a false-positive rate of 1%, on the ROC's convex hull; nil under 100 controls.
    package var truePositiveRate: Double?
    /// Corners of the ROC's convex hull from (0, 0) to (1, 1).
    package var hull: [Corner]

    package struct Corner: Codable, Hashable, Sendable {
      package var falsePositiveRate: Double
      package var truePositiveRate: Double
    }
  }

  /// Which single canaries stand out at a speed: Benjamini-Hochberg over its trained canaries, with
  /// p = rank / (controls + 1).
  package struct DiscoveryResult: Codable, Hashable, Sendable {
    package var level: Double
    package var canaries: Int
    package var controls: Int
    package var discoveries: Int
    /// How many canaries must come before all controls at once for any of them to count.
    package var topRanksNeeded: Int
  }

  /// Lower bounds of epsilon at one speed, 95% each. A small one certifies nothing.
  package struct PrivacyResult: Codable, Hashable, Sendable {
    /// Nil without a coin block that the guesses, fixed in the ledger, fit in.
    package var oneRun: OneRun?
    /// Nil without trained canaries or controls.
    package var heuristic: Heuristic?

    /// Steinke, Nasr and Jagielski (2023), on the coin block only.
    package struct OneRun: Codable, Hashable, Sendable {
      package var canaries: Int
      /// Copies of a trained canary: the bound is for this group, a copy's share a part of it.
      package var copies: Int
      package var guessedTrained: Int
      package var guessedControls: Int
      package var correct: Int
      package var delta: Double
      package var epsilon: Double
      /// With every guess right.
      package var ceiling: Double
    }

    /// Not valid as a guarantee: canaries are not independent runs.
    package struct Heuristic: Codable, Hashable, Sendable {
      package var copies: Int
      /// From the exact rates of the tier with most copies and of the controls, by Clopper-Pearson.
      package var clopperPearson: Double
      package var clopperPearsonCeiling: Double
      /// -ln(1 - lower bound of the gap).
      package var stability: Double
    }
  }

  /// What the losses know, which an attacker with the model can see and one with transcripts cannot.
  package struct WhiteBoxResult: Codable, Hashable, Sendable {
    /// Which file and column the losses came from.
    package var source: String
    /// The reference model's, subtracted from each; nil where there was none.
    package var reference: String?
    /// Canaries left out here, for they have no finite loss on one side.
    package var missing: NamedCount
    /// One a speed, by minus the loss.
    package var speeds: [SpeedLosses]

    package struct SpeedLosses: Codable, Hashable, Sendable {
      package var speed: Double
      package var ranking: RankingResult
      /// Stratified permutation of the mean difference, as in the primary analysis.
      package var pValue: Double
      package var controlsMean: Double
      package var tiers: [TierLosses]
    }

    package struct TierLosses: Codable, Hashable, Sendable {
      package var repetitions: Int
      package var canaries: Int
      package var mean: Double
      package var auc: Double
    }
  }

  /// The same transcripts against those of a reference model that never saw the canaries: its
  /// accuracy is subtracted from each canary's, so that easy ones do not count as memorised.
  package struct CalibrationResult: Codable, Hashable, Sendable {
    /// Which file the reference model's transcripts came from.
    package var source: String
    /// Canaries left out here, for the reference model has no transcript of them.
    package var missing: NamedCount
    /// Stratified permutation test of the difference, weighed by copies as in the primary analysis.
    package var pValue: Double
    package var speeds: [RankedSpeed]
    /// What this costs beside the sped-up method, in a sentence.
    package var cost: String

    package struct RankedSpeed: Codable, Hashable, Sendable {
      package var speed: Double
      package var ranking: RankingResult
    }
  }
}
