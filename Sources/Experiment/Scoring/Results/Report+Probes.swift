import AuditModel
import Files
import Statistics

/// Further probes: the same canaries with altered sound.
extension Report {
  /// The results of further probes. They never decide the verdict.
  package struct ProbesResult: Codable, Hashable, Sendable {
    /// The file of the transcripts.
    package var source: String
    package var permutations: Int
    /// The families that the ledger declares; nil if it declares none.
    package var declaredFamilies: [ProbeFamily]?
    /// The kinds with transcripts, in the order of `probe`.
    package var kinds: [KindResult]
    /// The kinds of which no probe has a transcript.
    package var unanswered: [ProbeKind]
    /// Probes of the other kinds without a transcript.
    package var missing: NamedCount
    /// Rows that belong to no probe.
    package var unknown: NamedCount
    /// Nil if no sound without speech has a transcript.
    package var silence: SilenceResult?
  }

  /// The results of one family at one strength. All speeds are pooled.
  package struct KindResult: Codable, Hashable, Sendable {
    package var family: ProbeFamily
    package var strength: String
    /// Whether the ledger declares the family; if not, the kind is exploratory.
    package var isDeclared: Bool
    package var controls: GroupResult
    package var tiers: [ProbeTier]
    /// Trained canaries against controls; nil if either has no transcript.
    package var test: ProbeTest?
    /// The errors in the words of the check utterances with the same alteration, without hidden words;
    /// nil if none has a transcript.
    package var checkUtterances: ErrorRate?
    /// The transcripts of canaries and controls that differ from those of the probe set; nil unless the
    /// sound is unchanged.
    package var changedTranscripts: Proportion?
    /// The controls, then the tiers; nil unless words are hidden.
    package var masked: [MaskedGroup]?

    package var kind: ProbeKind { ProbeKind(family, strength) }
  }

  package struct ProbeTier: Codable, Hashable, Sendable {
    package var repetitions: Int
    package var trained: GroupResult
    /// The gap to the controls with its 95% Newcombe interval.
    package var exactGap: Gap
    package var nearGap: Gap
    @RateDifference package var characterGap: Double? = nil
    /// The 95% BCa bootstrap interval; nil with fewer than two canaries in a group.
    package var characterGapInterval: Interval?
  }

  /// A permutation test by the random assignment of the ledger. Its statistic is 1 − CER with the weights
  /// of the primary analysis, or whether the hidden words were written.
  package struct ProbeTest: Codable, Hashable, Sendable {
    /// The statistic in standard deviations above its mean without memorization.
    package var observed: Double
    /// Adjusted by the step-down maxT procedure for all declared kinds, or for all others.
    @Probability package var adjustedP: Double
    package var isExact: Bool
  }

  /// The numbers of probes by what stands at the place of hidden words. The four outcomes add up to the probes.
  package struct MaskedGroup: Codable, Hashable, Sendable {
    /// 0 for the controls.
    package var repetitions: Int
    package var probes: Int
    package var hiddenWords: Int
    package var otherCanary: Int
    package var neither: Int
    /// Probes whose visible words were not recognised.
    package var unanswered: Int

    package var answered: Int { probes - unanswered }
    /// The share of the answers that have the hidden words; nil without an answer.
    package var precision: Double? {
      answered == 0 ? nil : Double(hiddenWords) / Double(answered)
    }
  }

  /// The transcripts of sounds without speech.
  package struct SilenceResult: Codable, Hashable, Sendable {
    package var sounds: [SoundResult]
    /// The transcripts with three consecutive words of a trained canary, and of a control.
    package var withTrainedCanary: Int
    package var withControl: Int
    /// Nil unless a background text was given.
    package var sequences: SequenceResult?

    package struct SoundResult: Codable, Hashable, Sendable {
      /// The sound, such as `white noise`.
      package var sound: String
      package var nonEmpty: Proportion
    }

    /// Sequences of words in the transcripts that are in the training text.
    package struct SequenceResult: Codable, Hashable, Sendable {
      /// The number of words of a sequence.
      package var length: Int
      /// The different non-empty transcripts with a sequence of the injected training text.
      package var training: Proportion
      /// The same transcripts with a sequence of the background text.
      package var background: Proportion
      /// The p-value of Fisher's one-sided test of the two.
      @Probability package var fisher: Double
      /// The numbers of utterances in both texts.
      package var trainingUtterances: Int
      package var backgroundUtterances: Int
    }
  }
}
