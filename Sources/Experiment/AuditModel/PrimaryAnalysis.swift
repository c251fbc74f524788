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

  /// What holds about whether training really used the canaries.
  package enum TrainingEvidence: String, CaseIterable, Codable, Sendable {
    /// Taken for granted; a negative report says so in its first line.
    case assumed
    /// Must be proven, or nothing is measurable.
    case proof
  }

  package init(normalizer: String, trainingEvidence: TrainingEvidence = .assumed) {
    self.normalizer = normalizer
    self.trainingEvidence = trainingEvidence
  }
}
