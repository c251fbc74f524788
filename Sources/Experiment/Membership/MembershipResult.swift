import Memorization

/// The object `membership` of an `analysis.json`.
package struct MembershipResult: Codable, Hashable, Sendable {
  package let records: MembershipRecords
  /// The Merkle root of the ledger in hexadecimal digits; nil without one.
  package let ledgerRoot: String?
  /// Features that need no model. They decide whether lists of members can be analysed.
  package let blindFeatures: [BlindFeature]
  /// The comparison of sounds; nil if no audio was read.
  package let sounds: SoundSeparation?
  package let analysis: MembershipAnalysis
  /// Nil if no classifier was requested.
  package let classifier: ClassifierResult?
  package let judgements: [MembershipJudgement]

  package init(
    _ inputs: MembershipInputs, ledgerRoot: String?, analysis: MembershipAnalysis,
    sounds: SoundSeparation? = nil, classifier: ClassifierResult? = nil,
    judgements: [MembershipJudgement]
  ) {
    records = inputs.records
    self.ledgerRoot = ledgerRoot
    blindFeatures = inputs.features
    self.sounds = sounds
    self.analysis = analysis
    self.classifier = classifier
    self.judgements = judgements
  }

  /// The outcome of all limits; nil without limits.
  package var outcome: MembershipJudgement.Outcome? {
    let outcomes = judgements.map(\.outcome)
    if outcomes.isEmpty { return nil }
    if outcomes.contains(.fail) { return .fail }
    return outcomes.contains(.inconclusive) ? .inconclusive : .pass
  }
}
