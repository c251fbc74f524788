import Statistics

extension Report {
  /// Properties of canaries that separate trained canaries from controls without any model. A random
  /// assignment leaves none.
  package struct BlindBaseline: Codable, Hashable, Sendable {
    package var features: [Feature]

    package struct Feature: Codable, Hashable, Sendable {
      /// `duration`, `word count`, `voice`, `loudness` or `position`.
      package var name: String
      /// The area under the ROC curve of the feature; for voices that of the voice which separates
      /// best.
      @Probability package var auc: Double
      /// The p-value of a two-sided permutation test, with Holm's correction for all features.
      @Probability package var adjustedP: Double
    }
  }
}
