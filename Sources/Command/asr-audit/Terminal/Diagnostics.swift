import Foundation

/// A line on standard error, behind the program's name.
func diagnose(_ message: String) { tell("asr-audit: \(legible(message))\n") }

/// Text on standard error. Where nobody reads it any more, or its disk is full, it is lost, and the
/// exit status still says what happened.
func tell(_ text: String) {
  try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
}
