/// The keys of a profile that state a filter or a property of the recipe.
package enum ProfileKey: String, CaseIterable, Sendable {
  // Filters: an utterance that breaks one of them is not trained on.
  case minDuration = "min_duration"
  case maxDuration = "max_duration"
  case durationBounds = "duration_bounds"
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
  case otherFilters = "other_filters"
  // The model and its loss.
  case loss
  case zeroInfinity = "zero_infinity"
  case sampleRate = "sample_rate"
  case featureFrames = "feature_frames"
  case frameShift = "frame_shift"
  case subsampling
  case addedTokens = "added_tokens"
  case lostOutputFrames = "lost_output_frames"
  // Augmentation.
  case speedFactors = "speed_factors"
  case speedSelection = "speed_selection"
  case speedOrder = "speed_order"
  case timeMasks = "time_masks"
  case timeMaskFrames = "time_mask_frames"
  case timeMaskShare = "time_mask_share"
  case timeMaskStart = "time_mask_start"
  case timeMaskUnit = "time_mask_unit"
  case timeMaskCap = "time_mask_cap"
  // The length of the training.
  case epochs

  /// The filters that are known to be absent if the profile states `other_filters: none`.
  static let filters: [ProfileKey] = [
    .minDuration, .maxDuration, .minTokens, .maxTokens, .minWords, .minCharacters, .maxCharacters,
    .minCharactersPerSecond, .maxCharactersPerSecond, .maxTokensPerSecond, .minTokensPerFrame,
    .maxTokensPerFrame, .minFeatureFrames, .minOutputFrames, .minFrameSurplus, .maxEqualTexts,
  ]
}
