/// The properties of an utterance that filters look at.
package struct UtteranceFacts: Hashable, Sendable {
  /// The length in samples per channel.
  package var samples: Int
  /// In Hz.
  package var sampleRate: Int
  /// The duration that the manifest states, if it is not that of the audio. Filters trust it.
  package var statedSeconds: Double?
  package var tokens: TokenLength
  package var words: Int
  package var characters: Int
  /// The number of utterances of the training data that have this text.
  package var equalTexts: Int

  package init(
    text: String, samples: Int, sampleRate: Int, tokens: TokenLength, equalTexts: Int = 1
  ) {
    self.samples = samples
    self.sampleRate = sampleRate
    self.tokens = tokens
    words = text.split(whereSeparator: \.isWhitespace).count
    characters = text.unicodeScalars.count
    self.equalTexts = equalTexts
  }

  /// The duration that filters look at.
  package var seconds: Double { statedSeconds ?? Double(samples) / Double(sampleRate) }

  /// The utterance played `factor` times as fast. The length is rounded as in Lhotse
  /// (`perturb_num_samples`); sox differs by at most one sample.
  func played(atSpeed factor: Double) -> UtteranceFacts {
    var copy = self
    if factor != 1 {
      copy.samples = Int((Double(samples) / factor).rounded())
      copy.statedSeconds = statedSeconds.map { $0 / factor }
    }
    return copy
  }
}
