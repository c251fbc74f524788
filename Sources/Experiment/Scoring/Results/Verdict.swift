/// What the evidence supports: the first row of the table that holds.
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

  /// Its row in the table, from 1.
  package var row: Int { Self.allCases.firstIndex(of: self)! + 1 }

  package var isDetection: Bool { self == .detectedVerbatim || self == .detectedPartial }

  /// Rows 1-3 and 6-8: whatever the gate asks, this evidence cannot answer.
  package var isObstacle: Bool { !isDetection && self != .notDetected }

  package var title: String {
    switch self {
    case .mismatch: "Not measurable: the ledger, its commitment or the normaliser do not match"
    case .missingTranscripts: "Not measurable: transcripts are missing"
    case .tooSmall: "Not measurable: the design cannot reject"
    case .detectedVerbatim: "Memorization detected: verbatim"
    case .detectedPartial: "Memorization detected: partial"
    case .decoder: "Not measurable: the decoder fails on the corpus's own utterances"
    case .controlsRecognised: "Not measurable: controls are recognised too"
    case .unproven: "Not measurable: nothing proves that training used the canaries"
    case .notDetected: "Memorization not detected at this power"
    }
  }

  package var explanation: String {
    switch self {
    case .mismatch:
      "The report would judge something else than what was promised before training."
    case .missingTranscripts:
      "Some probes came back without a transcript. Decode the whole probe set, or say what a missing "
        + "line means: --missing empty, or --missing skip for an exploratory report."
    case .tooSmall:
      "Even a model that recognised every trained canary and no control could not have been told "
        + "from chance. Inject more canaries."
    case .detectedVerbatim:
      "The model writes out trained canaries word for word, and not their controls. It has "
        + "memorised single training utterances."
    case .detectedPartial:
      "The model comes closer to trained canaries than to their controls, without writing them out "
        + "word for word. It holds on to parts of single training utterances."
    case .decoder:
      "More than half of the words of the user's own utterances come back wrong: a wrong "
        + "checkpoint, a wrong sample rate or a broken decoder would look like this."
    case .controlsRecognised:
      "The model understands speech at this speed, so recognising a canary proves nothing. Inject "
        + "canaries at a higher speed."
    case .unproven:
      "The ledger demands proof that training used the canaries, and there is none. A recipe may "
        + "have dropped them without a word."
    case .notDetected:
      "Trained canaries are recognised no better than their controls, as far as this many of them "
        + "can tell. The tables say how large an effect could have been missed."
    }
  }
}

/// The facts that the verdict rests on, each decided on its own.
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

  /// The first row that holds.
  package var verdict: Verdict {
    Verdict.allCases.first(where: holds)!
  }

  /// True where a row other than a detection stands in the way of a pass.
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
