import Statistics

/// The cause of a difference between trained canaries and controls, as far as the recombined controls
/// show it.
package enum Attribution: String, CaseIterable, Codable, Sendable {
  /// The model has memorised utterances; nothing shows that it learnt words.
  case utterances
  /// The model has learnt words at the speeds of the canaries; nothing shows that it memorised
  /// utterances.
  case words
  case utterancesAndWords = "utterances_and_words"
  /// Nothing shows that the model memorised utterances or learnt words.
  case neither

  init(utterances: Bool, words: Bool) {
    self =
      switch (utterances, words) {
      case (true, true): .utterancesAndWords
      case (true, false): .utterances
      case (false, true): .words
      case (false, false): .neither
      }
  }

  /// Whether the recombined controls show that utterances were memorised.
  package var showsUtterances: Bool { self == .utterances || self == .utterancesAndWords }
}

extension Report {
  /// The comparison of canaries with recombined controls, which have the same words in another order.
  /// A model that learns words recognises both equally well; a model that memorises utterances
  /// recognises the trained order better.
  package struct AttributionResult: Codable, Hashable, Sendable {
    package var conclusion: Attribution
    /// The family-wise level of the two statistics of each test.
    @Probability package var alpha: Double
    package var permutations: Int
    /// Trained canaries against their own recombined controls.
    package var utterances: Test
    /// The recombined controls of trained canaries against those of controls.
    package var words: Test
    package var speeds: [SpeedResult]

    /// A permutation test of the two statistics of the primary analysis, with Holm's correction.
    package struct Test: Codable, Hashable, Sendable {
      @Probability package var smallestAttainable: Double
      package var verbatim: StatisticResult
      package var partial: StatisticResult

      package var rejected: Bool { verbatim.rejected || partial.rejected }
      /// The smaller adjusted p-value.
      package var pValue: Double { min(verbatim.holm, partial.holm) }
    }

    package struct SpeedResult: Codable, Hashable, Sendable {
      package var speed: Double
      /// The controls with their recombined controls, then each tier.
      package var groups: [PairedGroup]
    }

    /// The canaries with one number of repetitions and their recombined controls. Pairs without a
    /// transcript of both are left out.
    package struct PairedGroup: Codable, Hashable, Sendable {
      /// 0 for the controls.
      package var repetitions: Int
      package var canaries: GroupResult
      package var recombined: GroupResult
      /// The exact rate of the canaries minus that of the recombined controls, with Newcombe's 95%
      /// interval for pairs.
      package var exactGap: Gap
      /// The mean difference of 1 − CER; nil without pairs.
      @RateDifference package var characterGap: Double? = nil
      /// The 95% BCa bootstrap interval over pairs; nil with fewer than 20.
      package var characterGapInterval: Interval?
      /// The recombined controls whose transcript is the text of their canary.
      package var transcribedAsCanary: Int
    }
  }
}
