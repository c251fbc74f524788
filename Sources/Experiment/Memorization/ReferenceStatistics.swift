/// The statistics of the reference models for each utterance: moments of its loss and of its score under the
/// models that were trained on it (in) and under those that were not (out).
package struct ReferenceStatistics: Sendable {
  /// The moments of one quantity on both sides.
  package struct Sides: Hashable, Sendable {
    package internal(set) var `in` = Moments()
    package internal(set) var out = Moments()

    package init() {}
  }

  /// The moments of φ for each utterance.
  package let scores: [Sides]
  /// The moments of the loss in nats for each utterance.
  package let losses: [Sides]
  /// The mean over utterances of the mean φ on each side; 0 where no utterance has that side.
  package let scoreMeans: (in: Double, out: Double)
  /// The variances of φ within an utterance, pooled over utterances. A side without two models for
  /// any utterance takes the variance of the other side; nil if neither has one.
  package let scoreVariances: (in: Double, out: Double)?

  /// Variances of zero, as of models that are copies of one another, count as this number.
  private static let leastVariance = 1e-12

  package init(_ table: SubsetTable) {
    var scores = [Sides](repeating: Sides(), count: table.utterances)
    var losses = scores
    for model in 0..<table.models {
      for utterance in 0..<table.utterances {
        guard let loss = table.losses[model][utterance] else { continue }
        let score = LossScore.score(ofLoss: loss)
        if table.inTraining[model][utterance] {
          scores[utterance].in.add(score)
          losses[utterance].in.add(loss)
        } else {
          scores[utterance].out.add(score)
          losses[utterance].out.add(loss)
        }
      }
    }
    self.scores = scores
    self.losses = losses
    scoreMeans = (Self.mean(of: scores.map(\.in)), Self.mean(of: scores.map(\.out)))
    let (within, without) = (scores.map(\.in).pooledVariance, scores.map(\.out).pooledVariance)
    scoreVariances = (within ?? without).map { known in
      (max(within ?? known, Self.leastVariance), max(without ?? known, Self.leastVariance))
    }
  }

  private static func mean(of sides: [Moments]) -> Double {
    var moments = Moments()
    for side in sides where side.count > 0 { moments.add(side.mean) }
    return moments.mean
  }
}
