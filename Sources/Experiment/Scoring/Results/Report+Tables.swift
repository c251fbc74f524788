import AuditModel
import Statistics

/// The results of the tests and the tables of each speed.
extension Report {
  package struct PrimaryAnalysisResult: Codable, Hashable, Sendable {
    @Probability package var alpha: Double
    package var permutations: Int
    @Probability package var smallestAttainable: Double
    package var verbatim: StatisticResult
    package var partial: StatisticResult
  }

  package struct StatisticResult: Codable, Hashable, Sendable {
    /// The sum over trained canaries, with the first weight if there are several.
    package var observed: Double
    /// The mean over all relabelings, which is the expectation without memorization.
    package var expected: Double
    @Probability package var pValue: Double
    @Probability package var holm: Double
    package var rejected: Bool
    /// True if the p-value comes from all relabelings, and not from a sample; nil in reports of
    /// early versions.
    package var isExact: Bool?
    /// The weights of the partial statistic if the ledger declares them. `pValue` is then the
    /// smallest of their adjusted p-values.
    package var weights: [WeightResult]?
  }

  /// The partial statistic with one of its weights.
  package struct WeightResult: Codable, Hashable, Sendable {
    package var weight: PrimaryAnalysis.PartialWeight
    package var observed: Double
    package var expected: Double
    /// The p-value, adjusted for the number of weights (maxT).
    @Probability package var adjustedP: Double
  }

  package struct SpeedResult: Codable, Hashable, Sendable {
    package var speed: Double
    package var controls: GroupResult
    /// The one-sided 95% upper bound of the controls' exact rate.
    @Probability package var controlsUpperBound: Double
    package var tiers: [TierResult]
    package var tracers: GroupResult?
    /// The trained canaries and the controls of this speed at natural speed.
    package var naturalSpeedProbes: NaturalSpeedResult?
    /// The ranking of all trained canaries and the controls by character accuracy; nil if a group
    /// is empty.
    package var ranking: RankingResult?
    package var discoveries: DiscoveryResult?
    package var privacy: PrivacyResult?
  }

  package struct NaturalSpeedResult: Codable, Hashable, Sendable {
    package var trained: GroupResult
    package var controls: GroupResult
  }

  /// The results of a group of canaries.
  package struct GroupResult: Codable, Hashable, Sendable {
    package var exact: Proportion
    package var near: Proportion
    /// The transcripts that are an exact match or contain their whole reference; nil if they are the
    /// exact matches.
    package var containing: Proportion?
    /// The transcripts with a BLEU above `BLEU.approximate`; nil in reports of early versions.
    package var approximate: Proportion?
    /// The mean of 1 − CER, clamped at 0 for each canary; nil for an empty group.
    @Probability package var meanCharacterAccuracy: Double? = nil
    @Probability package var meanWordAccuracy: Double? = nil
    /// The pooled errors of the group; nil for an empty group and in reports of early versions.
    package var characterErrors: ErrorRate?
    package var wordErrors: ErrorRate?
  }

  package struct TierResult: Codable, Hashable, Sendable {
    package var repetitions: Int
    package var trained: GroupResult
    /// The 95% Clopper-Pearson interval of the trained canaries' exact rate.
    package var exactInterval: Interval
    /// The gap to the controls with its 95% Newcombe interval.
    package var exactGap: Gap
    package var nearGap: Gap
    @RateDifference package var characterGap: Double? = nil
    /// The 95% BCa bootstrap interval; nil with fewer than two canaries in a group.
    package var characterGapInterval: Interval?
    @RateDifference package var wordGap: Double? = nil
    /// The p-value of Fisher's one-sided test of exact matches against the controls.
    @Probability package var fisher: Double
    /// `fisher`, adjusted by Holm over all tiers and speeds.
    @Probability package var fisherHolm: Double
    /// Nil without a trained canary or a control.
    package var exposure: ExposureResult?
    /// The AUC of character accuracy against the controls.
    @Probability package var auc: Double? = nil
    /// The minimum detectable effect: the smallest true exact rate that this number of canaries
    /// shows with a probability of 80% (Fisher at 0.05, controls never recognised); nil if none
    /// does.
    @Probability package var smallestDetectable: Double? = nil
  }

  package struct Gap: Codable, Hashable, Sendable {
    /// Nil if a group is empty.
    @RateDifference package var estimate: Double? = nil
    package var interval: Interval
  }

  package struct ExposureResult: Codable, Hashable, Sendable {
    /// The mean over the tier's canaries, in bits, by CER among the controls; a tie ranks below the
    /// control.
    package var mean: Double
    /// The expectation without memorization.
    package var nullMean: Double
    package var ceiling: Double
    /// The mean in bits by a skew-normal fitted to the controls, without a ceiling; nil if all
    /// controls have the same score.
    package var extrapolated: Double?
    /// The largest distance between the controls' distribution and the fit, 0...1.
    @Probability package var misfit: Double? = nil
  }
}
