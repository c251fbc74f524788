import Files

/// The reason why further probes cannot be written. It names no command-line options.
package enum ProbeProblem: ProblemCause {
  /// The band of the family has all frequencies of the audio.
  case nothingAboveBand(sampleRate: Int, hertz: Int)
  /// No canary has words of known place.
  case unknownWordTimes

  package var kind: Problem.Kind {
    switch self {
    case .nothingAboveBand: .usage
    case .unknownWordTimes: .missingInput
    }
  }

  package var field: String? { "families" }

  package var message: String {
    switch self {
    case .nothingAboveBand(let sampleRate, let hertz):
      "the canaries have a sample rate of \(sampleRate) Hz, so the family 'band' has nothing above "
        + "\(hertz) Hz to remove"
    case .unknownWordTimes: "the places of the words in the canaries are unknown"
    }
  }

  package var hint: String? {
    switch self {
    case .nothingAboveBand: "leave the family 'band' out"
    case .unknownWordTimes:
      "state an alignment of the probe set or the word bank, or leave the family 'masked' out"
    }
  }
}
