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
  case decoderMarkers = "not_measurable_decoder_markers"
  case exactMatch = "not_measurable_exact_match"
  case controlsTrained = "not_measurable_controls_trained"
  case controlsRecognised = "not_measurable_controls_recognised"
  case trainedBelowControls = "not_measurable_trained_below_controls"
  case unproven = "not_measurable_unproven"
  case notDetected = "not_detected"

  /// The number of the case, from 1.
  package var row: Int { Self.allCases.firstIndex(of: self)! + 1 }

  package var isDetection: Bool { self == .detectedVerbatim || self == .detectedPartial }

  /// The case is a reason why the evidence decides nothing: rows 1-3 and 6-12.
  package var isObstacle: Bool { !isDetection && self != .notDetected }

  package var title: String {
    switch self {
    case .mismatch: "Not measurable: the commitment or the normaliser does not match the ledger"
    case .missingTranscripts: "Not measurable: transcripts are missing"
    case .tooSmall: "Not measurable: the design is too small to detect anything"
    case .detectedVerbatim: "Memorization detected: verbatim"
    case .detectedPartial: "Memorization detected: partial"
    case .decoder: "Not measurable: the decoder fails on utterances of the corpus"
    case .decoderMarkers: "Not measurable: the decoder adds text to the transcripts"
    case .exactMatch: "Not measurable: the decoder does not write texts exactly"
    case .controlsRecognised: "Not measurable: controls may be recognised as well"
    case .controlsTrained: "Not measurable: some controls may have been trained on"
    case .trainedBelowControls:
      "Not measurable: trained canaries are transcribed worse than controls"
    case .unproven: "Not measurable: no evidence that training used the canaries"
    case .notDetected: "Memorization not detected at this power"
    }
  }

  /// The reason of an obstacle without the words "not measurable".
  package var cause: String {
    title.hasPrefix(Self.notMeasurable) ? String(title.dropFirst(Self.notMeasurable.count)) : title
  }

  private static let notMeasurable = "Not measurable: "

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
      "The model transcribes trained canaries word for word significantly more often than controls. "
        + "The roles were assigned at random, so training on these canaries is the cause."
    case .detectedPartial:
      "The model's transcripts of trained canaries are significantly more accurate than those of "
        + "controls, but not significantly more of them are exact. The roles were assigned at random, so "
        + "training on these canaries is the cause."
    case .decoder:
      "The word error rate on utterances of the team's own corpus is above "
        + "\(percent(Scorer.decoderCheckLimit)). A wrong checkpoint, a wrong sample rate or a "
        + "broken decoder has this effect."
    case .decoderMarkers:
      "Transcripts contain their reference and more text, or most of them share text that no "
        + "reference contains. Such a transcript is never an exact match, whatever the model has "
        + "memorised."
    case .exactMatch:
      "Utterances of the team's own corpus are exact matches less often than their word error rate "
        + "predicts, or no trained canary and no tracer is an exact match. Exact matches then do not show "
        + "what the model has memorised."
    case .controlsRecognised:
      "The 95% upper bound of the rate of recognised controls is above "
        + "\(percent(DesignCheck.controlsLimit)). A model that recognises speech at this speed "
        + "without training on it recognises canaries without having memorised them. Inject "
        + "canaries at a higher speed, or more controls."
    case .controlsTrained:
      "Controls are in what training used, or some are exact matches, although the other controls of "
        + "the same voice and speed are not recognised. Their audio or texts may have been in the "
        + "training data, which would hide "
        + "memorization."
    case .trainedBelowControls:
      "The transcripts of trained canaries are significantly worse than those of controls. Training on "
        + "them does not cause this: the decoder failed on some utterances, transcripts were lost, "
        + "truncated or changed, or the model was made to unlearn the canaries."
    case .unproven:
      "Nothing shows that training used all canaries: no detection, no losses, no two tracers that are "
        + "recognised, and no complete evidence of what it read. The recipe may have dropped canaries "
        + "without a message."
    case .notDetected:
      "Trained canaries are not recognised significantly better than controls. The tables state "
        + "how large an effect this number of canaries could miss."
    }
  }
}
