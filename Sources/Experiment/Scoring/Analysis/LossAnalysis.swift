import AuditModel
import Files
import Statistics
import Transcripts

extension Report.WhiteBoxResult {
  /// True if the losses of trained canaries, or of those of one tier, are clearly below those of
  /// controls at a speed, or clearly above: then they have the opposite sign.
  var separates: Bool {
    speeds.contains { speed in
      let aucs = [speed.ranking.auc] + speed.tiers.map(\.auc)
      return speed.ranking.auc <= 1 - Scorer.separatingAUC
        || speed.pValue < Scorer.exactnessLevel && aucs.contains { $0 >= Scorer.separatingAUC }
    }
  }
}

/// Supplementary evidence from losses.
extension Scorer {
  /// The losses of the canaries in the ledger's order; nil for a canary without a finite loss.
  /// Losses above 1e30 count as not finite, because their sums could overflow.
  func losses(_ reader: TranscriptReader?) throws(Problem) -> [Double?]? {
    guard let reader else { return nil }
    return try TranscriptMatch(ledger, reader, lossMatchingRules).canaries.map { text in
      text.flatMap { Double($0) }.flatMap { $0.magnitude <= 1e30 ? $0 : nil }
    }
  }

  /// The AUC from which on losses count as separating trained canaries from controls.
  static let separatingAUC = 0.90

  func whiteBox(_ rows: [CanaryRow], source: String, reference: String?) -> Report.WhiteBoxResult {
    var missing = NamedCount()
    var known: [(row: CanaryRow, loss: Double)] = []
    for row in rows where row.canary.role != .tracer {
      guard let loss = row.loss, reference == nil || row.referenceLoss != nil else {
        missing.add(row.canary.probeID)
        continue
      }
      known.append((row, loss - (row.referenceLoss ?? 0)))
    }
    return Report.WhiteBoxResult(
      source: source, reference: reference, missing: missing,
      speeds: ledger.header.design.speeds.compactMap { speed in
        speedLosses(speed, known.filter { $0.row.canary.speed == speed })
      }, extraction: extraction(rows))
  }

  private func speedLosses(
    _ speed: Double, _ known: [(row: CanaryRow, loss: Double)]
  ) -> Report.WhiteBoxResult.SpeedLosses? {
    func losses(_ repetitions: (Int) -> Bool) -> [Double] {
      known.filter { repetitions($0.row.canary.repetitions) }.map(\.loss)
    }
    let controls = losses { $0 == 0 }
    guard
      let ranking = Report.RankingResult(
        trained: losses { $0 > 0 }.map(-), controls: controls.map(-))
    else { return nil }
    return Report.WhiteBoxResult.SpeedLosses(
      speed: speed, ranking: ranking,
      pValue: pValue(known.map { ($0.row, -$0.loss) }, name: "losses \(speed)") {
        $0.role == .trained ? 1 : 0
      },
      controlsMean: mean(controls),
      tiers: ledger.header.design.repetitions.compactMap { repetitions in
        let tier = losses { $0 == repetitions }
        return AUC(trained: tier.map(-), controls: controls.map(-)).map { auc in
          Report.WhiteBoxResult.TierLosses(
            repetitions: repetitions, canaries: tier.count, mean: mean(tier), auc: auc.value)
        }
      })
  }
}
