import AuditModel
import Files
import Statistics

/// Conclusions that a report does not support, in sentences, most important first.
struct EvidenceLimits {
  let header: Ledger.Header
  let commitment: Report.LedgerRecord.CommitmentState
  let verdict: Verdict
  let isTrainingProven: Bool
  let measurements: Measurements

  var sentences: [String] {
    (verdict == .notDetected ? ofAbsence : []) + ofInputs + ofMethod
  }

  private var ofAbsence: [String] {
    let largest = measurements.speeds.flatMap { speed in
      speed.tiers.map { $0.exactGap.interval.upper }
    }.max()
    let bound = largest.map { " Up to \(percent($0)) of a tier could still be memorised." } ?? ""
    var limits = [
      "Not detected does not mean absent: the effect may be too small for this number of "
        + "canaries.\(bound)"
    ]
    if header.primaryAnalysis.trainingEvidence == .assumed, !isTrainingProven {
      limits.append(
        "That training used the canaries is assumed. A recipe that dropped them would give the "
          + "same report.")
    }
    return limits
  }

  private var ofInputs: [String] {
    var limits: [String] = []
    if let losses = measurements.whiteBox, losses.reference == nil, losses.areNegative {
      limits.append(
        "The losses are negative on average, as log-likelihoods are. If a higher value means a "
          + "better fit, the results from losses are inverted: negate the values and score again.")
    }
    if !header.seedIsSecret {
      limits.append(
        "The seed was short and not secret: anyone could have computed the roles before training.")
    }
    if commitment == .absent {
      limits.append(
        "No commitment was available, so nothing shows that the ledger existed before training.")
    }
    if header.ctc == nil, header.recipe == nil {
      limits.append(
        "Whether CTC could align every canary was not checked, because the recipe's frame rate was "
          + "not given. A canary that does not fit cannot be learnt and counts as not memorised.")
    }
    if header.design.checkUtterances == 0 || measurements.decoderCheck == nil {
      limits.append(
        "No utterance of the corpus was transcribed, so a broken decoder could not be "
          + "distinguished from a model without memorization.")
    }
    return limits
  }

  private var ofMethod: [String] {
    let speeds = header.design.speeds.map { "\(trimmed($0))x" }.joined(separator: ", ")
    let flatTrend =
      verdict.isDetection && measurements.trend.map { $0.pValue > 0.05 } ?? false
      ? [
        "Accuracy does not grow significantly with the repetitions. A recipe that removes duplicates "
          + "trains every canary once."
      ] : []
    let epsilon =
      header.design.speeds.count > 1 && measurements.speeds.contains { $0.privacy != nil }
      ? [
        "The bounds of epsilon hold for each speed alone; they are not corrected for several speeds."
      ]
      : []
    let attribution =
      header.design.hasShuffledTexts
      ? [
        "Texts are shuffled: the sound of a canary says other words than its text. Exact transcripts then "
          + "come from memory alone, but their rate is not that of utterances whose sound helps."
      ]
      : header.design.recombinedControls
        ? []
        : [
          "The probe set has no recombined controls, so a model that memorised utterances cannot be "
            + "told apart from a model that learnt their words at this speed."
        ]
    return flatTrend + epsilon + attribution + [
      "Canaries are random \(header.design.unit.rawValue) at \(speeds) speed: a difficult and "
        + "unusual case. Their rate shows how much this training can memorise, not how much of the "
        + "real data it has memorised.",
      "Intervals and tests cover the random choice of the canaries, not the variation between "
        + "training runs.",
      "The transcripts are those of the whole decoder. A language model in it can hide or cause exact "
        + "matches.",
      "A model may have memorised utterances that it does not write out when it transcribes them.",
    ]
  }
}

extension Report.WhiteBoxResult {
  fileprivate var areNegative: Bool {
    !speeds.isEmpty
      && speeds.allSatisfy { $0.controlsMean < 0 && $0.tiers.allSatisfy { $0.mean < 0 } }
  }
}
