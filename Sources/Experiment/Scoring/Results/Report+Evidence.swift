import Statistics

/// Results beside the primary analysis. None of them decides the verdict.
extension Report {
  /// The trend with repetitions: a Jonckheere-Terpstra permutation test of character accuracy among
  /// trained canaries, all speeds together.
  package struct TrendResult: Codable, Hashable, Sendable {
    package var observed: Double
    /// The mean over all relabelings: half of the pairs with unequal repetitions.
    package var expected: Double
    @Probability package var pValue: Double
    package var isExact: Bool
  }

  /// The separation of the trained canaries of one speed from its controls by a score.
  package struct RankingResult: Codable, Hashable, Sendable {
    package var trained: Int
    package var controls: Int
    @Probability package var auc: Double
    /// DeLong's 95% interval on the logit scale.
    package var aucInterval: Interval
    /// The p-value of a one-sided Mann-Whitney test. It ignores the randomisation blocks, so it is
    /// only descriptive.
    @Probability package var mannWhitney: Double
    package var isExact: Bool
    /// The Hodges-Lehmann shift in units of the score, above 0 where trained canaries score higher.
    package var shift: Double
    /// The 95% interval of the shift; nil if the groups are too small.
    package var shiftInterval: Interval?
    /// The rate at a false-positive rate of 1%, on the ROC's convex hull; nil below 100 controls.
    @Probability package var truePositiveRate: Double? = nil
    /// The corners of the ROC's convex hull from (0, 0) to (1, 1).
    package var hull: [Corner]

    package struct Corner: Codable, Hashable, Sendable {
      @Probability package var falsePositiveRate: Double
      @Probability package var truePositiveRate: Double
    }
  }

  /// The number of single canaries that stand out at a speed: Benjamini-Hochberg over its trained
  /// canaries, with p = rank / (controls + 1).
  package struct DiscoveryResult: Codable, Hashable, Sendable {
    @Probability package var level: Double
    package var canaries: Int
    package var controls: Int
    package var discoveries: Int
    /// The number of canaries that must rank above all controls before any of them is a discovery.
    package var topRanksNeeded: Int
  }

  /// 95% lower bounds of epsilon at one speed. A small bound does not certify privacy.
  package struct PrivacyResult: Codable, Hashable, Sendable {
    /// Nil without a coin block that is large enough for the number of guesses in the ledger.
    package var oneRun: OneRun?
    /// Nil in reports of earlier versions and for ledgers of earlier versions.
    package var gaussian: Gaussian?
    /// Nil without trained canaries or controls.
    package var heuristic: Heuristic?

    /// The bound of Steinke, Nasr and Jagielski (2023), from the coin block only.
    package struct OneRun: Codable, Hashable, Sendable {
      package var canaries: Int
      /// The repetitions of a trained canary. The bound holds for the group of all its copies.
      package var copies: Int
      package var guessedTrained: Int
      package var guessedControls: Int
      package var correct: Int
      @Probability package var delta: Double
      package var epsilon: Double
      /// The bound that a model would get if it gave away every trained canary.
      package var ceiling: Double
      /// The rule that chose the guesses; nil in reports of earlier versions, which have ranked ones.
      package var rule: Rule?

      package enum Rule: String, Codable, Sendable {
        /// Every canary with an exact transcript is guessed to be trained; no other guess is made.
        case exactTranscripts = "exact_transcripts"
        /// The canaries with the lowest error rates are guessed to be trained, those with the highest
        /// to be controls.
        case ranked
      }
    }

    /// The bound of Mahloujifar, Melis and Chaudhuri (2024) from ranked guesses. It holds only if the
    /// training has a Gaussian trade-off function.
    package struct Gaussian: Codable, Hashable, Sendable {
      package var canaries: Int
      package var copies: Int
      package var guesses: Int
      package var correct: Int
      /// The lower bound of the parameter μ of Gaussian differential privacy.
      package var mu: Double
      @Probability package var delta: Double
      /// The epsilon that μ implies at `delta`.
      package var epsilon: Double
      /// The bound if every guess were correct.
      package var ceiling: Double
    }

    /// Bounds that treat canaries as independent runs, which they are not: no guarantee.
    package struct Heuristic: Codable, Hashable, Sendable {
      package var copies: Int
      /// The Clopper-Pearson bound from the exact rates of the controls and the tier with the most
      /// repetitions.
      package var clopperPearson: Double
      package var clopperPearsonCeiling: Double
      /// −ln(1 − lower bound of the gap).
      package var stability: Double
    }
  }

