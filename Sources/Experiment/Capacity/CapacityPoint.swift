import Statistics

/// The result of one run of a capacity experiment.
package struct CapacityPoint: Encodable, Hashable, Sendable {
  /// The number of canaries of the ladder in the training data; 0 for the model without canaries.
  package let size: Int
  /// The number of these canaries that training left out, because the model cannot produce their text.
  package let leftOut: Int
  /// Exact transcripts of the canaries that the model was trained on.
  package let trained: Proportion
  /// Exact transcripts of the controls.
  package let controls: Proportion
  /// Exact transcripts of ordinary speech; nil without any.
  package let ordinary: Proportion?
  /// The rate of the trained canaries minus that of the controls, with Newcombe's interval at 95%; nil
  /// for size 0.
  package let gap: Gap?
  /// Pooled character error rates; nil without canaries.
  package let trainedCER: Double?
  package let controlCER: Double?
  /// The pooled word error rate of ordinary speech.
  package let ordinaryWER: Double?
  /// The mean exposure of the trained canaries among the controls by character error rate, in bits.
  package let exposure: Double?
  /// Nil without losses of this model and of the model without canaries.
  package let bits: Bits?
  /// Nil for size 0.
  package let outcome: Outcome?

  package struct Gap: Encodable, Hashable, Sendable {
    package let value: Double
    package let lower: Double
    package let upper: Double
  }

  /// The information about texts that training added, from the losses of this model and of the model
  /// without canaries: Σ max(0, loss without − loss with) / ln 2 (Morris et al. 2025).
  package struct Bits: Encodable, Hashable, Sendable {
    /// The mean over the trained canaries.
    package let perTrained: Double
    /// The mean over the controls: what training taught about canaries that it never saw.
    package let perControl: Double
    /// The number of trained canaries with both losses times the difference of the means, 0 or more.
    package let memorized: Double
  }

  package enum Outcome: String, Encodable, Sendable {
    /// The gap is at least 1 − tolerance, and so is the lower end of its interval.
    case memorized
    /// The gap is at least 1 − tolerance, and the lower end of its interval is below.
    case probablyMemorized = "probably-memorized"
    /// The gap is below 1 − tolerance, and the upper end of its interval is not.
    case probablyNot = "probably-not"
    /// The gap and the upper end of its interval are below 1 − tolerance.
    case not
  }

  /// Whether the gap is at least 1 − tolerance; nil for size 0.
  package var isMemorized: Bool? {
    outcome.map { $0 == .memorized || $0 == .probablyMemorized }
  }
}

extension CapacityPoint.Outcome {
  /// - Parameter tolerance: ζ, 0 to 1, exclusive.
  package init(_ gap: CapacityPoint.Gap, tolerance: Double) {
    // A rate such as 9/10 is not exactly 1 − 0.1.
    let least = 1 - tolerance - 1e-9
    if gap.value >= least {
      self = gap.lower >= least ? .memorized : .probablyMemorized
    } else {
      self = gap.upper >= least ? .probablyNot : .not
    }
  }
}
