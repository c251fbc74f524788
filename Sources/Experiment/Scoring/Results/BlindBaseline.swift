import Statistics

extension Report {
  /// Whether properties of canaries separate trained canaries from controls without any model. A random
  /// assignment leaves none.
  package struct BlindBaseline: Codable, Hashable, Sendable {
    /// All features that were tested. Reports of earlier versions have only those that separate.
    package var features: [Feature]
    /// The number of canaries whose sounds were compared; nil if none were.
    package var sounds: Sounds?

    package struct Sounds: Codable, Hashable, Sendable {
      package var trained: Int
      package var controls: Int
    }

    /// The features that separate.
    package var separating: [Feature] { features.filter(\.separates) }

    package struct Feature: Codable, Hashable, Sendable {
      /// `duration`, `word count`, `voice`, `loudness`, `position`, `nearest sound` (whether the most
      /// similar other canary is a trained one) or `sound classifier`.
      package var name: String
      /// The area under the ROC curve of the feature; for voices that of the voice which separates
      /// best.
      @Probability package var auc: Double
      /// The p-value of a two-sided permutation test, with Holm's correction for all features.
      @Probability package var adjustedP: Double

      /// True if the feature separates at the level of the blind baseline, 0.001.
      package var separates: Bool { adjustedP <= Scorer.blindLevel }
    }
  }
}
