/// The audio of an utterance: a file or a part of a file.
package struct AudioPart: Hashable, Sendable {
  /// The absolute path of the file that the toolkit would open.
  package let path: String
  /// The start of the part in seconds from the start of the file, 0 or more.
  package let start: Double
  /// The length of the part in seconds; nil for the rest of the file.
  package let seconds: Double?

  package init(path: String, start: Double = 0, seconds: Double? = nil) {
    self.path = path
    self.start = start
    self.seconds = seconds
  }
}
