import Foundation

/// Writes a line to standard error, behind the program's name.
func diagnose(_ message: String) { tell("asr-audit: \(legible(message))\n") }

/// Writes text to standard error. A failure is ignored: the exit status still reports the outcome.
func tell(_ text: String) {
  try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
}