  /// The separation by losses, which need access to the model and not only to its transcripts.
  package struct WhiteBoxResult: Codable, Hashable, Sendable {
    /// The file and column of the losses.
    package var source: String
    /// The file and column of the reference model's losses, which are subtracted; nil without one.
    package var reference: String?
    /// Canaries without a finite loss of both models, which are left out.
    package var missing: NamedCount
    /// The results of each speed, by minus the loss.
    package var speeds: [SpeedLosses]
    /// Extraction by sampling; nil if a loss is negative, and in reports of early versions.
    package var extraction: [SpeedExtraction]?

    package struct SpeedLosses: Codable, Hashable, Sendable {
      package var speed: Double
      package var ranking: RankingResult
      /// The p-value of a permutation test of the mean difference, stratified as the primary
      /// analysis.
      @Probability package var pValue: Double
      package var controlsMean: Double
      package var tiers: [TierLosses]
    }

    package struct TierLosses: Codable, Hashable, Sendable {
      package var repetitions: Int
      package var canaries: Int
      package var mean: Double
      @Probability package var auc: Double
    }

    package struct SpeedExtraction: Codable, Hashable, Sendable {
      package var speed: Double
      /// The controls (0 repetitions) and the tiers that have losses.
      package var groups: [GroupExtraction]
    }

    /// The losses of a group as negative log-likelihoods of its texts.
    package struct GroupExtraction: Codable, Hashable, Sendable {
      package var repetitions: Int
      /// The median loss in bits.
      package var medianBits: Double
      /// The canaries that come out within a number of samples with at least an even chance.
      package var within100: Proportion
      package var within10000: Proportion
      package var within1000000: Proportion
    }
  }

  /// The transcripts compared with those of a reference model that never saw the canaries. Its
  /// accuracy is subtracted for each canary, so that easy ones do not count as memorised.
  package struct CalibrationResult: Codable, Hashable, Sendable {
    /// The file of the reference model's transcripts.
    package var source: String
    /// Canaries without a transcript of the reference model, which are left out.
    package var missing: NamedCount
    /// The p-value of a permutation test of the difference, stratified and weighted by repetitions
    /// as the primary analysis.
    @Probability package var pValue: Double
    package var speeds: [RankedSpeed]
    /// The cost of this method, in a sentence.
    package var cost: String
    /// The gain by subtraction and by a regression on the reference model's accuracy; nil in reports of
    /// earlier versions, and if one of the two accuracies does not vary.
    package var adjustment: Adjustment?

    /// Three measures of trained canaries against controls.
    package struct Adjustment: Codable, Hashable, Sendable {
      /// The accuracy that the model gains for each point of the reference model's, within the groups in
      /// which labels were assigned.
      package var slope: Double
      /// The correlation of the two accuracies within these groups, −1...1.
      package var correlation: Double
      /// The factor by which more canaries would be needed for the same power without the regression;
      /// nil if the reference model's accuracy explains all of the model's.
      package var powerGain: Double?
      package var accuracy: Measure
      /// The accuracy minus that of the reference model: the difference in differences.
      package var difference: Measure
      /// The accuracy minus `slope` times that of the reference model.
      package var adjusted: Measure
    }

    package struct Measure: Codable, Hashable, Sendable {
      /// The mean of trained canaries minus that of controls, within groups.
      package var estimate: Double
      package var standardError: Double
      /// One-sided p-value of the permutation test weighted by repetitions.
      @Probability package var pValue: Double
    }

    package struct RankedSpeed: Codable, Hashable, Sendable {
      package var speed: Double
      package var ranking: RankingResult
    }
  }
}
