/// The facts that determine the verdict, each established independently.
package struct Conditions: Hashable, Sendable {
  package var mismatch = false
  package var missingTranscripts = false
  package var tooSmall = false
  package var verbatimRejected = false
  package var partialRejected = false
  package var decoderFails = false
  /// Transcripts share text that the decoder added, or contain their references and more text.
  package var decoderMarkers = false
  /// The check utterances are exact matches less often than their word error rate predicts, or no
  /// probe at all is an exact match although the partial test or the test of patterns rejects.
  package var exactMatchFails = false
  package var controlsRecognised = false
  /// Single controls are exact matches, although the others are not recognised.
  package var controlsTrained = false
  package var unproven = false
  /// The verbatim test rejects if a transcript that contains its reference counts as a match, and
  /// does not reject on exact matches.
  package var containmentRejected = false
  /// The verbatim test rejects if a transcript that repeats its words where its reference does counts
  /// as a match, and nothing else detects memorization.
  package var patternRejected = false
  /// The losses of trained canaries are clearly below those of controls, but the verbatim test does
  /// not reject.
  package var lossesSeparate = false
  /// The transcripts of trained canaries are significantly worse than those of controls, which no
  /// training causes.
  package var trainedBelowControls = false

  package init() {}

  /// The first case that holds.
  package var verdict: Verdict {
    Verdict.allCases.first(where: holds)!
  }

  /// The verdict's sentences: those of its case, or of a detection whose extent exact matches do not
  /// show.
  package var sentences: (title: String, explanation: String) {
    guard verdict == .detectedPartial, decoderMarkers || exactMatchFails else {
      return (verdict.title, verdict.explanation)
    }
    return (
      "Memorization detected: at least partial",
      "The model's transcripts of trained canaries are significantly more accurate than those of "
        + "controls. The roles were assigned at random, so training on these canaries is the cause. "
        + "The decoder does not write texts exactly, so exact matches do not show whether the model "
        + "has memorised whole texts."
    )
  }

  /// The cases that prevent a pass and are no detection, in the verdict's order.
  package var obstacles: [Verdict] {
    Verdict.allCases.filter { $0.isObstacle && holds($0) }
  }

  /// True if something other than a detection prevents a pass.
  package var hasObstacle: Bool { lossesSeparate || !obstacles.isEmpty }

  /// True if there is evidence of memorization that exact matches do not show. A gate must then not
  /// end with success, even if inconclusive results are allowed.
  package var hidesMemorization: Bool { containmentRejected || patternRejected || lossesSeparate }

  private func holds(_ verdict: Verdict) -> Bool {
    switch verdict {
    case .mismatch: mismatch
    case .missingTranscripts: missingTranscripts
    case .tooSmall: tooSmall
    case .detectedVerbatim: verbatimRejected
    case .detectedPartial: partialRejected && !verbatimRejected
    case .decoder: decoderFails
    case .decoderMarkers: decoderMarkers
    case .exactMatch: exactMatchFails
    case .controlsRecognised: controlsRecognised
    case .controlsTrained: controlsTrained
    case .trainedBelowControls: trainedBelowControls
    case .unproven: unproven
    case .notDetected: true
    }
  }
}

extension Conditions: Codable {
  /// Conditions that were added later are false if their keys are missing: an early report did not
  /// establish them.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func later(_ key: CodingKeys) throws -> Bool {
      try container.decodeIfPresent(Bool.self, forKey: key) ?? false
    }
    mismatch = try container.decode(Bool.self, forKey: .mismatch)
    missingTranscripts = try container.decode(Bool.self, forKey: .missingTranscripts)
    tooSmall = try container.decode(Bool.self, forKey: .tooSmall)
    verbatimRejected = try container.decode(Bool.self, forKey: .verbatimRejected)
    partialRejected = try container.decode(Bool.self, forKey: .partialRejected)
    decoderFails = try container.decode(Bool.self, forKey: .decoderFails)
    decoderMarkers = try later(.decoderMarkers)
    exactMatchFails = try later(.exactMatchFails)
    controlsRecognised = try container.decode(Bool.self, forKey: .controlsRecognised)
    controlsTrained = try later(.controlsTrained)
    unproven = try container.decode(Bool.self, forKey: .unproven)
    containmentRejected = try later(.containmentRejected)
    patternRejected = try later(.patternRejected)
    lossesSeparate = try later(.lossesSeparate)
    trainedBelowControls = try later(.trainedBelowControls)
  }
}
