import Files
import Statistics

/// A promised epsilon and the one-run bounds beside it.
extension Report {
  /// The promise of the training (`score --promised-epsilon`) and what the audit says about it.
  package struct PromiseResult: Codable, Hashable, Sendable {
    /// The promise for one utterance.
    package var epsilon: Double
    @Probability package var delta: Double
    package var conclusion: Conclusion
    /// The confidence of each bound: 95%, corrected for the number of speeds (Bonferroni).
    @Probability package var confidence: Double
    /// The guarantee that follows for all copies of a canary, for the repetitions of each tier.
    package var groups: [Group]
    /// The bounds at the speeds with enough coins.
    package var bounds: [Bound]

    package enum Conclusion: String, Codable, Sendable {
      /// No bound exceeds the promise. This does not show that the promise is kept.
      case consistent
      /// At least one bound exceeds the promise.
      case violated
      /// There is no bound, because no coin block has enough canaries.
      case untested
    }

    package struct Group: Codable, Hashable, Sendable {
      package var copies: Int
      package var epsilon: Double
      /// 1 promises nothing.
      @Probability package var delta: Double
    }

    /// The one-run bound of a speed at the delta of a group of `copies`.
    package struct Bound: Codable, Hashable, Sendable {
      package var speed: Double
      /// The repetitions of a trained canary of the coin block.
      package var copies: Int
      /// The promise for a group of so many copies.
      package var epsilon: Double
      @Probability package var delta: Double
      package var canaries: Int
      package var guesses: Int
      package var correct: Int
      package var lowerBound: Double
      /// The bound that a model would get if every guess were correct.
      package var ceiling: Double

      package var isViolated: Bool { lowerBound > epsilon }
      /// False if no model could contradict the promise at this speed.
      package var canBeViolated: Bool { ceiling > epsilon }
    }

    /// The conclusion that follows from the bounds.
    static func conclusion(_ bounds: [Bound]) -> Conclusion {
      bounds.isEmpty ? .untested : bounds.contains(where: \.isViolated) ? .violated : .consistent
    }

    /// Throws if the bounds contradict themselves or the conclusion.
    func checkConsistency() throws(Problem) {
      guard epsilon >= 0, bounds.allSatisfy({ $0.epsilon >= 0 && $0.lowerBound >= 0 }) else {
        throw contradiction("has an epsilon below 0")
      }
      for bound in bounds {
        guard 0...(1 << 40) ~= bound.canaries, 0...bound.canaries ~= bound.guesses,
          0...bound.guesses ~= bound.correct
        else { throw contradiction("has more guesses than canaries") }
      }
      guard conclusion == Self.conclusion(bounds) else {
        throw contradiction("has bounds that contradict its conclusion")
      }
    }

    private func contradiction(_ message: String) -> Problem {
      Problem(
        .badData, message, field: "promise",
        hint: "the file may have been edited; score the transcripts again to restore it")
    }
  }
}

extension Report.PromiseResult {
  /// The conclusion in a sentence.
  package var sentence: String {
    let promise =
      "The promised epsilon of \(trimmed(epsilon)) at delta \(trimmed(delta)) for one utterance"
    return switch conclusion {
    case .violated: "\(promise) is VIOLATED: a lower bound of this audit exceeds it."
    case .untested: "\(promise) is untested, because no coin block has enough canaries."
    case .consistent:
      "\(promise) is consistent with this audit"
        + (bounds.contains(where: \.canBeViolated)
          ? ", which does not show that it is kept."
          : ", but no model could contradict it with so few canaries and so many copies.")
    }
  }
}
