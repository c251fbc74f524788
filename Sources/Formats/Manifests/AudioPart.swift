/// Where the sound of an utterance is: a file, or a part of one.
package struct AudioPart: Hashable, Sendable {
  /// Absolute, and the file that the toolkit would open.
  package let path: String
  /// Where in the file it starts, in seconds, 0 or more.
  package let start: Double
  /// How long it is, in seconds; nil: to the end of the file.
  package let seconds: Double?

  package init(path: String, start: Double = 0, seconds: Double? = nil) {
    self.path = path
    self.start = start
    self.seconds = seconds
  }
}
