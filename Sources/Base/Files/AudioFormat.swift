/// The audio format of a corpus, which new files copy. Samples are 16-bit PCM.
package struct AudioFormat: Hashable, Sendable, Codable {
  package enum Container: String, CaseIterable, Codable, Sendable {
    case wav
    case flac
  }

  /// In Hz.
  package var sampleRate: Int
  package var channels: Int
  package var container: Container

  package init(sampleRate: Int, channels: Int, container: Container) {
    self.sampleRate = sampleRate
    self.channels = channels
    self.container = container
  }
}
