import Files

/// The audio of an utterance: a file, a member of an archive, or a part of one.
package struct AudioPart: Hashable, Sendable {
  /// The file that the toolkit would open, by its absolute path.
  package let source: AudioSource
  /// The path for messages.
  package var path: String { source.label }
  /// The start of the part in seconds from the start of the file, 0 or more.
  package let start: Double
  /// The length of the part in seconds; nil for the rest of the file.
  package let seconds: Double?

  package init(path: String, start: Double = 0, seconds: Double? = nil) {
    self.init(AudioSource(path), start: start, seconds: seconds)
  }

  package init(_ source: AudioSource, start: Double = 0, seconds: Double? = nil) {
    self.source = source
    self.start = start
    self.seconds = seconds
  }
}
