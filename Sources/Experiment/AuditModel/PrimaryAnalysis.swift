import RealModule

/// The analysis that alone decides detection. It is declared before training.
package struct PrimaryAnalysis: Codable, Hashable, Sendable {
  /// The two co-primary statistics. For a canary with r repetitions, *verbatim* weights an exact
  /// match by 1 + log2 r, and *partial* weights 1 − min(CER, 1) by r; controls have weight 0.
  package var statistics = ["verbatim", "partial"]
  /// The family-wise level of both tests, with Holm's correction.
  package var alpha = 0.05
  package var permutations = 9_999
  /// The name and version of the text normaliser, such as basic-1.
  package var normalizer: String
  /// The numbers of coin-block canaries that the one-run epsilon bound guesses to be trained and to
  /// be controls.
  package var epsilonGuesses = [20, 20]
  package var trainingEvidence: TrainingEvidence

  /// The weight of an exact match: 1 + log2 r for r repetitions, 0 for a control.
  package static func verbatimWeight(_ repetitions: Int) -> Double {
    repetitions == 0 ? 0 : 1 + .log2(Double(repetitions))
  }

  /// The way in which the audit establishes that training used the canaries.
  package enum TrainingEvidence: String, CaseIterable, Codable, Sendable {
    /// The audit assumes it; the first line of a negative report says so.
    case assumed
    /// The audit requires evidence; without it the result is not measurable.
    case required

    /// Accepts `proof`, the name of `required` in files of format version 1.
    package init(from decoder: any Decoder) throws {
      let name = try decoder.singleValueContainer().decode(String.self)
      guard let value = name == "proof" ? .required : Self(rawValue: name) else {
        throw DecodingError.dataCorrupted(
          .init(codingPath: decoder.codingPath, debugDescription: "expected assumed or required"))
      }
      self = value
    }
  }

  package init(normalizer: String, trainingEvidence: TrainingEvidence = .required) {
    self.normalizer = normalizer
    self.trainingEvidence = trainingEvidence
  }
}
