import AuditModel
import Files
import Statistics

extension Report {
  /// The canaries that training used, from the files that it read or wrote.
  package struct ConsumptionRecord: Codable, Hashable, Sendable {
    /// The files that were looked at.
    package var sources: [String]
    package var tiers: [TierShare]
    /// Controls whose id, text or audio is in what training used.
    package var leakedControls: NamedCount
    /// Trained canaries of which no copy is known to have been used; nil in reports of earlier versions.
    package var unused: NamedCount?
    /// The number of trained canaries that the recipe's profile predicts to be at risk; nil in reports
    /// of earlier versions.
    package var atRisk: Int?
    /// The number of trained canaries of which the profile does not tell whether training drops them,
    /// and no log shows it; nil in reports of earlier versions.
    package var unknown: Int?

    package struct TierShare: Codable, Hashable, Sendable {
      package var repetitions: Int
      package var isTracer: Bool
      /// The share of the copies that training is known to have used.
      @Probability package var share: Double
    }

    package init(_ evidence: ConsumptionEvidence, _ ledger: Ledger) {
      sources = evidence.sources.map(\.file)
      tiers = evidence.consumedShares(ledger).map {
        TierShare(repetitions: $0.tier, isTracer: $0.isTracer, share: $0.share)
      }
      unused = NamedCount()
      for canary in evidence.canaries where canary.consumedCopies == 0 { unused!.add(canary.probe) }
      atRisk = evidence.canaries.count { $0.prediction == .atRisk }
      unknown = evidence.canaries.count { $0.prediction == .unknown && $0.level < .seen }
      leakedControls = NamedCount()
      for id in Set(evidence.leakedControls.map(\.probe)).sorted() { leakedControls.add(id) }
    }

    /// True if training is known to have used a copy of every canary, and nearly all copies of every
    /// tier.
    package var isSufficient: Bool {
      (unused?.count ?? 0) == 0
        && tiers.allSatisfy { $0.share >= ConsumptionEvidence.sufficientShare }
    }

    /// The tiers of which too little is known to have been used, in a sentence; nil without any.
    package var shortage: String? {
      let lacking = tiers.filter { $0.share < ConsumptionEvidence.sufficientShare }
      let without = unused?.count ?? 0
      guard !lacking.isEmpty else {
        return without == 0
          ? nil
          : "Training is not known to have used any copy of "
            + "\(counted(without, "canary", "canaries")): "
            + abbreviatedList(unused?.first ?? [], count: without) + "."
      }
      let names = lacking.map {
        "\(percent($0.share)) of the copies with \(counted($0.repetitions, "repetition", "repetitions"))"
      }
      let reason =
        (unknown ?? 0) == 0
        ? ""
        : " The profile does not tell whether training drops "
          + "\(counted(unknown ?? 0, "canary", "canaries")) of them."
      return "Training is known to have used only \(listed(names)).\(reason)"
    }
  }
}
