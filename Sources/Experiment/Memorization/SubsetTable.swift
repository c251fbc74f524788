/// The losses of utterances under reference models, each of which was trained on a known subset of the
/// utterances.
package struct SubsetTable: Sendable {
  /// `losses[model][utterance]` in nats; nil where a model has no finite loss.
  package let losses: [[Double?]]
  /// `inTraining[model][utterance]`: whether the model was trained on the utterance.
  package let inTraining: [[Bool]]
  /// The number of utterances.
  package let utterances: Int

  package var models: Int { losses.count }

  /// Losses whose magnitude exceeds this number count as missing, because sums of their squares could
  /// overflow.
  package static let largestLoss = 1e30

  /// Losses that are NaN or too large count as missing.
  ///
  /// - Precondition: all rows have `utterances` entries.
  package init(losses: [[Double?]], inTraining: [[Bool]], utterances: Int) {
    precondition(losses.count == inTraining.count, "\(losses.count), \(inTraining.count) models")
    precondition(
      losses.allSatisfy { $0.count == utterances }
        && inTraining.allSatisfy { $0.count == utterances },
      "each model needs \(utterances) utterances")
    self.losses = losses.map { row in row.map(Self.known) }
    self.inTraining = inTraining
    self.utterances = utterances
  }

  /// Returns a loss unless it counts as missing.
  package static func known(_ loss: Double?) -> Double? {
    loss.flatMap { abs($0) <= largestLoss ? $0 : nil }
  }

  /// Returns the table of some models, in the given order.
  package func selecting(_ models: [Int]) -> SubsetTable {
    SubsetTable(
      losses: models.map { losses[$0] }, inTraining: models.map { inTraining[$0] },
      utterances: utterances)
  }

  /// The share of the utterances that a model was trained on; nil without utterances.
  package func share(ofModel model: Int) -> Double? {
    utterances == 0
      ? nil : Double(inTraining[model].count { $0 }) / Double(utterances)
  }
}
