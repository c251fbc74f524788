import AuditModel
import Files
import Manifests

extension ScoringRequest {
  /// What a reader must not conclude, most important first.
  func evidenceLimits(of report: Report) -> [String] {
    let header = ledger.header
    var limits: [String] = []
    if report.verdict.code == .notDetected {
      let largest = report.speeds.flatMap { speed in
        speed.tiers.map { $0.exactGap.interval.upper }
      }.max()
      let bound = largest.map { " Up to \(percent($0)) of a tier could still be memorised." } ?? ""
      limits.append(
        "Not detected is not absent: a smaller effect than this many canaries can show may be "
          + "there.\(bound)")
      if header.primaryAnalysis.trainingEvidence == .assumed, !report.trainingEvidence.isProven {
        limits.append(
          "That training used the canaries is assumed. A recipe that dropped them would give the "
            + "same report.")
      }
    }
    if let losses = report.whiteBox, losses.reference == nil, losses.areNegative {
      limits.append(
        "The losses are negative on average, as log-likelihoods are. If higher is better known, what "
          + "is told of losses is the wrong way round: negate them.")
    }
    if !header.seedIsSecret {
      limits.append(
        "The seed was short and not secret: anyone could have known the roles before training.")
    }
    if report.ledger.commitment == .absent {
      limits.append(
        "No commitment was at hand, so nothing shows that the ledger is from before training.")
    }
    if header.ctc == nil {
      limits.append(
        "Whether CTC had room for every canary was not checked (--frame-rate was not given); a "
          + "canary that does not fit cannot be learnt and counts as not memorised.")
    }
    if header.checkUtterances == 0 || report.decoderCheck == nil {
      limits.append(
        "No utterance of the corpus was probed, so a dead decoder could not be told from a clean "
          + "model.")
    }
    limits.append(
      "Canaries are random words at \(speeds) speed: a hard and unusual case. Their rate says how "
        + "much this training can memorise, not how much of the real data it has.")
    limits.append(
      "Intervals and tests cover the draw of the canaries, not what another run of the same "
        + "training would give.")
    limits.append(
      "A model may have memorised utterances that it does not write out when it hears them.")
    return limits
  }

  private var speeds: String {
    ledger.header.design.speeds.map { "\(trimmed($0))x" }.joined(separator: ", ")
  }
}

extension Report.WhiteBoxResult {
  fileprivate var areNegative: Bool {
    !speeds.isEmpty
      && speeds.allSatisfy { $0.controlsMean < 0 && $0.tiers.allSatisfy { $0.mean < 0 } }
  }
}

extension Ledger.Header {
  fileprivate var checkUtterances: Int { design.checkUtterances }
}
