/// An estimate of how much training on an utterance changes what a model makes of it (Feldman and Zhang, "What Neural
/// Networks Memorize and Why", 2020): the mean accuracy of the models that were trained on it minus that
/// of the models that were not.
package struct MemorizationEstimate: Hashable, Codable, Sendable {
  /// The difference of the means, in the unit of the accuracies. With accuracy = -loss it is in nats:
  /// training makes the text exp(value) times as probable.
  package let value: Double
  /// √(v_in/n_in + v_out/n_out); nil if no utterance has two models on a side.
  package let standardError: Double?

  package init(value: Double, standardError: Double?) {
    self.value = value
    self.standardError = standardError
  }

  /// The estimates of all utterances; nil for an utterance that lacks models of one kind.
  ///
  /// - Parameters:
  ///   - accuracies: `accuracies[model][utterance]`, higher is better; nil where there is none.
  ///   - inTraining: whether the model was trained on the utterance.
  package static func estimates(
    accuracies: [[Double?]], inTraining: [[Bool]], utterances: Int
  ) -> [MemorizationEstimate?] {
    var sides = [ReferenceStatistics.Sides](repeating: .init(), count: utterances)
    for (row, membership) in zip(accuracies, inTraining) {
      for utterance in 0..<utterances {
        guard let accuracy = row[utterance], accuracy.isFinite else { continue }
        if membership[utterance] {
          sides[utterance].in.add(accuracy)
        } else {
          sides[utterance].out.add(accuracy)
        }
      }
    }
    return estimates(sides)
  }

  /// The estimates from moments of accuracies. A side with one model takes the variance that is pooled
  /// over utterances.
  static func estimates(_ sides: [ReferenceStatistics.Sides]) -> [MemorizationEstimate?] {
    let pooled = (in: sides.map(\.in).pooledVariance, out: sides.map(\.out).pooledVariance)
    return sides.map { sides in
      guard sides.in.count > 0, sides.out.count > 0 else { return nil }
      let within = sides.in.variance ?? pooled.in ?? pooled.out
      let without = sides.out.variance ?? pooled.out ?? pooled.in
      var error: Double?
      if let within, let without {
        error =
          (within / Double(sides.in.count) + without / Double(sides.out.count)).squareRoot()
      }
      return MemorizationEstimate(value: sides.in.mean - sides.out.mean, standardError: error)
    }
  }
}

extension ReferenceStatistics {
  /// The memorization of each utterance in nats, by the references alone; nil for an utterance that lacks
  /// models of one kind.
  package var memorization: [MemorizationEstimate?] {
    // The accuracy is -loss, so the means change sides and the variances stay.
    MemorizationEstimate.estimates(losses).map { estimate in
      estimate.map { MemorizationEstimate(value: -$0.value, standardError: $0.standardError) }
    }
  }

  /// The utterances that the references memorise most, for an attack on the most exposed ones (Choi et
  /// al., "Why Train More?", 2023). The target's output plays no part: a choice by it would select what
  /// the attack then finds.
  ///
  /// - Parameters:
  ///   - share: the share of the candidates to keep, above 0 and at most 1.
  ///   - candidates: utterances among which to choose; those without an estimate are never kept.
  /// - Returns: the kept utterances in ascending order, at least one if any has an estimate.
  package func mostMemorized(share: Double, of candidates: [Int]) -> [Int] {
    let memorization = memorization
    let known = candidates.compactMap { utterance in
      memorization[utterance].map { (utterance, value: $0.value) }
    }
    let count = max(1, Int((share * Double(known.count)).rounded()))
    return known.sorted { ($1.value, $0.0) < ($0.value, $1.0) }.prefix(count).map(\.0).sorted()
  }
}
