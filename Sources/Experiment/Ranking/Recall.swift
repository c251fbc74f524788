import Statistics

/// The share of planted errors that the worst part of a ranking holds.
package struct Recall: Codable, Hashable, Sendable {
  /// The cut-offs that a result states, as shares of the ranking.
  package static let cutoffs = [0.01, 0.02, 0.05, 0.08, 0.1, 0.2]
  package static let confidence = 0.95

  package let kind: PlantedError.Kind
  /// The area under the ROC of the planted errors against the utterances without one.
  package let auc: Double
  package let aucInterval: Interval
  package let points: [Point]

  /// The recall at one cut-off.
  package struct Point: Codable, Hashable, Sendable {
    /// The worst share of the ranking, 0...1.
    package let share: Double
    package let found: Proportion
    /// Clopper and Pearson's interval of the recall.
    package let interval: Interval
  }

  /// - Parameters:
  ///   - order: the utterances, the worst first.
  ///   - planted: the utterances with an error of the kind.
  ///   - others: the utterances with an error of another kind. They are left out of the ranking, whose
  ///     first places they would take.
  /// - Returns: nil if no planted utterance is in the order, or no clean one.
  package init?(
    _ kind: PlantedError.Kind, _ order: [Int], planted: Set<Int>, others: Set<Int>
  ) {
    let order = order.filter { planted.contains($0) || !others.contains($0) }
    let places = order.indices.filter { planted.contains(order[$0]) }
    let clean = order.indices.filter { !planted.contains(order[$0]) }
    // An early place is a high score.
    guard
      let area = AUC(trained: places.map { -Double($0) }, controls: clean.map { -Double($0) })
    else { return nil }
    self.kind = kind
    auc = area.value
    aucInterval = area.interval(confidence: Self.confidence)
    points = Self.cutoffs.map { share in
      let last = Int((share * Double(order.count)).rounded())
      let found = Proportion(hits: places.count { $0 < last }, trials: places.count)
      return Point(
        share: share, found: found, interval: found.clopperPearson(confidence: Self.confidence))
    }
  }
}
