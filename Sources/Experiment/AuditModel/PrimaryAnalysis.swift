import RealModule

/// What decides detection, fixed before training.
package struct PrimaryAnalysis: Codable, Hashable, Sendable {
  /// Co-primary: *verbatim* weighs an exact match 1 + log2 r, *partial* weighs 1 − min(CER, 1) by
  /// r, where r is how often a canary was trained on; controls weigh nothing.
  package var statistics = ["verbatim", "partial"]
  /// Of both together, by Holm's method.
  package var alpha = 0.05
  package var permutations = 9_999
  /// Name and version, such as basic-1.
  package var normalizer: String
  /// Canaries of the coin block that the one-run epsilon bound guesses as trained and as controls.
  package var epsilonGuesses = [20, 20]
  package var trainingEvidence: TrainingEvidence

  /// What an exact match of a canary with so many copies weighs: 1 + log2 r, and 0 for a control.
  package static func verbatimWeight(_ repetitions: Int) -> Double {
    repetitions == 0 ? 0 : 1 + .log2(Double(repetitions))
  }

  /// How the audit establishes that training used the canaries.
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

  package init(normalizer: String, trainingEvidence: TrainingEvidence = .assumed) {
    self.normalizer = normalizer
    self.trainingEvidence = trainingEvidence
  }
}
