/// A rule by which training can lose an utterance. The raw values name the rules in JSON; those of
/// filters are the keys of a profile.
package enum SurvivalRule: String, CaseIterable, Sendable {
  case minDuration = "min_duration"
  case maxDuration = "max_duration"
  case minTokens = "min_tokens"
  case maxTokens = "max_tokens"
  case minWords = "min_words"
  case minCharacters = "min_characters"
  case maxCharacters = "max_characters"
  case minCharactersPerSecond = "min_characters_per_second"
  case maxCharactersPerSecond = "max_characters_per_second"
  case maxTokensPerSecond = "max_tokens_per_second"
  case minTokensPerFrame = "min_tokens_per_frame"
  case maxTokensPerFrame = "max_tokens_per_frame"
  case minFeatureFrames = "min_feature_frames"
  case minOutputFrames = "min_output_frames"
  case minFrameSurplus = "min_frame_surplus"
  case maxEqualTexts = "max_equal_texts"
  /// The profile does not state all filters.
  case otherFilters = "other_filters"
  /// The tokenizer has no token for a character.
  case tokenizer
  /// The audio has fewer output frames than CTC needs.
  case ctcLength = "ctc_length"
  /// Kaldi needs an alignment of every utterance.
  case alignment
  /// SpecAugment masks most of the utterance.
  case timeMasks = "time_masks"
  /// The training manifest does not have the canary.
  case manifest

  /// True if silence at the ends can satisfy the rule.
  package var isSatisfiedByPadding: Bool {
    switch self {
    case .minDuration, .maxCharactersPerSecond, .maxTokensPerSecond, .maxTokensPerFrame,
      .minFeatureFrames, .minOutputFrames, .minFrameSurplus, .ctcLength, .timeMasks:
      true
    case .maxDuration, .minTokens, .maxTokens, .minWords, .minCharacters, .maxCharacters,
      .minCharactersPerSecond, .minTokensPerFrame, .maxEqualTexts, .otherFilters, .tokenizer,
      .alignment, .manifest:
      false
    }
  }

  /// True if the rule depends on the number of copies, which controls do not have. Such a rule cannot
  /// hit trained canaries and controls equally.
  package var dependsOnRole: Bool { self == .maxEqualTexts || self == .manifest }
}

/// The effect of a rule on one utterance.
package struct Finding: Hashable, Sendable {
  package enum Effect: String, Sendable {
    case drops, risks, unknown
  }

  package let rule: SurvivalRule
  package let effect: Effect
  /// The reason in words, such as `0.62 s is below 1 s`.
  package let detail: String
  /// The file of the toolkit that has the rule; nil if the profile names none.
  package let source: String?
  /// The factor of the speed-perturbed copy that the rule hits; nil for the utterance itself.
  package var factor: Double?

  package init(
    _ rule: SurvivalRule, _ effect: Effect, _ detail: String, source: String? = nil
  ) {
    self.rule = rule
    self.effect = effect
    self.detail = detail
    self.source = source
  }

  /// The reason with the copy that it is about.
  package var sentence: String {
    factor.map { "the \(speedText($0)) copy: \(detail)" } ?? detail
  }
}
