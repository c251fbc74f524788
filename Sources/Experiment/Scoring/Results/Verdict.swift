import AuditModel
import Files

/// The conclusion of a report: the first of these cases whose condition holds.
package enum Verdict: String, CaseIterable, Codable, Sendable {
  case mismatch = "not_measurable_mismatch"
  case missingTranscripts = "not_measurable_missing_transcripts"
  case tooSmall = "not_measurable_too_small"
  case detectedVerbatim = "detected_verbatim"
  case detectedPartial = "detected_partial"
  case decoder = "not_measurable_decoder"
  case controlsRecognised = "not_measurable_controls_recognised"
  case unproven = "not_measurable_unproven"
  case notDetected = "not_detected"

  /// The number of the case, from 1.
  package var row: Int { Self.allCases.firstIndex(of: self)! + 1 }

  package var isDetection: Bool { self == .detectedVerbatim || self == .detectedPartial }

  /// The case is a reason why the evidence decides nothing: rows 1-3 and 6-8.
  package var isObstacle: Bool { !isDetection && self != .notDetected }

  package var title: String {
    switch self {
    case .mismatch: "Not measurable: the commitment or the normaliser does not match the ledger"
    case .missingTranscripts: "Not measurable: transcripts are missing"
    case .tooSmall: "Not measurable: the design is too small to detect anything"
    case .detectedVerbatim: "Memorization detected: verbatim"
    case .detectedPartial: "Memorization detected: partial"
    case .decoder: "Not measurable: the decoder fails on utterances of the corpus"
    case .controlsRecognised: "Not measurable: controls may be recognised as well"
    case .unproven: "Not measurable: no evidence that training used the canaries"
    case .notDetected: "Memorization not detected at this power"
    }
  }

  package var explanation: String {
    switch self {
    case .mismatch:
      "The analysis would differ from the one that was declared before training, so nothing was "
        + "computed."
    case .missingTranscripts:
      "Some probes have no transcript, so nothing was computed. Transcribe the whole probe set, or "
        + "state how a missing transcript counts: as an empty one, or left out of an exploratory "
        + "report."
    case .tooSmall:
      "Even a model that wrote out every trained canary and no control would not have given a "
        + "significant result. Inject more canaries."
    case .detectedVerbatim:
      "The model writes out trained canaries word for word significantly more often than controls. "
        + "It has memorised individual training utterances."
    case .detectedPartial:
      "The model's transcripts of trained canaries are significantly more accurate than those of "
        + "controls, although exact matches alone do not show it. It has memorised parts of individual "
        + "training utterances."
    case .decoder:
      "The word error rate on utterances of the team's own corpus is above "
        + "\(percent(Scorer.decoderCheckLimit)). A wrong checkpoint, a wrong sample rate or a "
        + "broken decoder has this effect."
    case .controlsRecognised:
      "The 95% upper bound of the rate of recognised controls is above "
        + "\(percent(DesignCheck.controlsLimit)). A model that recognises speech at this speed "
        + "without training on it recognises canaries without having memorised them. Inject "
        + "canaries at a higher speed, or more controls."
    case .unproven:
      "Nothing shows that training used the canaries, although the ledger requires evidence or the "
        + "audit has tracers that would show it. The recipe may have dropped the canaries without a "
        + "message."
    case .notDetected:
      "Trained canaries are not recognised significantly better than controls. The tables state "
        + "how large an effect this number of canaries could miss."
    }
  }
}

/// The facts that determine the verdict, each established independently.
package struct Conditions: Codable, Hashable, Sendable {
  package var mismatch: Bool
  package var missingTranscripts: Bool
  package var tooSmall: Bool
  package var verbatimRejected: Bool
  package var partialRejected: Bool
  package var decoderFails: Bool
  package var controlsRecognised: Bool
  package var unproven: Bool

  package init() {
    mismatch = false
    missingTranscripts = false
    tooSmall = false
    verbatimRejected = false
    partialRejected = false
    decoderFails = false
    controlsRecognised = false
    unproven = false
  }

  /// The first case that holds.
  package var verdict: Verdict {
    Verdict.allCases.first(where: holds)!
  }

  /// True if a case other than a detection prevents a pass.
  package var hasObstacle: Bool {
    Verdict.allCases.contains { $0.isObstacle && holds($0) }
  }

  private func holds(_ verdict: Verdict) -> Bool {
    switch verdict {
    case .mismatch: mismatch
    case .missingTranscripts: missingTranscripts
    case .tooSmall: tooSmall
    case .detectedVerbatim: verbatimRejected
    case .detectedPartial: partialRejected && !verbatimRejected
    case .decoder: decoderFails
    case .controlsRecognised: controlsRecognised
    case .unproven: unproven
    case .notDetected: true
    }
  }
}
