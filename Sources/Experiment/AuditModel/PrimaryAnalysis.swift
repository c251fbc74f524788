import RealModule

/// The analysis that alone decides detection. It is declared before training.
package struct PrimaryAnalysis: Codable, Hashable, Sendable {
  /// The two co-primary statistics. For a canary with r repetitions, *verbatim* weights an exact
  /// match by 1 + log2 r, and *partial* weights 1 − min(CER, 1) by `partialWeights`; controls have
  /// weight 0.
  package var statistics = ["verbatim", "partial"]
  /// The weights of the partial statistic, which are tested jointly; nil in ledgers of earlier
  /// versions, whose only weight is the repetitions.
  package var partialWeights: [PartialWeight]?
  /// The family-wise level of both tests, with Holm's correction.
  package var alpha = 0.05
  package var permutations = 9_999
  /// The name and version of the text normaliser, such as basic-1.
  package var normalizer: String
  /// The numbers of coin-block canaries that the one-run epsilon bound guesses to be trained and to
  /// be controls: those with the lowest and the highest error rates.
  package var epsilonGuesses = [20, 20]
  /// The fewest exact transcripts in the coin block with which the one-run bound guesses exactly
  /// these to be trained and abstains on all others; with fewer, `epsilonGuesses` applies. Nil in
  /// ledgers of earlier versions: always `epsilonGuesses`.
  package var epsilonFewestExact: Int?
  package var trainingEvidence: TrainingEvidence
  /// The number of checkpoints that will be scored and decided together; nil if none are declared.
  package var looks: Int?

  /// The largest number of looks that a ledger can declare. The permutation test has room for each of
  /// them with three weights.
  package static let mostLooks = 20

  /// The weight of an exact match: 1 + log2 r for r repetitions, 0 for a control.
  package static func verbatimWeight(_ repetitions: Int) -> Double {
    PartialWeight.log.value(repetitions)
  }

  /// The weight of a trained canary in the partial statistic.
  package enum PartialWeight: String, CaseIterable, Codable, Sendable {
    /// r for r repetitions: an effect that grows with every copy.
    case repetitions
    /// 1 + log2 r: an effect that grows with every doubling.
    case log
    /// 1: an effect that is equal in all tiers.
    case equal

    /// The weight of a canary with so many repetitions; 0 for a control.
    package func value(_ repetitions: Int) -> Double {
      guard repetitions > 0 else { return 0 }
      return switch self {
      case .repetitions: Double(repetitions)
      case .log: 1 + .log2(Double(repetitions))
      case .equal: 1
      }
    }
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

  /// The analysis that a new ledger declares.
  package init(normalizer: String, trainingEvidence: TrainingEvidence = .required) {
    self.normalizer = normalizer
    self.trainingEvidence = trainingEvidence
    partialWeights = PartialWeight.allCases
    epsilonFewestExact = 8
  }

  /// The first field whose value no analysis can use.
  var contradiction: (field: String, message: String)? {
    if let partialWeights,
      partialWeights.isEmpty || Set(partialWeights).count < partialWeights.count
    {
      return ("partial_weights", "expected one or more different weights")
    }
    guard epsilonFewestExact.map({ $0 > 0 }) ?? true else {
      return ("epsilon_fewest_exact", "expected a number above 0")
    }
    return nil
  }
}
